"""Gates on the JSON-LD context: it knows every term, and treats each as the ontology says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, URIRef

from .finding import Finding
from .terms import BASE, CG, properties

if TYPE_CHECKING:
    from collections.abc import Mapping

# Numbers are written as numbers in JSON, which gives them their datatype.
NATIVE: Final = {str(XSD[name]) for name in ("integer", "decimal", "double", "nonNegativeInteger")}
PREFIXES: Final = {
    "cg": CG,
    "cgsh": f"{BASE}shapes#",
    "id": f"{BASE}id/",
    "src": f"{BASE}source/",
    "graph": f"{BASE}graph/",
    **{
        name: f"{BASE}{name}/"
        for name in (
            "audience",
            "format",
            "measure",
            "orgtype",
            "placing",
            "role",
            "status",
            "topic",
        )
    },
    "netmeasure": f"{BASE}network-measure/",
}


def coverage(context: Mapping[str, Any], ontology: Graph, shapes: Graph) -> list[Finding]:
    """Apply all gates on the context."""
    return sorted(
        [
            *_prefixes(context),
            *_object_properties(context, ontology),
            *_literal_properties(context, ontology, shapes),
            *_left_over(context, ontology),
        ]
    )


def expand(context: Mapping[str, Any], name: str) -> str:
    """Expand a prefixed name, a term or an IRI."""
    value = context.get(name)
    if isinstance(value, dict):
        value = value.get("@id", name)
    if isinstance(value, str) and value != name:
        return expand(context, value)
    prefix, colon, rest = name.partition(":")
    home = context.get(prefix)
    return f"{home}{rest}" if colon and isinstance(home, str) else name


def _entries(context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, value in context.items():
        if isinstance(value, dict):
            found[expand(context, name)] = value
    return found


def _prefixes(context: Mapping[str, Any]) -> list[Finding]:
    return [
        Finding("context_prefix", name, f"is {context.get(name)} and not {wanted}")
        for name, wanted in PREFIXES.items()
        if context.get(name) != wanted
    ]


def _object_properties(context: Mapping[str, Any], ontology: Graph) -> list[Finding]:
    entries = _entries(context)
    wanted = {p for p in ontology.subjects(RDF.type, OWL.ObjectProperty) if isinstance(p, URIRef)}
    return [
        Finding("context_iri", term, "its values are not read as IRIs")
        for term in sorted(wanted)
        if entries.get(str(term), {}).get("@type") not in {"@id", "@vocab"}
    ]


def _literal_properties(
    context: Mapping[str, Any], ontology: Graph, shapes: Graph
) -> list[Finding]:
    entries = _entries(context)
    found = []
    for term in sorted(set(ontology.subjects(RDF.type, OWL.DatatypeProperty)), key=str):
        entry = entries.get(str(term), {})
        kind = expand(context, entry["@type"]) if "@type" in entry else ""
        wanted = {str(t) for t in ontology.objects(term, RDFS.range)} - {str(RDFS.Literal)}
        for shape in shapes.subjects(SH.path, term):
            wanted |= {str(t) for t in shapes.objects(shape, SH.datatype)}
        wanted -= NATIVE | {str(XSD.string), str(RDF.langString)}
        if kind in {"@id", "@vocab"}:
            found.append(Finding("context_literal", str(term), "its values are read as IRIs"))
        elif {kind} - {""} != wanted:
            need = ", ".join(sorted(wanted)) or "none"
            found.append(Finding("context_datatype", str(term), f"has '{kind}', needs {need}"))
    texts = shapes.subjects(SH.datatype, RDF.langString)
    paths = {str(path) for shape in texts for path in shapes.objects(shape, SH.path)}
    found += [
        Finding("context_language", path, "its texts lose their language")
        for path in sorted(paths)
        if entries.get(path, {}).get("@container") != "@language"
    ]
    return found


def _left_over(context: Mapping[str, Any], ontology: Graph) -> list[Finding]:
    ours = {str(term) for term in properties(ontology)}
    return [
        Finding("context_left_over", iri, "is not declared in the ontology")
        for iri in _entries(context)
        if iri.startswith(CG) and iri not in ours
    ]
