"""Gates on the shapes graph: coverage of the classes and completeness of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from .finding import Finding
from .terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
LISTS = (SH["in"], SH["or"], SH["and"], SH.xone, SH.languageIn)
OWN_RULES = (
    SH["or"],
    SH["not"],
    SH["in"],
    SH.pattern,
    SH.sparql,
    SH.nodeKind,
    SH["class"],
    SH.hasValue,
    SH.datatype,
    SH.node,
)


def targeted(shapes: Graph) -> list[URIRef]:
    """Return the node shapes that have a target, sorted."""
    found = {s for target in TARGETS for s in shapes.subjects(target, None)}
    return sorted(s for s in found if isinstance(s, URIRef))


def rules_of(shapes: Graph) -> list[URIRef]:
    """Return the shapes that can be the source of a result: rules of shapes that have a target."""
    found: set[URIRef] = set()
    for shape in targeted(shapes):
        found |= {p for p in shapes.objects(shape, SH.property) if isinstance(p, URIRef)}
        if any((shape, rule, None) in shapes for rule in OWN_RULES):
            found.add(shape)
    return sorted(found)


def coverage(shapes: Graph, ontology: Graph) -> list[Finding]:
    """Each class of ours has a shape of its name with a rule; each target exists."""
    found = []
    classes = {
        c
        for c in ontology.subjects(RDF.type, OWL.Class)
        if isinstance(c, URIRef) and c.startswith(CG)
    }
    for one in sorted(classes):
        name = one.removeprefix(CG)
        own = [s for s in shapes.subjects(SH.targetClass, one) if str(s).endswith(f"#{name}Shape")]
        if len(own) != 1:
            found.append(Finding("class_without_shape", one, f"no shape called {name}Shape"))
        elif not [*shapes.objects(own[0], SH.property)] and own[0] not in rules_of(shapes):
            found.append(Finding("empty_shape", str(own[0]), "no rule"))
    found += [
        Finding("shape_without_class", str(shape), f"{term} is not declared")
        for target in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
        for shape, term in shapes.subject_objects(target)
        if str(term).startswith(CG) and (term, RDF.type, None) not in ontology
    ]
    for path in {*shapes.objects(None, SH.path), *shapes.objects(None, SH["class"])}:
        if str(path).startswith(CG) and (path, RDF.type, None) not in ontology:
            found.append(Finding("shape_without_term", str(path), "is not declared"))
    return sorted(found)


def completeness(shapes: Graph) -> list[Finding]:
    """Each rule says what is wrong, how to mend it and how bad it is, once and in English."""
    found = []
    for rule in shapes.subjects(RDF.type, SH.PropertyShape):
        for part in (SH.name, SH.message, SH.description):
            found += _text(shapes, rule, part)
        found += _severity(shapes, rule)
        paths = list(shapes.objects(rule, SH.path))
        if len(paths) != 1 or not isinstance(paths[0], URIRef):
            found.append(Finding("complex_path", str(rule), "the path is not one plain IRI"))
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        found += _text(shapes, shape, RDFS.label)
        if shape in targeted(shapes):
            found += _text(shapes, shape, RDFS.comment)
            if shape in rules_of(shapes):
                found += [f for p in (SH.message, SH.description) for f in _text(shapes, shape, p)]
                found += _severity(shapes, shape)
    return sorted(set(found))


def _text(graph: Graph, node: Node, path: URIRef) -> list[Finding]:
    values = list(graph.objects(node, path))
    name = str(path).rsplit("#", 1)[-1]
    if len(values) != 1:
        return [Finding(f"shape_{name}", str(node), f"{len(values)} values instead of one")]
    value = values[0]
    if not isinstance(value, Literal) or value.language != "en" or not str(value).strip():
        return [Finding(f"shape_{name}", str(node), "is not a text in English")]
    if name in {"message", "description"} and not str(value).rstrip('"').endswith("."):
        return [Finding(f"shape_{name}", str(node), "is not a sentence")]
    return []


def _severity(graph: Graph, node: Node) -> list[Finding]:
    values = list(graph.objects(node, SH.severity))
    if len(values) == 1 and values[0] in (SH.Violation, SH.Warning, SH.Info):
        return []
    return [Finding("shape_severity", str(node), "needs one of Violation, Warning, Info")]


def structure(shapes: Graph) -> list[Finding]:
    """No blank nodes but lists, nothing left over, nothing closed, few SPARQL constraints."""
    found = [
        Finding("blank_node", f"{s} {p}", "only lists may be blank nodes")
        for s, p in _blank(shapes)
    ]
    reached = set(_reached(shapes))
    found += [
        Finding("unused_shape", str(shape), "no shape with a target uses it")
        for kind in (SH.PropertyShape, SH.NodeShape, SH.SPARQLConstraint, SH.PrefixDeclaration)
        for shape in shapes.subjects(RDF.type, kind)
        if shape not in reached
    ]
    for _, part in shapes.subject_objects(SH.property):
        if (part, RDF.type, SH.PropertyShape) not in shapes:
            found.append(Finding("missing_shape", str(part), "is used but not described"))
    found += [Finding("closed_shape", str(s)) for s in shapes.subjects(SH.closed, None)]
    return sorted(set(found))


def _blank(shapes: Graph) -> Iterator[tuple[str, str]]:
    allowed: set[Node] = set()
    for path in LISTS:
        for head in shapes.objects(None, path):
            cell: Node | None = head
            while cell is not None and cell != RDF.nil and cell not in allowed:
                allowed.add(cell)
                cell = shapes.value(cell, RDF.rest)
    for subject, predicate, value in shapes:
        if any(isinstance(node, BNode) and node not in allowed for node in (subject, value)):
            yield str(subject), str(predicate)


def _reached(shapes: Graph) -> Iterator[Node]:
    stack: list[Node] = [*targeted(shapes), *shapes.subjects(RDF.type, OWL.Ontology)]
    links = (
        SH.property,
        SH.node,
        SH["not"],
        SH.qualifiedValueShape,
        SH.sparql,
        SH.prefixes,
        SH.declare,
    )
    seen: set[Node] = set()
    while stack:
        shape = stack.pop()
        if shape in seen:
            continue
        seen.add(shape)
        yield shape
        for link in links:
            stack.extend(shapes.objects(shape, link))
        for path in (SH["or"], SH["and"], SH.xone):
            for head in shapes.objects(shape, path):
                stack.extend(Collection(shapes, head))
