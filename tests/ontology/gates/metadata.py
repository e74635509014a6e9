"""Gates on the header of the ontology, after the FOOPS! tests that need no web.

What only the live web can show (content negotiation, documentation, a registered prefix, a DOI) is
checked by hand at a release; the header can only prepare for it.
"""

from __future__ import annotations

from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, VANN, XSD, Graph, Literal, Namespace, URIRef

from .finding import INFO, Finding
from .terms import classes, ours, properties

BIBO: Final = Namespace("http://purl.org/ontology/bibo/")
LICENCES: Final = (
    "https://creativecommons.org/licenses/",
    "https://creativecommons.org/publicdomain/",
)
PERSISTENT: Final = (
    "https://w3id.org/",
    "https://purl.org/",
    "http://purl.org/",
    "https://doi.org/",
)
REQUIRED: Final = {
    "OM1": (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        OWL.versionIRI,
        DCTERMS.creator,
        VANN.preferredNamespaceUri,
    ),
    "OM2": (
        VANN.preferredNamespacePrefix,
        OWL.versionInfo,
        DCTERMS.created,
        DCTERMS.bibliographicCitation,
        DCTERMS.contributor,
    ),
    "OM3": (
        DCTERMS.publisher,
        BIBO.status,
        DCTERMS.source,
        DCTERMS.issued,
        OWL.priorVersion,
        OWL.backwardCompatibleWith,
        DCTERMS.modified,
    ),
}
RESOURCES: Final = (
    DCTERMS.license,
    DCTERMS.creator,
    DCTERMS.contributor,
    DCTERMS.publisher,
    OWL.versionIRI,
    OWL.priorVersion,
)
SINGLE: Final = (
    OWL.versionIRI,
    OWL.versionInfo,
    OWL.priorVersion,
    DCTERMS.license,
    DCTERMS.created,
    DCTERMS.modified,
    DCTERMS.issued,
    DCTERMS.bibliographicCitation,
    VANN.preferredNamespaceUri,
    VANN.preferredNamespacePrefix,
)


def header(graph: Graph) -> list[Finding]:
    """Apply all gates on the header."""
    headers = sorted({s for s in graph.subjects(RDF.type, OWL.Ontology) if isinstance(s, URIRef)})
    if len(headers) != 1:
        return [Finding("P38", "ontology", f"{len(headers)} headers instead of one")]
    one = headers[0]
    return sorted(
        [
            *_complete(graph, one),
            *_kinds(graph, one),
            *_version(graph, one),
            *_dates(graph, one),
            *_addresses(graph, one),
            *_vocabulary(graph),
        ]
    )


def _complete(graph: Graph, one: URIRef) -> list[Finding]:
    found = []
    for rule, parts in REQUIRED.items():
        for part in parts:
            values = [v for v in graph.objects(one, part) if str(v).strip()]
            if not values:
                found.append(Finding(rule, one, f"{part} is missing"))
            elif len(values) > 1 and part in SINGLE:
                found.append(Finding(rule, one, f"{part} is given {len(values)} times"))
    return found


def _kinds(graph: Graph, one: URIRef) -> list[Finding]:
    found = []
    for part in RESOURCES:
        for value in graph.objects(one, part):
            if not isinstance(value, URIRef):
                found.append(Finding("OM4.1", one, f"{part} is not an IRI"))
            elif part == DCTERMS.license and not str(value).startswith(LICENCES):
                found.append(Finding("OM4.1", one, f"{value} is not a known open licence"))
    found += [
        Finding("OM1", one, f"{part} is not given in English")
        for part in (DCTERMS.title, DCTERMS.description)
        if not any(isinstance(v, Literal) and v.language == "en" for v in graph.objects(one, part))
    ]
    return found


def _version(graph: Graph, one: URIRef) -> list[Finding]:
    found = []
    version = str(graph.value(one, OWL.versionInfo))
    for address in graph.objects(one, OWL.versionIRI):
        if address == one:
            found.append(Finding("VER1", one, "the version IRI is the ontology's own"))
        elif str(address) != f"{one}/{version}":
            found.append(Finding("VER1", one, f"{address} does not name version {version}"))
        for citation in graph.objects(one, DCTERMS.bibliographicCitation):
            before, found_address, after = str(citation).partition(str(address))
            if not found_address or version not in before + after:
                found.append(Finding("OM2", one, "the citation names another version"))
    found += [
        Finding("VER1", one, "the prior version is this version")
        for prior in graph.objects(one, OWL.priorVersion)
        if prior in (one, graph.value(one, OWL.versionIRI))
    ]
    return found


def _dates(graph: Graph, one: URIRef) -> list[Finding]:
    found = []
    dates = {}
    for part in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified):
        for value in graph.objects(one, part):
            dates[part] = str(value)
            if not isinstance(value, Literal) or value.datatype != XSD.date or value.ill_typed:
                found.append(Finding("OM2", one, f"{part} is not a date"))
    if dates.get(DCTERMS.created, "") > dates.get(DCTERMS.modified, "9"):
        found.append(Finding("OM2", one, "was modified before it was created"))
    return found


def _addresses(graph: Graph, one: URIRef) -> list[Finding]:
    found = []
    if not str(one).startswith(PERSISTENT):
        found.append(Finding("PURL1", one, "the address is not a persistent one"))
    if str(one).rsplit(".", 1)[-1] in {"ttl", "owl", "rdf", "xml", "nt"}:
        found.append(Finding("P36", one, "the address ends like a file"))
    namespace = str(graph.value(one, VANN.preferredNamespaceUri))
    if namespace.rstrip("#/") != str(one):
        found.append(Finding("URI2", one, f"{namespace} is not this ontology's namespace"))
    terms = [*classes(graph), *properties(graph)]
    found += [
        Finding("URI2", term, "lies outside the preferred namespace")
        for term in terms
        if not str(term).startswith(namespace)
    ]
    found += [
        Finding("URI2", term, "does not say which ontology defines it")
        for term in terms
        if list(graph.objects(term, RDFS.isDefinedBy)) != [one]
    ]
    return found


def _vocabulary(graph: Graph) -> list[Finding]:
    found = []
    reused = [
        parent
        for term in (*classes(graph), *properties(graph))
        for path in (RDFS.subClassOf, RDFS.subPropertyOf)
        for parent in graph.objects(term, path)
        if isinstance(parent, URIRef) and not ours(parent)
    ]
    if not reused:
        found.append(
            Finding("VOC2", "ontology", "no class or property builds on another vocabulary")
        )
    for term in (*classes(graph), *properties(graph)):
        if not list(graph.objects(term, RDFS.label)):
            found.append(Finding("VOC3", term, "has no label"))
        if not list(graph.objects(term, RDFS.comment)):
            found.append(Finding("VOC4", term, "has no definition"))
    return found


def by_hand(graph: Graph) -> list[Finding]:
    """Return what the header does not have yet and only a published release can give."""
    found = []
    for one in graph.subjects(RDF.type, OWL.Ontology):
        values = [str(v) for v in graph.objects(one, DCTERMS.identifier)]
        if not any("doi.org" in value for value in values):
            found.append(Finding("OM3", str(one), "has no DOI", INFO))
    return found
