"""Gates after the queries of ROBOT's report, with their names and levels."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from .finding import ERROR, INFO, WARN, Finding
from .terms import classes, concepts, ours, properties, schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

LABELS: Final = (RDFS.label, SKOS.prefLabel)
DEFINITIONS: Final = (RDFS.comment, SKOS.definition)
VALID_IRI: Final = re.compile(
    r"(?:https?://[^\s<>\"{}|\\^`\x00-\x20/]+(?:/[^\s<>\"{}|\\^`]*)?|urn:[a-z0-9-]+:\S+)"
)
OWN_NAME: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
KNOWN_OWL: Final = {str(term) for term in (*dir(OWL), *dir(RDFS))}


def report(graph: Graph) -> list[Finding]:
    """Apply all gates to an ontology or a code list."""
    return sorted(
        [
            *annotation_whitespace(graph),
            *label_findings(graph),
            *definition_findings(graph),
            *synonym_findings(graph),
            *deprecated_references(graph),
            *obsolete_findings(graph),
            *equivalence_findings(graph),
            *iri_findings(graph),
            *header_findings(graph),
            *code_list_findings(graph),
        ]
    )


def _terms(graph: Graph) -> list[URIRef]:
    return [*classes(graph), *properties(graph), *concepts(graph), *schemes(graph)]


def annotation_whitespace(graph: Graph) -> list[Finding]:
    """No text begins or ends with a space or has two in a row or a line break."""
    return [
        Finding(
            "label_whitespace" if path in LABELS else "annotation_whitespace",
            str(subject),
            repr(str(value)),
            ERROR if path in LABELS else WARN,
        )
        for subject, path, value in graph
        if isinstance(value, Literal)
        and value.language
        and (str(value) != str(value).strip() or re.search(r"\s\s|[\n\r\t]", str(value)))
    ]


def label_findings(graph: Graph) -> Iterator[Finding]:
    """Each term has one label a language, of its own, without markup."""
    seen: dict[tuple[str, str, str], list[URIRef]] = defaultdict(list)
    for term in _terms(graph):
        labels = _labels(graph, term)
        if "en" not in labels:
            yield Finding("missing_label", term, "no English label")
        for language, values in labels.items():
            if len(values) > 1:
                yield Finding("multiple_labels", term, f"{len(values)} labels in {language}")
            for value in values:
                seen[_family(graph, term), language, value.casefold()].append(term)
                if re.search(r"[<>{}\\]|&\w+;", value):
                    yield Finding("label_formatting", term, value)
    for (_, language, value), terms in seen.items():
        if len(terms) > 1:
            for term in terms:
                yield Finding("duplicate_label", term, f"'{value}'@{language} is used twice")


def _labels(graph: Graph, term: URIRef) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    paths = (DCTERMS.title,) if (term, RDF.type, SKOS.ConceptScheme) in graph else LABELS
    for path in paths:
        for value in graph.objects(term, path):
            if isinstance(value, Literal):
                found[value.language or ""].append(str(value))
    return found


def _family(graph: Graph, term: URIRef) -> str:
    """Return what a label has to be unique in: a code list, the classes, the properties."""
    scheme = graph.value(term, SKOS.inScheme)
    if scheme is not None:
        return str(scheme)
    return "class" if (term, RDF.type, OWL.Class) in graph else "property"


def definition_findings(graph: Graph) -> Iterator[Finding]:
    """Each term has one definition a language, of its own, that starts with a capital letter."""
    seen: dict[str, list[URIRef]] = defaultdict(list)
    for term in _terms(graph):
        paths = (DCTERMS.description,) if term in set(schemes(graph)) else DEFINITIONS
        values = [v for path in paths for v in graph.objects(term, path) if isinstance(v, Literal)]
        languages = [value.language for value in values]
        if not values:
            yield Finding("missing_definition", term, "no definition", WARN)
        if len(languages) != len(set(languages)):
            yield Finding("multiple_definitions", term, "two definitions in one language")
        for value in values:
            seen[str(value).casefold()].append(term)
            if str(value)[:1].islower():
                yield Finding("lowercase_definition", term, str(value), INFO)
    for terms in seen.values():
        if len(terms) > 1:
            for term in terms:
                yield Finding("duplicate_definition", term, "shares its definition")


def synonym_findings(graph: Graph) -> Iterator[Finding]:
    """No alternative label repeats the term's own label."""
    for term in _terms(graph):
        labels = {
            (v.language, str(v).casefold())
            for p in LABELS
            for v in graph.objects(term, p)
            if isinstance(v, Literal)
        }
        for value in graph.objects(term, SKOS.altLabel):
            if isinstance(value, Literal) and (value.language, str(value).casefold()) in labels:
                yield Finding("duplicate_label_synonym", term, str(value), WARN)


def _deprecated(graph: Graph) -> set[Node]:
    return {s for s, v in graph.subject_objects(OWL.deprecated) if str(v).lower() in {"true", "1"}}


def deprecated_references(graph: Graph) -> Iterator[Finding]:
    """Nothing refers to a deprecated term."""
    old = _deprecated(graph)
    for subject, path, value in graph:
        if value in old and subject not in old and path != OWL.priorVersion:
            kind = "property" if path in {RDFS.subPropertyOf, OWL.inverseOf} else "class"
            yield Finding(f"deprecated_{kind}_reference", str(subject), f"refers to {value}")
        if path in old:
            yield Finding("deprecated_property_reference", str(subject), f"uses {path}")
    for subject, value in graph.subject_objects(OWL.deprecated):
        if not isinstance(value, Literal) or not isinstance(value.value, bool):
            yield Finding("deprecated_boolean_datatype", str(subject), str(value))


def obsolete_findings(graph: Graph) -> Iterator[Finding]:
    """A label says obsolete only where the term is, and only such a term has a successor."""
    old = _deprecated(graph)
    for term in _terms(graph):
        labels = [str(v).casefold() for p in LABELS for v in graph.objects(term, p)]
        obsolete = any(label.startswith("obsolete") for label in labels)
        if obsolete and term not in old:
            yield Finding("misused_obsolete_label", term, "is not deprecated")
        if term in old and not any(graph.objects(term, DCTERMS.isReplacedBy)):
            yield Finding("missing_replacement", term, "is deprecated without a successor", WARN)
        if term not in old and any(graph.objects(term, DCTERMS.isReplacedBy)):
            yield Finding("misused_replaced_by", term, "has a successor and is not deprecated")


def equivalence_findings(graph: Graph) -> Iterator[Finding]:
    """No class has two definitions by equivalence, no two named classes are equated."""
    for term in classes(graph):
        values = list(graph.objects(term, OWL.equivalentClass))
        if len(values) > 1:
            yield Finding("multiple_equivalent_classes", term, f"{len(values)} equivalents")
        for value in values:
            if isinstance(value, URIRef):
                yield Finding("equivalent_pair", term, f"is equated with {value}", WARN)


def iri_findings(graph: Graph) -> Iterator[Finding]:
    """Each IRI is valid, our names are plain, and owl: and rdfs: are used as they are."""
    for node in sorted({n for triple in graph for n in triple if isinstance(n, URIRef)}):
        if not VALID_IRI.fullmatch(node):
            yield Finding("invalid_entity_uri", node, "is not a valid address")
        elif ours(node) and "#" in node and not OWN_NAME.fullmatch(node.rpartition("#")[2]):
            yield Finding("invalid_entity_uri", node, "has an unusual name")
        if str(node).startswith((str(OWL), str(RDFS))) and str(node) not in KNOWN_OWL:
            yield Finding("illegal_use_of_built_in_vocabulary", node, "does not exist")


def header_findings(graph: Graph) -> Iterator[Finding]:
    """The ontology, or the code list, has title, description and licence."""
    heads = [*graph.subjects(RDF.type, OWL.Ontology), *schemes(graph)]
    parts = {
        "title": DCTERMS.title,
        "description": DCTERMS.description,
        "license": DCTERMS.license,
    }
    for one in heads:
        for name, path in parts.items():
            if not any(graph.objects(one, path)):
                yield Finding(f"missing_ontology_{name}", str(one), f"no {name}")


def code_list_findings(graph: Graph) -> Iterator[Finding]:
    """Each concept is in one list, below one of its top concepts or one itself, without circles."""
    for term in concepts(graph):
        lists = list(graph.objects(term, SKOS.inScheme))
        if len(lists) != 1:
            yield Finding("concept_scheme", term, f"{len(lists)} lists instead of one")
            continue
        if not str(term).startswith(f"{lists[0]}/"):
            yield Finding("concept_scheme", term, f"its address is not below {lists[0]}")
        if (lists[0], RDF.type, SKOS.ConceptScheme) not in graph:
            yield Finding("concept_scheme", term, f"{lists[0]} is not a code list")
        broader = [b for b in graph.objects(term, SKOS.broader) if not isinstance(b, BNode)]
        top = (term, SKOS.topConceptOf, lists[0]) in graph
        if top != ((lists[0], SKOS.hasTopConcept, term) in graph):
            yield Finding("top_concept", term, "list and concept differ on whether it is on top")
        if top == bool(broader):
            yield Finding(
                "missing_superclass", term, "needs either a broader concept or the top", INFO
            )
        for one in broader:
            if (one, SKOS.inScheme, lists[0]) not in graph:
                yield Finding("concept_scheme", term, f"{one} is not in the same list")
        if _loops(graph, term):
            yield Finding("broader_circle", term, "is broader than itself")


def _loops(graph: Graph, term: URIRef) -> bool:
    return any(
        term in set(graph.transitive_objects(parent, SKOS.broader))
        for parent in graph.objects(term, SKOS.broader)
    )
