"""The names of the graph's own things, and of the bodies of the European Union."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name, fold_word
from citygraph.extraction.gazetteer import packed_lines
from citygraph.extraction.union_names import UNION_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Known", "KnownNames"]

_KINDS: Final = {
    "city": "city", "region": "region", "country": "country", "organisation": "organisation",
    "person": "person", "initiative": "initiative", "event": "event",
}  # fmt: skip
_WORDS: Final = re.compile(r"[^\W_]+")
_LINE: Final = re.compile(
    rb"^<([^>]*/id/(city|region|country|organisation|person|initiative|event)/[^>]*)> "
    rb"<http://www\.w3\.org/2004/02/skos/core#(pref|alt)Label> "
    rb'"((?:[^"\\]|\\.)*)"(?:@([a-z-]+))?',
    re.MULTILINE,
)
_PART: Final = re.compile(
    rb"^<([^>]*/id/initiative/[^>]*)> <[^>]*#partOf> <([^>]*/id/initiative/[^>]*)>", re.MULTILINE
)
_MANY_PARTS: Final = 8


@dataclass(slots=True)
class Known:
    """A thing of the graph.

    Attributes:
        iri: Its IRI, or empty for a body known otherwise.
        kind: Type of entity.
        name: Its preferred name.
        names: Its other names.
        above: IRIs of what it is part of.
        broad: Whether many things are part of it.
    """

    iri: str
    kind: str
    name: str
    names: list[str] = field(default_factory=list)
    above: set[str] = field(default_factory=set)
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One name in folded words.

    Attributes:
        words: The folded words.
        known: The thing.
        acronym: Whether case must agree, the name being a single short word in capitals.
        text: The name as written.
    """

    words: tuple[str, ...]
    known: Known
    acronym: bool
    text: str


class KnownNames:
    """All names of known things, found by their first words."""

    def __init__(self) -> None:
        self.things: dict[str, Known] = {}
        self.single: dict[str, list[Pattern]] = {}
        self.several: dict[tuple[str, str], list[Pattern]] = {}
        self._first: set[str] = set()
        self.cities: dict[str, list[Known]] = {}
        self.city_beginnings: set[str] = set()
        self.city_openings: set[str] = set()

    def begins(self, folded: str) -> bool:
        """Whether a known name may begin with a word."""
        return folded[:4] in self._first or folded[:3] in self._first

    def add(self, known: Known, names: Iterable[str]) -> None:
        """Add a thing with its names."""
        for name in names:
            for variant in _variants(name, known.kind):
                self._add_name(known, variant)

    def _add_name(self, known: Known, name: str) -> None:
        written = _WORDS.findall(name)
        words = tuple(fold_word(word) for word in written)
        if not words or len("".join(words)) < 2:
            return
        if known.kind == "city":
            key = " ".join(words)
            if len(words) > 1:
                self.city_beginnings.add(words[0])
                self.city_openings.add(f"{words[0]} {words[1]}")
            if known not in self.cities.setdefault(key, []):
                self.cities[key].append(known)
            return
        if len(words) == 1:
            word = written[0]
            if word.isdigit() or (len(word) < 3 and not word.isupper()):
                return
            pattern = Pattern(words, known, word.isupper() or not word.istitle(), name)
            self.single.setdefault(words[0], []).append(pattern)
        else:
            pattern = Pattern(words, known, False, name)  # noqa: FBT003
            self.several.setdefault((words[0][:4], words[1][:3]), []).append(pattern)
        self._first.add(words[0][:4])

    @classmethod
    def from_release(cls, path: Path) -> KnownNames:
        """Read the names of a release.

        Args:
            path: Its ``citygraph.nq``.
        """
        import mmap

        found = cls()
        names: dict[str, list[str]] = {}
        with (
            path.open("rb") as stream,
            mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            for match in _LINE.finditer(data):
                iri = match[1].decode()
                kind = match[2].decode()
                label = _unescape(match[4].decode())
                known = found.things.get(iri)
                if known is None:
                    known = Known(iri, _KINDS[kind], "")
                    found.things[iri] = known
                    names[iri] = []
                if match[3] == b"pref" and (match[5] == b"en" or not known.name):
                    known.name = label
                if label not in names[iri]:
                    names[iri].append(label)
            for match in _PART.finditer(data):
                part = found.things.get(match[1].decode())
                if part is not None:
                    part.above.add(match[2].decode())
        found._finish(names)
        return found

    @classmethod
    def from_tables(cls, folder: Path, base: str) -> KnownNames:
        """Read the names of a folder of tables, where there is no release.

        Args:
            folder: The folder.
            base: What the IRIs begin with.
        """
        found = cls()
        names: dict[str, list[str]] = {}
        by_key: dict[str, str] = {}
        tables = {
            "cities": "city", "regions": "region", "countries": "country",
            "organisations": "organisation", "people": "person", "initiatives": "initiative",
            "events": "event",
        }  # fmt: skip
        for table, kind in tables.items():
            for row in _table(folder / f"{table}.csv"):
                iri = f"{base}id/{kind}/{row['key']}"
                by_key[row["key"]] = iri
                if iri not in found.things:
                    found.things[iri] = Known(iri, kind, row["name"])
                    names[iri] = []
                if kind == "initiative" and row.get("part_of"):
                    for key in row["part_of"].split(";"):
                        found.things[iri].above.add(f"{base}id/initiative/{key}")
                if row["name"] and row["name"] not in names[iri]:
                    names[iri].append(row["name"])
        for table in ("labels", "names"):
            for row in _table(folder / f"{table}.csv"):
                iri = by_key.get(row["key"], "")
                if iri and row["name"] not in names[iri]:
                    names[iri].append(row["name"])
        found._finish(names)
        return found

    def _ancestors(self, known: Known) -> set[str]:
        found: set[str] = set()
        todo = list(known.above)
        while todo:
            iri = todo.pop()
            if iri not in found:
                found.add(iri)
                if iri in self.things:
                    todo += self.things[iri].above
        return found

    def _finish(self, names: dict[str, list[str]]) -> None:
        for known in self.things.values():
            if known.above:
                known.above = self._ancestors(known)
        for iri in self.things:
            for end, more in UNION_NAMES.items():
                if iri.endswith(end):
                    names[iri] = [*names[iri], *more.split("|")]
        parts: dict[str, int] = {}
        for known in self.things.values():
            for iri in known.above:
                parts[iri] = parts.get(iri, 0) + 1
        for iri, count in parts.items():
            if count >= _MANY_PARTS and iri in self.things:
                self.things[iri].broad = True
        taken: dict[str, Known] = {}
        for known in self.things.values():
            taken.setdefault(fold_name(known.name), known)
        for iri, known in self.things.items():
            known.names = [name for name in names[iri] if name != known.name]
            for name in names[iri]:
                taken.setdefault(fold_name(name), known)
            self.add(known, names[iri])
        for line in packed_lines("bodies.tsv.gz"):
            kind, _code, english, *labels = line.split("\t")
            texts = [label.split("=", 1)[1] for label in labels]
            owner = next(
                (taken[key] for key in map(fold_name, [english, *texts]) if key in taken), None
            )
            if owner is None:
                owner = Known("", kind, english, [])
            self.add(owner, texts)
        for english, texts in _INSTITUTIONS.items():
            self.add(taken.get(fold_name(english)) or Known("", "organisation", english, []), texts)


_INSTITUTIONS: Final = {
    "European Commission": [
        "European Commission", "Europäische Kommission", "EU-Kommission", "EU-kommissionen", "Europakommissionen",
        "Eiropas Komisija", "Europos Komisija", "Euroopan komissio", "Euroopa Komisjon", "Comissió Europea",
        "Comisión Europea", "Comissão Europeia", "Comisión Europea", "Comisia Europeană", "Commissione europea",
        "Commission européenne", "Europese Commissie", "Komisja Europejska", "Evropská komise", "Európska komisia",
        "Evropska komisija", "Europska komisija", "Европска комисија", "Европейска комисия", "Európai Bizottság",
        "Ευρωπαϊκή Επιτροπή", "Kummissjoni Ewropea", "Coimisiún Eorpach", "Europakommisjonen", "Framkvæmdastjórn ESB",
        "Європейська комісія", "Европска комисија", "Komisioni Evropian", "Avrupa Komisyonu", "Europako Batzordea", "Batzorde Europarra",
    ],
    "European Parliament": [
        "European Parliament", "Europäisches Parlament", "Europaparlament", "Parlamento europeo", "Parlamento Europeu",
        "Parlement européen", "Европейски парламент", "Europaparlamentet", "Parlament Europejski", "Europees Parlement",
        "Evropský parlament", "Európsky parlament", "Európai Parlament", "Evropski parlament", "Europski parlament",
        "Parlamentul European", "Ευρωπαϊκό Κοινοβούλιο", "Euroopan parlamentti", "Euroopa Parlament", "Eiropas Parlaments",
        "Europos Parlamentas", "Parlament Europeu", "Parlament Ewropew", "Parlaimint na hEorpa", "Avrupa Parlamentosu",
    ],
}  # fmt: skip


def _variants(name: str, kind: str) -> list[str]:
    bare = re.sub(r"\s*\([^()]*\)", "", name).strip()
    found = [bare or name]
    if kind in {"initiative", "organisation"}:
        found += [
            part
            for part in re.findall(r"\(([^()]*)\)", name)
            if re.fullmatch(r"[A-Z][A-Za-z0-9&+.-]{2,11}", part) and sum(map(str.isupper, part)) > 1
        ]
        head = re.split(r" [-–:] |: ", bare)
        if len(head) == 2 and len(head[0]) > 3:
            found.append(head[0])
    if kind == "person":
        return found if len(bare.split()) > 1 else []
    return found


def _table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(
        r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))",
        lambda m: (
            chr(int(m[1] or m[2], 16))
            if m[1] or m[2]
            else {"n": "\n", "t": "\t", "r": "\r"}.get(m[3], m[3])
        ),
        text,
    )
