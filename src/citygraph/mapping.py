"""From rows to statements: which quads a row of each table says.

The model is `docs/model.md`; in short, a row of a table of entities describes `id:{kind}/{key}`, a
row of a table of claims makes one node with participants, role, dates, status and source. Each
statement's graph is the row's source (`src:{key}`), or `graph:reference` where the source is a
reference work.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from citygraph.dates import parse_known_date
from citygraph.model import CLAIMS, ENTITIES
from citygraph.namespaces import Namespaces, foreign
from citygraph.vocabulary import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.tables import Row
    from citygraph.vocabulary import Vocabulary

__all__ = ["EDITORIAL_LANGUAGE", "Facts", "map_rows"]

EDITORIAL_LANGUAGE: Final = "en"

_COUNTRY_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/country/"
_LANGUAGE_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/language/"
_RELATIONS: Final = {
    "part-of": "partOf",
    "follows": "follows",
    "merged-into": "mergedInto",
    "supports": "supports",
}
_TYPE: Final = foreign("rdf:type")
_DERIVED_FROM: Final = foreign("prov:wasDerivedFrom")
_PREF_LABEL: Final = foreign("skos:prefLabel")
_ALT_LABEL: Final = foreign("skos:altLabel")
_NOTE: Final = foreign("skos:editorialNote")

Term = NamedNode | Literal


@dataclass
class Facts:
    """What all rows say.

    Attributes:
        quads: The statements, each in its source's graph.
        rows: The rows behind each node, by the node's IRI, as ``file:row``.
        metadata: Statements about the sources, for ``graph:release``.
        reference_sources: The sources whose statements are in ``graph:reference``.
        retrieved: The newest date on which a source was retrieved; empty without sources.
    """

    quads: set[Quad] = field(default_factory=set)
    rows: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    metadata: set[Quad] = field(default_factory=set)
    reference_sources: set[str] = field(default_factory=set)
    retrieved: str = ""


def map_rows(rows: dict[str, list[Row]], vocabulary: Vocabulary, namespaces: Namespaces) -> Facts:
    """Turn checked rows into statements.

    Args:
        rows: The rows of each table, without problems.
        vocabulary: The classes that a ``type`` cell may name.
        namespaces: The base of the IRIs.

    Returns:
        The statements and where they come from.
    """
    mapper = _Mapper(rows, vocabulary, namespaces)
    for table in mapper.tables:
        for row in rows.get(table, ()):
            mapper.tables[table](row)
    mapper.write_evidence()
    return mapper.facts


class _Mapper:
    """Writes the statements of one set of tables."""

    def __init__(
        self, rows: dict[str, list[Row]], vocabulary: Vocabulary, namespaces: Namespaces
    ) -> None:
        self.ns = namespaces
        self.vocabulary = vocabulary
        self.facts = Facts()
        self.kinds = {entry.table: entry for entry in ENTITIES.values()}
        self.nodes: dict[str, NamedNode] = {
            row["key"]: namespaces.node(entry.kind, row["key"])
            for entry in ENTITIES.values()
            for row in rows.get(entry.table, ())
        }
        self.languages = {row["code"]: row["authority"] for row in rows.get("languages", ())}
        self.graphs = {
            row["key"]: namespaces.graph("reference")
            if row["role"] == "reference"
            else namespaces.source(row["key"])
            for row in rows.get("sources", ())
        }
        self.claim_keys = _claim_keys(rows)
        # (node, kind and key of the node, source) to passages
        self.passages: dict[tuple[NamedNode, str, str], set[tuple[int, int]]] = defaultdict(set)
        self.tables: dict[str, Callable[[Row], None]] = {
            "sources": self.source,
            "languages": self.language,
            **dict.fromkeys(self.kinds, self.entity),
            "labels": self.label,
            "names": self.name,
            "relations": self.relation,
            "participations": self.participation,
            "event_participations": self.event_participation,
            "positions": self.position,
            "awards": self.award,
            "figures": self.figure,
            "milestones": self.milestone,
        }

    # What all rows share

    def add(self, row: Row, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        self.facts.quads.add(Quad(subject, predicate, value, self.graphs[row["source"]]))

    def say(self, row: Row, subject: NamedNode, term: str, value: Term) -> None:
        self.add(row, subject, self.ns.term(term), value)

    def add_text(
        self, row: Row, subject: NamedNode, predicate: NamedNode, column: str, language: str
    ) -> None:
        if row[column]:
            self.add(row, subject, predicate, Literal(row[column], language=language.lower()))

    def known_date(self, row: Row, subject: NamedNode, predicate: NamedNode, column: str) -> bool:
        """Write a date; tell whether it has a clock time."""
        if not row[column]:
            return False
        known = parse_known_date(row[column], row["time_zone"])
        datatype = foreign(f"xsd:{known.datatype}")
        self.add(row, subject, predicate, Literal(known.lexical, datatype=datatype))
        return known.datatype == "dateTime"

    def dates(self, row: Row, node: NamedNode) -> None:
        clock = [
            self.known_date(row, node, foreign(f"schema:{column}Date"), column)
            for column in ("start", "end")
        ]
        if any(clock):
            self.say(row, node, "timeZone", Literal(row["time_zone"]))

    def note(self, row: Row, node: NamedNode, key: str) -> None:
        """Write the editor's note, the passages and the row behind a node."""
        self.add_text(row, node, _NOTE, "note", EDITORIAL_LANGUAGE)
        for part in filter(None, row["spans"].split(";")):
            start, _, end = part.strip().partition("-")
            self.passages[node, key, row["source"]].add((int(start), int(end)))
        self.facts.rows[node.value].append(row.place)

    def claim(self, row: Row, class_name: str = "") -> NamedNode:
        """Write what all claims share: type, status, source, dates, note."""
        entry = CLAIMS[row.table]
        kind, key = entry.kind, self.claim_keys[row.place]
        node = self.ns.node(kind, key)
        self.add(row, node, _TYPE, self.ns.term(class_name or entry.class_name))
        self.add(row, node, _DERIVED_FROM, self.ns.source(row["source"]))
        self.say(row, node, "status", self.ns.concept("status", row["status"] or "stated"))
        self.dates(row, node)
        self.note(row, node, f"{kind}/{key}")
        return node

    # Sources and reference tables

    def source(self, row: Row) -> None:
        node = self.ns.source(row["key"])
        graph = self.ns.graph("release")

        def add(predicate: NamedNode, value: Term) -> None:
            self.facts.metadata.add(Quad(node, predicate, value, graph))

        add(_TYPE, self.ns.term("Source"))
        add(foreign("dct:title"), Literal(row["title"], language=(row["language"] or "en").lower()))
        if row["language"] in self.languages:
            add(foreign("dct:language"), self.language_node(row["language"]))
        if row["publisher"]:
            publisher = NamedNode(f"{self.ns.base}publisher/{slug(row['publisher'])}")
            add(foreign("dct:publisher"), publisher)
            self.facts.metadata.add(Quad(publisher, _TYPE, foreign("foaf:Agent"), graph))
            name = Literal(row["publisher"])
            self.facts.metadata.add(Quad(publisher, foreign("foaf:name"), name, graph))
        if row["address"]:
            add(foreign("foaf:page"), NamedNode(row["address"]))
        if row["licence"]:
            add(foreign("dct:license"), NamedNode(row["licence"]))
        for column, predicate in (
            ("published", foreign("dct:issued")),
            ("published_before", self.ns.term("publishedBefore")),
            ("retrieved", self.ns.term("retrieved")),
        ):
            if row[column]:
                known = parse_known_date(row[column])
                add(predicate, Literal(known.lexical, datatype=foreign(f"xsd:{known.datatype}")))
        if row["sha256"]:
            add(self.ns.term("sha256"), Literal(row["sha256"]))
        if row["note"]:
            add(_NOTE, Literal(row["note"], language=EDITORIAL_LANGUAGE))
        if row["role"] == "reference":
            self.facts.reference_sources.add(row["key"])
        self.facts.retrieved = max(self.facts.retrieved, row["retrieved"])
        self.facts.rows[node.value].append(row.place)

    def language_node(self, code: str) -> NamedNode:
        return NamedNode(_LANGUAGE_AUTHORITY + self.languages[code])

    def language(self, row: Row) -> None:
        node = self.language_node(row["code"])
        self.add(row, node, _TYPE, foreign("dct:LinguisticSystem"))
        self.add(row, node, foreign("skos:notation"), Literal(row["code"]))
        self.add_text(row, node, _PREF_LABEL, "name", EDITORIAL_LANGUAGE)
        self.facts.rows[node.value].append(row.place)

    # Entities

    def entity(self, row: Row) -> None:
        entry = self.kinds[row.table]
        class_name = entry.class_name
        node = self.nodes[row["key"]]
        if entry.typed and row["type"]:
            class_name = self.vocabulary.classes[row["type"]]
        self.add(row, node, _TYPE, self.ns.term(class_name))
        if row["name"]:
            self.facts.quads.add(
                Quad(
                    node,
                    _PREF_LABEL,
                    Literal(row["name"], language=EDITORIAL_LANGUAGE),
                    self.ns.graph("reference"),
                )
            )
        self.entity_details(row, node)
        self.dates(row, node)
        if row["status"]:
            self.say(row, node, "status", self.ns.concept("status", row["status"]))
        self.note(row, node, f"{entry.kind}/{row['key']}")

    def entity_details(self, row: Row, node: NamedNode) -> None:
        for column, term in (
            ("country", "country"),
            ("region", "inRegion"),
            ("acts_for", "actsFor"),
            ("location", "location"),
            ("city", "inCity"),
        ):
            for key in _parts(row[column]):
                self.say(row, node, term, self.nodes[key])
        parent = (
            foreign("org:subOrganizationOf")
            if row.table == "organisations"
            else self.ns.term("partOf")
        )
        for key in _parts(row["part_of"]):
            self.add(row, node, parent, self.nodes[key])
        if row["type"] and row.table == "organisations":
            kind = self.ns.concept("orgtype", row["type"])
            self.add(row, node, foreign("org:classification"), kind)
        for key in _parts(row["topics"]):
            self.say(row, node, "topic", self.ns.concept("topic", key))
        for key in _parts(row["audience"]):
            self.say(row, node, "audience", self.ns.concept("audience", key))
        if row["format"]:
            self.say(row, node, "eventFormat", self.ns.concept("format", row["format"]))
        for code in _parts(row["languages"]):
            self.add(row, node, foreign("dct:language"), self.language_node(code))
        if row["homepage"]:
            self.add(row, node, foreign("foaf:homepage"), NamedNode(row["homepage"]))
        self.add_text(row, node, foreign("dct:description"), "description", EDITORIAL_LANGUAGE)
        if row["iso2"]:
            self.add(row, node, foreign("skos:notation"), Literal(row["iso2"]))
        if row["iso3"]:
            authority = NamedNode(_COUNTRY_AUTHORITY + row["iso3"])
            self.add(row, node, foreign("skos:exactMatch"), authority)

    def label(self, row: Row) -> None:
        node = self.nodes[row["key"]]
        self.add_text(row, node, _PREF_LABEL, "name", row["language"])
        self.facts.rows[node.value].append(row.place)

    def name(self, row: Row) -> None:
        node = self.nodes[row["key"]]
        self.add_text(row, node, _ALT_LABEL, "name", row["language"])
        self.note(row, node, node.value.removeprefix(f"{self.ns.base}id/"))

    def relation(self, row: Row) -> None:
        subject = self.nodes[row["subject"]]
        self.say(row, subject, _RELATIONS[row["relation"]], self.nodes[row["object"]])
        self.note(row, subject, subject.value.removeprefix(f"{self.ns.base}id/"))

    # Claims

    def participation(self, row: Row) -> None:
        node = self.claim(row)
        self.say(row, node, "participant", self.nodes[row["participant"]])
        self.say(row, node, "initiative", self.nodes[row["initiative"]])
        self.say(row, node, "role", self.ns.concept("role", row["role"]))

    def event_participation(self, row: Row) -> None:
        node = self.claim(row)
        self.say(row, node, "participant", self.nodes[row["participant"]])
        self.say(row, node, "event", self.nodes[row["event"]])
        self.say(row, node, "role", self.ns.concept("role", row["role"]))
        for key in _parts(row["on_behalf_of"]):
            self.say(row, node, "onBehalfOf", self.nodes[key])

    def position(self, row: Row) -> None:
        node = self.claim(row)
        self.say(row, node, "holder", self.nodes[row["holder"]])
        self.say(row, node, "at", self.nodes[row["at"]])
        title = self.ns.term("positionTitle")
        self.add_text(row, node, title, "title", EDITORIAL_LANGUAGE)
        self.add_text(row, node, title, "title_in_source", row["language"] or EDITORIAL_LANGUAGE)
        self.known_date(row, node, self.ns.term("asOf"), "as_of")

    def award(self, row: Row) -> None:
        node = self.claim(row)
        self.say(row, node, "prize", self.nodes[row["prize"]])
        self.say(row, node, "recipient", self.nodes[row["recipient"]])
        self.say(row, node, "year", Literal(row["year"], datatype=foreign("xsd:gYear")))
        self.say(row, node, "placing", self.ns.concept("placing", row["placing"]))
        self.add_text(row, node, foreign("dct:title"), "title", EDITORIAL_LANGUAGE)

    def figure(self, row: Row) -> None:
        node = self.claim(row, "Target" if row["due"] else "")
        self.say(row, node, "about", self.nodes[row["about"]])
        self.say(row, node, "measure", self.ns.concept("measure", row["measure"]))
        self.say(row, node, "value", _number(row["value"]))
        if row["unit"]:
            self.say(row, node, "unit", Literal(row["unit"]))
        self.say(row, node, "comparison", Literal(row["comparison"] or "exactly"))
        self.known_date(row, node, self.ns.term("asOf"), "as_of")
        self.known_date(row, node, self.ns.term("dueDate"), "due")
        self.add_text(row, node, foreign("dct:description"), "description", EDITORIAL_LANGUAGE)

    def milestone(self, row: Row) -> None:
        node = self.claim(row)
        self.say(row, node, "about", self.nodes[row["about"]])
        self.add_text(row, node, foreign("dct:title"), "title", EDITORIAL_LANGUAGE)

    # Evidence (W3C Web Annotation, https://www.w3.org/TR/annotation-model/)

    def write_evidence(self) -> None:
        """Write an annotation a node and source, with the passages it rests on."""
        for (node, key, source), spans in self.passages.items():
            graph = self.graphs[source]
            annotation = self.ns.node("annotation", f"{key}--{source}")
            quads = self.facts.quads

            def add(subject: NamedNode, predicate: str, value: Term) -> None:
                quads.add(Quad(subject, foreign(predicate), value, graph))  # noqa: B023

            add(annotation, "rdf:type", foreign("oa:Annotation"))
            add(annotation, "oa:motivatedBy", foreign("oa:linking"))
            add(annotation, "oa:hasBody", node)
            for start, end in spans:
                passage = self.ns.node("passage", f"{source}/{start}-{end}")
                selector = self.ns.node("selector", f"{start}-{end}")
                add(annotation, "oa:hasTarget", passage)
                add(passage, "rdf:type", foreign("oa:SpecificResource"))
                add(passage, "oa:hasSource", self.ns.source(source))
                add(passage, "oa:hasSelector", selector)
                add(selector, "rdf:type", foreign("oa:TextPositionSelector"))
                add(selector, "oa:start", Literal(start))
                add(selector, "oa:end", Literal(end))


def _claim_keys(rows: dict[str, list[Row]]) -> dict[str, str]:
    """Give the row of each claim (by its place) the key of its node.

    Rows that tell of one membership share a node even where their dates differ. Only intervals
    that certainly do not overlap are two nodes; the later ones get ``--2`` and on.
    """
    keys: dict[str, str] = {}
    for table, entry in CLAIMS.items():
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows.get(table, ()):
            parts = (slug(row[column]) for column in entry.key_columns if row[column])
            groups["--".join(parts)].append(row)
        for key, group in groups.items():
            for number, cluster in enumerate(_clusters(group), start=1):
                for row in cluster:
                    keys[row.place] = key if number == 1 else f"{key}--{number}"
    return keys


def _clusters(group: list[Row]) -> list[list[Row]]:
    """Part rows into runs of overlapping intervals, the earliest first."""
    if len(group) == 1:
        return [group]
    spans = sorted(((*_bounds(row), index) for index, row in enumerate(group)))
    clusters: list[list[Row]] = []
    reach = date.min
    for first, last, index in spans:
        if clusters and first <= reach:
            clusters[-1].append(group[index])
            reach = max(reach, last)
        else:
            clusters.append([group[index]])
            reach = last
    return clusters


def _bounds(row: Row) -> tuple[date, date]:
    start, end = (
        parse_known_date(row[c], row["time_zone"]) if row[c] else None for c in ("start", "end")
    )
    return (start.first if start else date.min, end.last if end else date.max)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


def _number(text: str) -> Literal:
    """Return a number in canonical form: an integer where it is one, else a decimal."""
    if "." not in text:
        return Literal(int(text))
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return Literal(int(whole))
    return Literal(f"{int(whole)}.{fraction}", datatype=foreign("xsd:decimal"))
