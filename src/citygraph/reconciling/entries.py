"""What the tables tell of each thing, gathered for comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citygraph.dates import DateProblem, KnownDate, parse_known_date
from citygraph.model import ENTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.tables import Row

__all__ = ["Entry", "Office", "gather"]

_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_GEONAMES: Final = "https://sws.geonames.org/"
_CLAIM_COLUMNS: Final = {
    # table: (column of the thing that acts, column of what it acts in)
    "participations": ("participant", "initiative"),
    "event_participations": ("participant", "event"),
    "awards": ("recipient", "prize"),
}


@dataclass(frozen=True)
class Office:
    """A post of a person."""

    at: str
    title: str
    dates: tuple[KnownDate, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part taken in an initiative or event, or an award; seen from either side."""

    other: str
    role: str
    source: str


@dataclass
class Entry:
    """One thing of the tables.

    Attributes:
        kind: Its kind, such as ``city``.
        table: Its table.
        key: Its key.
        name: Its name.
        others: Its other names: labels and spellings.
        links: Column to the keys and values that its rows give there.
        starts: Its known beginnings.
        ends: Its known ends.
        ids: Scheme of identifiers to those that it has there.
        points: Latitude and longitude.
        parts: The parts it takes in something.
        members: The parts that others take in it.
        offices: Its posts, where it is a person.
        sources: The sources that speak of it.
        rows: How many rows name its key.
    """

    kind: str
    table: str
    key: str
    name: str = ""
    others: set[str] = field(default_factory=set)
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    starts: list[KnownDate] = field(default_factory=list)
    ends: list[KnownDate] = field(default_factory=list)
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    points: list[tuple[float, float]] = field(default_factory=list)
    parts: set[Part] = field(default_factory=set)
    members: set[Part] = field(default_factory=set)
    offices: list[Office] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    rows: int = 0

    def values(self, column: str) -> frozenset[str]:
        """Return what its rows give in a column; nothing where they are silent."""
        return frozenset(self.links.get(column, ()))


def gather(rows: Mapping[str, Sequence[Row]]) -> dict[str, Entry]:
    """Gather what the tables tell of each thing.

    Args:
        rows: The rows of each table.

    Returns:
        The things by key.
    """
    entries: dict[str, Entry] = {}
    for kind in ENTITIES.values():
        for row in rows.get(kind.table, ()):
            entry = entries.setdefault(row["key"], Entry(kind.kind, kind.table, row["key"]))
            if entry.table == row.table:
                _add_entity_row(entry, row)
    for entry, row in _rows_about(entries, rows, ("labels", "names"), "key"):
        if row["name"] != entry.name:
            entry.others.add(row["name"])
    for entry, row in _rows_about(entries, rows, ("places",), "key"):
        _add_place(entry, row)
    for entry, row in _rows_about(entries, rows, ("matches",), "key"):
        _add_match(entry, row["match"])
    for entry, row in _rows_about(entries, rows, ("relations",), "subject"):
        if row["relation"] == "part-of":
            entry.links["part_of"].add(row["object"])
        else:
            entry.links["related"].add(row["object"])
    for table, (actor, other) in _CLAIM_COLUMNS.items():
        _add_parts(entries, rows.get(table, ()), actor, other)
    for entry, row in _rows_about(entries, rows, ("positions",), "holder"):
        dates = tuple(_dates(row, ("as_of", "start", "end")))
        entry.offices.append(Office(row["at"], row["title"], dates))
    _count_rows(entries, rows)
    return entries


def _rows_about(
    entries: Mapping[str, Entry],
    rows: Mapping[str, Sequence[Row]],
    tables: Iterable[str],
    column: str,
) -> Iterable[tuple[Entry, Row]]:
    for table in tables:
        for row in rows.get(table, ()):
            if row[column] in entries:
                yield entries[row[column]], row


def _add_entity_row(entry: Entry, row: Row) -> None:
    entry.name = entry.name or row["name"]
    entry.sources.add(row["source"])
    for column in (
        "country", "region", "type", "part_of", "acts_for", "homepage", "location", "city",
        "iso2", "format",
    ):  # fmt: skip
        entry.links[column].update(filter(None, (p.strip() for p in row[column].split(";"))))
    entry.starts.extend(_dates(row, ("start",)))
    entry.ends.extend(_dates(row, ("end",)))


def _add_place(entry: Entry, row: Row) -> None:
    if row["geonames_id"]:
        entry.ids["GeoNames"].add(row["geonames_id"])
    if row["latitude"] and row["longitude"]:
        try:
            entry.points.append((float(row["latitude"]), float(row["longitude"])))
        except ValueError:
            return  # the checks report it


def _add_match(entry: Entry, iri: str) -> None:
    for scheme, prefix in (("Wikidata", _WIKIDATA), ("GeoNames", _GEONAMES)):
        if iri.startswith(prefix):
            entry.ids[scheme].add(iri.removeprefix(prefix).strip("/"))
            return
    scheme, _, local = iri.rstrip("/").rpartition("/")
    entry.ids[scheme].add(local)


def _add_parts(entries: Mapping[str, Entry], rows: Iterable[Row], actor: str, other: str) -> None:
    for row in rows:
        role = row["role"] or f"{row['placing']} {row['year']}".strip()
        if row[actor] in entries:
            entries[row[actor]].parts.add(Part(row[other], role, row["source"]))
        if row[other] in entries:
            entries[row[other]].members.add(Part(row[actor], role, row["source"]))
        for key in filter(None, (part.strip() for part in row["on_behalf_of"].split(";"))):
            if row[actor] in entries:
                entries[row[actor]].links["on_behalf_of"].add(key)


def _dates(row: Row, columns: Iterable[str]) -> Iterable[KnownDate]:
    for column in columns:
        if row[column]:
            try:
                yield parse_known_date(row[column], row["time_zone"])
            except DateProblem:
                continue  # the checks report it


def _count_rows(entries: Mapping[str, Entry], rows: Mapping[str, Sequence[Row]]) -> None:
    counts: Counter[str] = Counter()
    for table, table_rows in rows.items():
        if table in {"replaced", "decisions"}:
            continue
        for row in table_rows:
            counts.update(
                {part.strip() for cell in row.cells.values() if cell for part in cell.split(";")}
            )
    for key, entry in entries.items():
        entry.rows = counts[key]
