"""Gates after the pitfalls that the OOPS! scanner knows by number.

P10, P11 and P13 are advice: the ontology is light on purpose, and properties of dates have no range.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from .finding import INFO, Finding
from .terms import PROPERTY_KINDS, classes, local_name, ours, properties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

BUILT_IN: Final = tuple(str(n) for n in (RDF, RDFS, OWL, XSD))
UPPER_CAMEL: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
LOWER_CAMEL: Final = re.compile(r"[a-z][A-Za-z0-9]*")
AXIOMS: Final = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    RDFS.label,
    RDFS.comment,
    RDFS.isDefinedBy,
    SKOS.definition,
    SKOS.prefLabel,
    OWL.inverseOf,
    OWL.equivalentClass,
    OWL.equivalentProperty,
    OWL.disjointWith,
    OWL.sameAs,
)


def missing_annotations(graph: Graph) -> list[Finding]:
    """P08: each class and property has an English label and an English definition."""
    return [
        Finding("P08", term, f"{local_name(path)} in English is missing")
        for term in (*classes(graph), *properties(graph))
        for path in (RDFS.label, RDFS.comment)
        if not any(_english(value) for value in graph.objects(term, path))
    ]


def no_disjointness(graph: Graph) -> list[Finding]:
    """P10, advice: something is declared disjoint."""
    if any(graph.subjects(RDF.type, OWL.AllDisjointClasses)) or any(
        graph.subject_objects(OWL.disjointWith)
    ):
        return []
    return [Finding("P10", "ontology", "no classes are declared disjoint", INFO)]


def missing_domain_or_range(graph: Graph) -> list[Finding]:
    """P11, advice: each object and datatype property has a domain and a range."""
    return [
        Finding("P11", term, f"has no {local_name(path)}", INFO)
        for term in properties(graph)
        if (term, RDF.type, OWL.AnnotationProperty) not in graph
        for path in (RDFS.domain, RDFS.range)
        if not any(graph.objects(term, path))
    ]


def missing_inverse(graph: Graph) -> list[Finding]:
    """P13, advice: each object property has an inverse."""
    return [
        Finding("P13", term, "has no inverse", INFO)
        for term in properties(graph)
        if (term, RDF.type, OWL.ObjectProperty) in graph
        and not any(graph.objects(term, OWL.inverseOf))
        and not any(graph.subjects(OWL.inverseOf, term))
        and (term, RDF.type, OWL.SymmetricProperty) not in graph
    ]


def wrong_inverse(graph: Graph) -> list[Finding]:
    """P05: inverse properties swap domain and range, and none is its own inverse."""
    found = []
    for one, other in graph.subject_objects(OWL.inverseOf):
        if one == other:
            found.append(Finding("P05", str(one), "is its own inverse: call it symmetric"))
            continue
        for a, b in ((one, other), (other, one)):
            if _members(graph, graph.value(a, RDFS.domain)) != _members(
                graph, graph.value(b, RDFS.range)
            ):
                found.append(
                    Finding("P05", str(a), f"its domain is not the range of {local_name(b)}")
                )
    return found


def several_domains_or_ranges(graph: Graph) -> list[Finding]:
    """P19: more than one domain or range means their intersection, which is rarely meant."""
    return [
        Finding("P19", term, f"{len(values)} values of {local_name(path)}")
        for term in properties(graph)
        for path in (RDFS.domain, RDFS.range)
        if len(values := list(graph.objects(term, path))) > 1
    ]


def misused_annotations(graph: Graph) -> list[Finding]:
    """P20: a label is a name and a comment is a sentence, and they are not the same."""
    found = []
    for term in (*classes(graph), *properties(graph)):
        labels = [str(v) for v in graph.objects(term, RDFS.label)]
        found += [
            Finding("P20", term, f"the label '{label}' is not a name")
            for label in labels
            if len(label.split()) > 6 or label.rstrip().endswith((".", ";", ":"))
        ]
        for comment in graph.objects(term, RDFS.comment):
            text = str(comment)
            if text.casefold() in {label.casefold() for label in labels}:
                found.append(Finding("P20", term, "the comment repeats the label"))
            elif len(text.split()) < 3 or not text.rstrip().endswith("."):
                found.append(Finding("P20", term, f"the comment '{text}' is not a sentence"))
    return found


def inconsistent_names(graph: Graph) -> list[Finding]:
    """P22: classes in UpperCamelCase, properties in lowerCamelCase."""
    kinds = (
        (classes(graph), UPPER_CAMEL, "UpperCamelCase"),
        (properties(graph), LOWER_CAMEL, "lowerCamelCase"),
    )
    return [
        Finding("P22", term, f"is not written in {wanted}")
        for terms, pattern, wanted in kinds
        for term in terms
        if not pattern.fullmatch(local_name(term))
    ]


def circular_definitions(graph: Graph) -> list[Finding]:
    """P06 and P24: no class or property is defined by itself, in axioms or in words."""
    return [
        *(
            Finding("P06", term, f"is above itself by {local_name(path)}")
            for path in (RDFS.subClassOf, RDFS.subPropertyOf)
            for term in (*classes(graph), *properties(graph))
            if term in _above(graph, term, path)
        ),
        *(
            Finding("P24", term, f"{local_name(path)} refers to itself")
            for term in classes(graph)
            for path in (OWL.equivalentClass, RDFS.subClassOf)
            if any(term in _members(graph, expr) for expr in graph.objects(term, path))
        ),
        *(
            Finding("P24", term, f"is explained as '{label}'")
            for term in classes(graph)
            for label in graph.objects(term, RDFS.label)
            for comment in graph.objects(term, RDFS.comment)
            if _english(label) and _english(comment) and _defined_by_name(label, comment)
        ),
    ]


def _defined_by_name(label: Node, comment: Node) -> bool:
    """Tell whether a definition reads like 'A city is ...' or is little more than the name."""
    name = re.escape(str(label).casefold())
    pattern = (
        rf"(?:(?:an?|the|any|each)\s+)?{name}(?:\s+(?:is|are|that|which|who|of|in|for)\b|\W*$)"
    )
    return bool(re.match(pattern, str(comment).casefold()))


def wrong_equivalence(graph: Graph) -> list[Finding]:
    """P30 and P31: no two terms of one name, and no term equated with another vocabulary's."""
    found = []
    names: dict[tuple[str, str], list[URIRef]] = defaultdict(list)
    for kind, terms in (("class", classes(graph)), ("property", properties(graph))):
        for term in terms:
            for label in graph.objects(term, RDFS.label):
                if _english(label):
                    names[kind, str(label).casefold()].append(term)
    for (kind, name), terms in names.items():
        if len(terms) > 1:
            found.append(Finding("P30", terms[0], f"{len(terms)} terms are a {kind} '{name}'"))
    for path in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs):
        for one, other in graph.subject_objects(path):
            if ours(one) != ours(other) and not isinstance(other, BNode):
                found.append(Finding("P31", str(one), f"is equated with {other}"))
    return found


def untyped_classes(graph: Graph) -> list[Finding]:
    """P34: whatever is used as a class is declared as one."""
    used: set[Node] = set()
    for path in (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith):
        for one, other in graph.subject_objects(path):
            used |= {one} | _members(graph, other)
    for path in (RDFS.domain, RDFS.range):
        for value in graph.objects(None, path):
            used |= _members(graph, value)
    for members in graph.objects(None, OWL.members):
        used |= set(Collection(graph, members))
    used |= set(graph.objects(None, RDF.type))
    return [
        Finding("P34", str(term), "is used as a class and not declared")
        for term in sorted(used, key=str)
        if isinstance(term, URIRef)
        and not str(term).startswith(BUILT_IN)
        and not {OWL.Class, RDFS.Class, RDFS.Datatype} & set(graph.objects(term, RDF.type))
    ]


def untyped_properties(graph: Graph) -> list[Finding]:
    """P35: whatever is used as a property is declared as one."""
    used: set[Node] = set(graph.predicates())
    for path in (RDFS.subPropertyOf, OWL.inverseOf, OWL.equivalentProperty):
        for one, other in graph.subject_objects(path):
            used |= {one, other}
    return [
        Finding("P35", str(term), "is used as a property and not declared")
        for term in sorted(used, key=str)
        if isinstance(term, URIRef)
        and not str(term).startswith(BUILT_IN)
        and not set(PROPERTY_KINDS) & set(graph.objects(term, RDF.type))
    ]


def several_kinds(graph: Graph) -> list[Finding]:
    """OWL 2 DL: a property is of one kind, and a class is not a property."""
    kinds = {*PROPERTY_KINDS, OWL.Class}
    return [
        Finding("DL", str(term), "is declared as more than one kind of term")
        for term in sorted(set(graph.subjects(RDF.type, None)), key=str)
        if len(kinds & set(graph.objects(term, RDF.type))) > 1
    ]


def namespace_hijacking(graph: Graph) -> list[Finding]:
    """P40: nothing is said about the terms of other vocabularies beyond that they exist."""
    return [
        Finding("P40", str(term), f"{local_name(path)} is said of a foreign term")
        for path in AXIOMS
        for term in sorted(set(graph.subjects(path, None)), key=str)
        if isinstance(term, URIRef) and not ours(term)
    ]


def no_licence(graph: Graph) -> list[Finding]:
    """P41: the ontology declares its licence."""
    from rdflib import DCTERMS

    return [
        Finding("P41", str(one), "has no licence")
        for one in graph.subjects(RDF.type, OWL.Ontology)
        if not any(graph.objects(one, DCTERMS.license))
    ]


def unknown_rules(graph: Graph, rules: Path) -> list[Finding]:
    """Each derived property names the rule that writes it, and that rule mentions it."""
    found = []
    derived_by = URIRef("https://w3id.org/citygraph/ontology#derivedBy")
    for term, value in graph.subject_objects(derived_by):
        file = rules / f"{value}.rq"
        if not isinstance(value, Literal) or not file.is_file():
            found.append(Finding("derived", str(term), f"there is no rule '{value}'"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(rules.glob("*.rq")))
    for term in sorted(set(graph.subjects(derived_by, None)), key=str):
        inverse = {*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)}
        names = [local_name(one) for one in (term, *inverse)]
        if not any(re.search(rf"\bcg:{name}\b", text) for name in names):
            found.append(Finding("derived", str(term), "no rule writes it or its inverse"))
    return found


def _english(value: Node) -> bool:
    return isinstance(value, Literal) and value.language == "en" and bool(str(value).strip())


def _members(graph: Graph, expression: Node | None) -> set[Node]:
    """Return the named classes of a class expression."""
    if expression is None:
        return set()
    if isinstance(expression, URIRef):
        return {expression}
    found: set[Node] = set()
    for path in (OWL.unionOf, OWL.intersectionOf):
        for head in graph.objects(expression, path):
            for member in Collection(graph, head):
                found |= _members(graph, member)
    return found


def _above(graph: Graph, term: URIRef, path: URIRef) -> set[Node]:
    seen: set[Node] = set()
    stack = list(graph.objects(term, path))
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack.extend(graph.objects(one, path))
    return seen


def counts(findings: list[Finding]) -> Iterator[tuple[str, int]]:
    """Yield how often each rule found something."""
    yield from sorted(Counter(finding.rule for finding in findings).items())
