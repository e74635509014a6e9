"""Mini-tables made of the labelled pairs, and the truth about them.

`pairs.csv` has two entries a row with what one compilation says of each, and whether they are one
thing; `around.csv` has the things that these facts refer to. A key's part behind the compilation in
`left_from` and `right_from` is the thing's own key: entries with the same are one thing.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import networkx as nx

from citygraph.model import ENTITIES
from citygraph.namespaces import Namespaces
from citygraph.resources import data_folder
from citygraph.tables import load_package, write_tables
from citygraph.vocabulary import load_vocabulary

HERE = Path(__file__).parent
TABLES = {kind.kind: kind.table for kind in ENTITIES.values()}
COUNTRIES = {"ve": "Venezuela", "ly": "Libya", "us": "United States", "ar": "Argentina"}
ORGANISATION_TYPES = {
    "city-network": "network",
    "ministry": "national-authority",
    "government": "national-authority",
    "eu-directorate-general": "eu-institution",
    "eu-agency": "eu-body",
    "metropolitan-area": "regional-authority",
    "region": "regional-authority",
    "regional-government": "regional-authority",
    "provincial-government": "regional-authority",
    "intermunicipal-body": "regional-authority",
    "public-authority": "local-authority",
    "ngo": "association",
}
AROUND = ("country", "type", "part_of", "start", "end", "location")
VOCABULARY = load_vocabulary(Namespaces())


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs(half: str = "") -> list[dict[str, str]]:
    return [row for row in read("pairs.csv") if half in {"", row["half"]}]


def truth() -> nx.Graph:
    """A graph whose components are the things; the nodes are keys."""
    graph: nx.Graph = nx.Graph()
    for row in pairs():
        for side in ("left", "right"):
            graph.add_edge(row[side], row[f"{side}_from"].partition(":")[2] or row[side])
        if row["same"] == "yes":
            graph.add_edge(row["left"], row["right"])
    graph.add_nodes_from(row["key"] for row in read("around.csv"))
    return graph


class _Maker:
    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.tables: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.done: set[str] = set()
        labelled = {row[side] for row in rows for side in ("left", "right")}
        self.around = {r["key"]: r for r in read("around.csv") if r["key"] not in labelled}

    def source(self, name: str) -> str:
        key = f"facts-{name}"
        if key not in self.done:
            self.done.add(key)
            self.tables["sources"].append(
                {
                    "key": key,
                    "title": name,
                    "language": "en",
                    "publisher": "citygraph",
                    "retrieved": "2025-01-01",
                    "role": "document",
                }
            )
        return key

    def entry(self, kind: str, key: str, origin: str, name: str, facts: str) -> None:
        if key in self.done:
            return
        self.done.add(key)
        source = self.source(origin.partition(":")[0])
        told: dict[str, list[str]] = defaultdict(list)
        for fact in filter(None, facts.split("; ")):
            column, _, value = fact.partition("=")
            told[column].append(value)
        cells = {"key": key, "name": name, "source": source}
        for column in ("country", "start", "end", "location", "homepage"):
            if told[column] and (kind != "person"):
                cells[column] = told[column][0]
        if told["country"]:
            self.country(told["country"][0])
        if told["type"]:
            cells["type"] = self.type(kind, told["type"][0])
        for column in ("location", "part_of", "at"):
            for value in told[column]:
                self.refer(value)
        if told["part_of"]:
            cells["part_of"] = ";".join(told["part_of"])
        self.tables[TABLES[kind]].append(cells)
        for other in told["also"]:
            self.tables["names"].append(
                {"key": key, "name": other, "language": "en", "source": source}
            )
        if told["geonames"]:
            self.tables["places"].append(
                {"key": key, "geonames_id": told["geonames"][0], "source": source}
            )
        self.claims(key, told, source)

    def claims(self, key: str, told: dict[str, list[str]], source: str) -> None:
        if told["at"]:
            self.tables["positions"].append(
                {
                    "holder": key,
                    "at": told["at"][0],
                    "title": told["title"][0],
                    "as_of": "".join(told["as_of"]),
                    "source": source,
                }
            )
        for table, column, fact in (
            ("event_participations", "event", "event"),
            ("participations", "initiative", "initiative"),
        ):
            for value in told[fact]:
                other, _, role = value.rpartition(" ")
                self.refer(other)
                self.part(table, {column: other, "participant": key}, role, source)
        for value in told["with"]:
            other, _, role = value.rpartition(" ")
            self.refer(other)
            self.part("event_participations", {"event": key, "participant": other}, role, source)

    def part(self, table: str, cells: dict[str, str], role: str, source: str) -> None:
        fallback = "participant" if table == "participations" else "attendee"
        role = role if role in VOCABULARY.schemes["role"] else fallback
        self.tables[table].append({**cells, "role": role, "source": source})

    def type(self, kind: str, text: str) -> str:
        if kind != "organisation":
            return text
        text = ORGANISATION_TYPES.get(text, text)
        return text if text in VOCABULARY.schemes["orgtype"] else "other"

    def country(self, key: str) -> None:
        if key not in self.done:
            self.done.add(key)
            self.tables["countries"].append(
                {
                    "key": key,
                    "name": COUNTRIES.get(key) or _country_names().get(key, key.upper()),
                    "iso2": key.upper(),
                    "source": self.source("made-up"),
                }
            )

    def refer(self, key: str) -> None:
        row = self.around.get(key)
        if row is None or key in self.done:
            return
        facts = [f"{column}={row[column]}" for column in AROUND if row[column]]
        self.entry(row["kind"], key, "around:" + key, row["name"], "; ".join(facts))


def _country_names() -> dict[str, str]:
    with (data_folder() / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["name"] for row in csv.DictReader(file) if row["name"]}


def make(folder: Path, rows: list[dict[str, str]]) -> Path:
    """Write tables of the entries of the rows, and of what their facts refer to."""
    maker = _Maker(rows)
    for row in rows:
        for side in ("left", "right"):
            maker.entry(
                row["kind"],
                row[side],
                row[f"{side}_from"],
                row[f"{side}_name"],
                row[f"{side}_facts"],
            )
    for row in maker.tables["events"] + maker.tables["initiatives"]:
        for parent in filter(None, row.get("part_of", "").split(";")):
            maker.refer(parent)
    package = load_package(data_folder() / "datapackage.json")
    maker.tables["languages"].append(
        {"code": "en", "name": "English", "authority": "ENG", "source": maker.source("made-up")}
    )
    tables = {}
    for name in package.tables:
        if name in maker.tables:
            columns = package.tables[name].primary_key
            unique = {tuple(r.get(c, "") for c in columns): r for r in maker.tables[name]}
            tables[name] = list(unique.values())
        else:
            tables[name] = []
    write_tables(folder, tables, package)
    return folder
