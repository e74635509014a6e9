"""Which terms a graph declares, and which of them are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

if TYPE_CHECKING:
    from rdflib.term import Node

BASE: Final = "https://w3id.org/citygraph/"
CG: Final = f"{BASE}ontology#"
PROPERTY_KINDS: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def ours(term: Node) -> bool:
    """Tell whether a term lies in the project's own namespaces."""
    return isinstance(term, URIRef) and str(term).startswith(BASE)


def _of(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    return sorted(
        {
            term
            for kind in kinds
            for term in graph.subjects(RDF.type, kind)
            if isinstance(term, URIRef) and ours(term)
        }
    )


def classes(graph: Graph) -> list[URIRef]:
    """Return our classes."""
    return _of(graph, OWL.Class, RDFS.Class)


def properties(graph: Graph) -> list[URIRef]:
    """Return our properties of all kinds."""
    return _of(graph, *PROPERTY_KINDS, RDF.Property)


def concepts(graph: Graph) -> list[URIRef]:
    """Return our concepts."""
    return _of(graph, SKOS.Concept)


def schemes(graph: Graph) -> list[URIRef]:
    """Return our code lists."""
    return _of(graph, SKOS.ConceptScheme)


def local_name(term: Node) -> str:
    """Return what follows the last hash or slash."""
    return str(term).replace("#", "/").rpartition("/")[2]
