"""Namespaces: how a key becomes an IRI, and which prefixes readers see."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from citygraph.settings import SETTINGS, setting

__all__ = ["DEFAULT_BASE", "FOREIGN_PREFIXES", "Namespaces", "foreign"]

DEFAULT_BASE: Final = SETTINGS["base"].default

FOREIGN_PREFIXES: Final[dict[str, str]] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "cv": "http://data.europa.eu/m8g/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def foreign(name: str) -> NamedNode:
    """Return the IRI of a prefixed name of another vocabulary, such as ``skos:prefLabel``."""
    prefix, _, local = name.partition(":")
    return NamedNode(FOREIGN_PREFIXES[prefix] + local)


class Namespaces:
    """The project's own IRIs under one base.

    Args:
        base: The IRI everything begins with, ending in ``/``; the setting ``base`` by default.
    """

    def __init__(self, base: str | None = None) -> None:
        self.base = base or setting("base")
        if not self.base.endswith(("/", "#")):
            self.base += "/"

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix to IRI for all names a citygraph document uses."""
        base = self.base
        own = {
            "audience": f"{base}audience/",
            "cg": f"{base}ontology#",
            "cgsh": f"{base}shapes#",
            "format": f"{base}format/",
            "graph": f"{base}graph/",
            "id": f"{base}id/",
            "measure": f"{base}measure/",
            "netmeasure": f"{base}network-measure/",
            "orgtype": f"{base}orgtype/",
            "placing": f"{base}placing/",
            "role": f"{base}role/",
            "src": f"{base}source/",
            "status": f"{base}status/",
            "topic": f"{base}topic/",
        }
        return dict(sorted((own | FOREIGN_PREFIXES).items()))

    @cached_property
    def _by_iri(self) -> dict[str, str]:
        """IRI to prefix; each ends in a slash or a hash."""
        return {iri: prefix for prefix, iri in self.prefixes.items()}

    def localise(self, text: str) -> str:
        """Return a text of the project (ontology, shapes, query) with this base in it."""
        return text if self.base == DEFAULT_BASE else text.replace(DEFAULT_BASE, self.base)

    def term(self, local: str) -> NamedNode:
        """Return the ontology term ``cg:{local}``."""
        return NamedNode(f"{self.base}ontology#{local}")

    def node(self, kind: str, key: str) -> NamedNode:
        """Return ``id:{kind}/{key}``."""
        return NamedNode(f"{self.base}id/{kind}/{key}")

    def concept(self, scheme: str, key: str) -> NamedNode:
        """Return a concept of one of the code lists, such as ``role:coordinator``."""
        return NamedNode(f"{self.base}{scheme}/{key}")

    def source(self, key: str) -> NamedNode:
        """Return ``src:{key}``, the name of a source and of its graph."""
        return NamedNode(f"{self.base}source/{key}")

    def graph(self, key: str) -> NamedNode:
        """Return ``graph:{key}``."""
        return NamedNode(f"{self.base}graph/{key}")

    def compact(self, iri: str) -> str:
        """Return an IRI as a prefixed name where a prefix fits, else the IRI itself."""
        end = len(iri)
        while (end := max(iri.rfind("/", 0, end), iri.rfind("#", 0, end))) > 0:
            if prefix := self._by_iri.get(iri[: end + 1]):
                return f"{prefix}:{iri[end + 1 :]}"
        return iri
