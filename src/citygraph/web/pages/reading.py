"""The reader of a page: languages, links as seen from this server, names of things and values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.rendering.terms import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.namespaces import Namespaces
    from citygraph.store import Term
    from citygraph.web.jobs import PageRequest
    from citygraph.web.pages.gathered import Gathered

__all__ = ["Name", "Reader", "Shown", "language_name"]

_LANGUAGES: Final = {
    "bg": "български", "ca": "català", "cs": "čeština", "da": "dansk", "de": "Deutsch",
    "el": "ελληνικά", "en": "English", "es": "español", "et": "eesti", "eu": "euskara",
    "fi": "suomi", "fr": "français", "ga": "Gaeilge", "gl": "galego", "hr": "hrvatski",
    "hu": "magyar", "is": "íslenska", "it": "italiano", "lt": "lietuvių", "lv": "latviešu",
    "mk": "македонски", "mt": "Malti", "nb": "norsk bokmål", "nl": "Nederlands", "no": "norsk",
    "pl": "polski", "pt": "português", "ro": "română", "ru": "русский", "sk": "slovenčina",
    "sl": "slovenščina", "sq": "shqip", "sr": "српски", "sv": "svenska", "tr": "Türkçe",
    "uk": "українська",
}  # fmt: skip
_LONGEST_LINK: Final = 1800
_NUMBERS: Final = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SHOWN_SCHEMES: Final = ("http://", "https://")
_MARKED_FROM: Final = 10_000
_LONGEST_NUMBER: Final = 30
# What properties of other vocabularies are called; they have no label in the graph.
_FOREIGN: Final = {
    foreign(name).value: text
    for name, text in {
        "schema:startDate": "start", "schema:endDate": "end", "dct:issued": "published",
        "dct:language": "language", "dct:publisher": "publisher", "dct:title": "title",
        "dct:description": "description", "foaf:page": "document", "foaf:homepage": "home page",
        "foaf:name": "name", "org:classification": "kind of body", "skos:notation": "code",
        "org:subOrganizationOf": "part of", "skos:broader": "broader", "skos:inScheme": "code list",
        "prov:wasDerivedFrom": "source", "dct:license": "licence",
        "dct:isReplacedBy": "merged into",
        "dct:source": "based on", "rdfs:seeAlso": "see also",
        "rdfs:label": "name", "rdf:type": "kind",
        "skos:altLabel": "spelling", "skos:prefLabel": "name", "skos:hasTopConcept": "top concept",
        "skos:exactMatch": "same elsewhere", "skos:definition": "definition",
        "dcat:version": "version",
    }.items()
}  # fmt: skip
# The properties whose values make the name of a claim, in order.
_PARTS: Final = (
    "participant", "holder", "recipient", "about", "role", "positionTitle", "placing", "measure",
    "initiative", "event", "at", "prize", "year",
)  # fmt: skip


def language_name(tag: str) -> str:
    """Return what a language calls itself, or its tag."""
    return _LANGUAGES.get(tag.split("-", maxsplit=1)[0], tag)


@dataclass(frozen=True)
class Name:
    """The name of a thing as a reader sees it.

    Attributes:
        text: The name.
        language: Its language; empty where it has none.
        marked: Whether the language is to be shown, because it is none that the reader asked for.
    """

    text: str
    language: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Shown:
    """A term as a page shows it: its text, where it leads, what it is, and a literal's own text."""

    name: Name
    link: str = ""
    outside: bool = False
    number: bool = False
    iri: str = ""
    raw: str = ""


class Reader:
    """Who reads a page.

    Args:
        known: What is known of the release.
        request: The request.
    """

    def __init__(self, known: Gathered, request: PageRequest) -> None:
        self.known = known
        self.request = request
        self.namespaces: Namespaces = known.namespaces

    @cached_property
    def root(self) -> str:
        """The path that this server's addresses begin with, ending in a slash."""
        return urlsplit(self.request.base).path or "/"

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages to look for, best first, English among them."""
        wanted: list[str] = []
        for tag in (*self.request.languages, "en"):
            wanted += [each for each in (tag.lower(), tag.lower().split("-")[0]) if each]
        return tuple(dict.fromkeys(wanted))

    @property
    def language(self) -> str:
        """The language wanted first."""
        return self.languages[0].split("-")[0]

    def pick(self, names: dict[str, str]) -> Name:
        """Choose a name: in a language of the reader, else English, else any, which is marked."""
        for tag in self.languages:
            if tag in names:
                return Name(names[tag], tag)
        tag = min(names, key=lambda each: (each == "", each))
        return Name(names[tag], tag, marked=bool(tag))

    def name(self, iri: str) -> Name:
        """Return the name of a thing, or its short IRI where it has none."""
        if names := self.known.names.get(iri):
            return self.pick(names)
        if self.known.kinds.get(iri) in self._claims:
            return self._claim_name(iri)
        if iri in _FOREIGN:
            return Name(_FOREIGN[iri])
        short = self.namespaces.compact(iri)
        if short != iri:
            return Name(short)
        return Name(iri.removeprefix("https://").removeprefix("http://").removesuffix("/"))

    @cached_property
    def _claims(self) -> frozenset[str]:
        """The classes of claims, which have no name of their own."""
        names = ("Participation", "EventParticipation", "Position", "Award", "Figure", "Target")
        return frozenset(self.namespaces.term(name).value for name in names)

    def _claim_name(self, iri: str) -> Name:
        """Name a claim after its parties: Sofia, coordinator, Partnership on Digital Transition."""
        cg = self.namespaces.term("").value
        node, parts = ox.NamedNode(iri), {}
        for quad in self.known.store.quads_for_pattern(node, None, None, ox.DefaultGraph()):
            local = quad.predicate.value.removeprefix(cg)
            if local in _PARTS and isinstance(quad.object, ox.NamedNode | ox.Literal):
                parts[local] = quad.object
        names = [self.show(parts[local]).name.text for local in _PARTS if local in parts]
        return Name(", ".join(names))

    def kind(self, iri: str) -> Name:
        """Return the name of the kind of a thing; an empty text where it has none."""
        kind = self.known.kinds.get(iri)
        return self.name(kind) if kind else Name("")

    def url(self, path: str, **query: str | int | Sequence[str]) -> str:
        """Return an address on this server."""
        text = urlencode(query, doseq=True) if query else ""
        return f"{self.root}{path}" + (f"?{text}" if text else "")

    def link(self, iri: str) -> str:
        """Return where the name of a thing leads: to its page here, or to its own address."""
        base = self.namespaces.base
        if iri.startswith(f"{base}ontology#"):
            return f"{self.root}ontology#{quote(iri.partition('#')[2])}"
        if iri.startswith(base):
            return f"{self.root}page/{quote(iri.removeprefix(base))}"
        return iri if iri.startswith(_SHOWN_SCHEMES) else ""

    def show(self, term: Term | None) -> Shown:
        """Return a term as a page shows it."""
        if isinstance(term, ox.NamedNode):
            iri = term.value
            link = self.link(iri)
            return Shown(self.name(iri), link, link == iri, iri=iri)
        text = as_text(term, self.namespaces)
        if not isinstance(term, ox.Literal):
            return Shown(Name(text))
        language = term.language or ""
        marked = bool(language) and language.split("-")[0] not in self.languages
        datatype = term.datatype.value
        if datatype.startswith(_XSD) and datatype.removeprefix(_XSD) in _NUMBERS:
            if text.isdecimal() and len(text) < _LONGEST_NUMBER and int(text) >= _MARKED_FROM:
                text = f"{int(text):,}"
            return Shown(Name(text), number=True, raw=term.value)
        link = text if datatype == f"{_XSD}anyURI" and text.startswith(_SHOWN_SCHEMES) else ""
        return Shown(Name(text, language, marked), link, outside=bool(link), raw=term.value)

    def show_iri(self, iri: str) -> Shown:
        """Return a thing as a page shows it."""
        return self.show(ox.NamedNode(iri))

    def query_url(self, sparql: str) -> str:
        """Return the address of the query page with a query in it; empty where it is too long."""
        text = self.url("sparql", show=sparql)
        return text if len(text) <= _LONGEST_LINK else ""
