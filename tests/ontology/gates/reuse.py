"""Gates on the terms of other vocabularies: they exist, keep their meaning, and are spelt right."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from rdflib import RDFS, SKOS, Graph, URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    SDO,
    SH,
    TIME,
    VANN,
    VOID,
    XSD,
)

from .finding import Finding
from .terms import BASE, local_name, ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# rdflib's WGS is left out: it has https where the vocabulary itself has http.
IN_RDFLIB: Final = (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    TIME,
    VANN,
    VOID,
    XSD,
)

# Terms that may be used of vocabularies that rdflib does not know. They are compared with
# copies of the vocabularies where there are any; BIBO and EURIO are known from their use only.
LISTED: Final[dict[str, frozenset[str]]] = {
    "http://data.europa.eu/m8g/": frozenset(
        {
            "AdminUnit",
            "Participation",
            "PublicEvent",
            "PublicOrganisation",
            "email",
            "format",
            "hasPreviousEvent",
            "parentEvent",
            "role",
            "telephone",
        }
    ),
    "http://www.w3.org/ns/oa#": frozenset(
        {
            "Annotation",
            "SpecificResource",
            "TextPositionSelector",
            "end",
            "hasBody",
            "hasSelector",
            "hasSource",
            "hasTarget",
            "start",
        }
    ),
    "http://www.w3.org/2003/01/geo/wgs84_pos#": frozenset({"lat", "long"}),
    "http://www.opengis.net/ont/geosparql#": frozenset({"asWKT", "wktLiteral"}),
    "http://www.w3.org/2006/vcard/ns#": frozenset({"hasEmail", "hasTelephone"}),
    "http://purl.org/ontology/bibo/": frozenset({"status"}),
    "http://purl.org/ontology/bibo/status/": frozenset({"published"}),
    "http://data.europa.eu/s66#": frozenset({"Project", "hasInvolvedParty"}),
    "http://www.w3.org/ns/dqv#": frozenset(),
}
FROM_USE_ONLY: Final = (
    "http://purl.org/ontology/bibo/",
    "http://purl.org/ontology/bibo/status/",
    "http://data.europa.eu/s66#",
)

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"

# Addresses that are not terms: documents, licences, and entries of authority tables.
OTHER: Final = (
    "https://creativecommons.org/licenses/",
    "https://creativecommons.org/publicdomain/",
    "https://www.w3.org/TR/",
    AUTHORITY,
    "http://data.europa.eu/nuts/code/",
    "http://www.wikidata.org/entity/",
    "https://sws.geonames.org/",
    "https://ror.org/",
    "https://doi.org/",
)
SAYS_WHAT_IT_IS: Final = (
    RDFS.label,
    RDFS.comment,
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.definition,
    SKOS.scopeNote,
    SKOS.example,
    DCTERMS.title,
    DCTERMS.description,
)


def rdflib_terms() -> dict[str, frozenset[str]]:
    """Return the local names of the vocabularies that rdflib knows."""
    return {
        str(namespace): frozenset(str(term).removeprefix(str(namespace)) for term in dir(namespace))
        | frozenset(getattr(namespace, "_extras", ()))
        for namespace in IN_RDFLIB
    }


def known_terms() -> dict[str, frozenset[str]]:
    """Return the local names that may be used, by namespace."""
    return {**rdflib_terms(), **LISTED}


def copied_terms(folder: Path) -> set[str]:
    """Return every IRI that a folder of vocabularies describes."""
    found: set[str] = set()
    for file in sorted(folder.rglob("*.ttl")):
        if "SHACL" in file.name:
            continue
        for quad in pyoxigraph.parse(path=file):
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                found.add(quad.subject.value)
    return found


def foreign_iris(graph: Graph) -> list[str]:
    """Return the IRIs of a graph that are not ours and not plain documents, sorted."""
    return sorted(
        {
            str(node)
            for triple in graph
            for node in (*triple, *(getattr(part, "datatype", None) for part in triple))
            if isinstance(node, URIRef) and not ours(node) and not str(node).startswith(OTHER)
        }
    )


def unknown_terms(iris: Iterable[str], known: Mapping[str, frozenset[str]]) -> list[Finding]:
    """Each IRI is a term of a vocabulary that we know."""
    found = []
    for iri in iris:
        homes = [namespace for namespace in known if iri.startswith(namespace)]
        if not homes:
            found.append(Finding("unknown_namespace", iri, "no vocabulary that is listed here"))
            continue
        home = max(homes, key=len)
        name = iri.removeprefix(home)
        if name and name not in known[home]:
            close = difflib.get_close_matches(name, known[home], n=1)
            hint = f"did you mean {close[0]}" if close else "no such term"
            found.append(Finding("unknown_term", iri, hint))
    return found


def missing_from_copies(iris: Iterable[str], copies: set[str]) -> list[Finding]:
    """Each IRI is described in the copy of its vocabulary, where there is a copy."""
    spaces = {_namespace(iri) for iri in copies} - {str(XSD)}
    return [
        Finding("missing_from_copy", iri, "the vocabulary does not have it")
        for iri in iris
        if _namespace(iri) in spaces and iri not in copies and iri != _namespace(iri)
    ]


def relabelled_terms(graph: Graph) -> list[Finding]:
    """No foreign term gets a label or a definition from us: it keeps its own."""
    return sorted(
        Finding("relabelled", str(term), f"is given {local_name(path)}")
        for path in SAYS_WHAT_IT_IS
        for term in set(graph.subjects(path, None))
        if isinstance(term, URIRef) and not ours(term)
    )


def near_misses(namespaces: Iterable[str], known: Iterable[str]) -> list[Finding]:
    """No namespace differs from a known one by a slip: http for https, a lost www, a hash, a letter."""
    good = [*known, BASE]
    found = []
    for one in sorted(set(namespaces)):
        if one in good or one.startswith((BASE, *OTHER)):
            continue
        close = [other for other in good if _bare(other) == _bare(one)]
        close = close or difflib.get_close_matches(one, good, n=1, cutoff=0.9)
        detail = f"did you mean {close[0]}" if close else "is not listed here"
        found.append(Finding("namespace", one, detail))
    return found


def _bare(namespace: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", namespace).rstrip("#/").casefold()


def _namespace(iri: str) -> str:
    return re.sub(r"[^#/]*$", "", iri)


PREFIX: Final = re.compile(
    r"^\s*@?prefix\s+([A-Za-z][\w-]*)?:\s*<([^>]+)>", re.IGNORECASE | re.MULTILINE
)
ADDRESS: Final = re.compile(r"<(https?://[^<>\s\"{}]+)>")
NAME: Final = re.compile(r"(?<![\w:<\"/#-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)")


def declared_namespaces(text: str) -> list[str]:
    """Return the namespaces that a Turtle or SPARQL text declares."""
    return [match[2] for match in PREFIX.finditer(text)]


def iris_in_query(text: str) -> list[str]:
    """Return the foreign IRIs that a SPARQL text uses, written out or by prefix."""
    prefixes = {match[1] or "": match[2] for match in PREFIX.finditer(text)}
    body = re.sub(r"(?m)(^|\s)#[^\n]*", " ", PREFIX.sub(" ", text))
    found = set(ADDRESS.findall(body))
    body = re.sub(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>", " ", body)
    found |= {prefixes[p] + name for p, name in NAME.findall(body) if p in prefixes}
    return sorted(iri for iri in found if not iri.startswith((BASE, *OTHER)))


def context_namespaces(context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the namespaces that a JSON-LD context declares."""
    for key, value in context.items():
        if isinstance(value, str) and not key.startswith("@") and value.endswith(("#", "/")):
            yield value


def iris_in_context(text: str) -> list[str]:
    """Return the foreign IRIs behind the keys and types of a JSON-LD context."""
    context = json.loads(text)["@context"]
    prefixes = {k: v for k, v in context.items() if isinstance(v, str) and not k.startswith("@")}
    found = set()
    for value in context.values():
        if isinstance(value, dict):
            for part in ("@id", "@type"):
                prefix, _, name = str(value.get(part, "")).partition(":")
                if prefix in prefixes:
                    found.add(prefixes[prefix] + name)
    return sorted(iri for iri in found if not iri.startswith((BASE, *OTHER)))
