"""Compile hand-marked articles into their text and their annotation.

`python scripts/annotate.py DIR ...` reads each `NAME.mark` and writes `NAME.txt` (or `NAME.html`)
and `NAME.json` beside it. The notation is described in docs/annotation.md. Offsets are counted
here, so that none is typed by hand. With `--check` nothing is written: the command fails when a
file is not what it would write.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import click

__all__ = ["MarkError", "compile_article", "compiled", "read_marked", "split_date"]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
BASE = "https://w3id.org/citygraph/id/"
TABLES = {
    "city": "cities",
    "region": "regions",
    "country": "countries",
    "initiative": "initiatives",
    "organisation": "organisations",
    "person": "people",
    "event": "events",
}
PREDICATES = {
    "participates_in": ("city region country organisation person", "initiative organisation"),
    "coordinates": ("city region country organisation person", "initiative organisation event"),
    "organises": ("city region country organisation person", "event initiative"),
    "hosts": ("city region country organisation", "event"),
    "located_in": ("city region organisation event initiative", "city region country"),
    "held_on": ("event", "date"),
    "part_of": ("event initiative organisation", "event initiative organisation city region"),
    "has_position": ("person", "city region country organisation initiative"),
    "represents": ("person organisation", "city region country organisation initiative"),
    "takes_part_in_event": ("person city region country organisation initiative", "event"),
}
MARK = re.compile(r"\[\[(?P<words>[^\[\]|]+)\|(?P<body>[^\[\]]+)\]\]")
FRONT = ("language", "date", "style", "facts", "format", "text")
ROLES = set(
    re.findall(
        r"^role:([a-z-]+)",
        (ROOT / "ontology" / "roles.ttl").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)
_PART = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class MarkError(ValueError):
    """A mistake in a marked article, said with its file."""


@dataclass
class Entity:
    """One entity of the article."""

    type: str
    name: str
    names: list[str]
    country: str | None
    key: str | None
    optional: bool
    start: int
    end: int
    further: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Article:
    """A marked article, taken apart."""

    front: dict[str, str]
    text: str
    entities: list[Entity]
    dates: list[dict[str, Any]]
    relations: list[dict[str, Any]]


def split_date(value: str) -> tuple[str | None, str | None]:
    """The start and end of an ISO date or range; both None for an empty value.

    Raises:
        MarkError: The value is no date.
    """
    if not value:
        return None, None
    start, _, end = value.partition("/")
    end = end or start
    if not (_PART.fullmatch(start) and _PART.fullmatch(end)) or start > end:
        raise MarkError(f"'{value}' is no ISO date or range.")
    return start, end


@cache
def _keys(data: Path) -> list[dict[tuple[str, str], set[tuple[str, str]]]]:
    """Keys and countries of the graph by type and name: main names, then all names."""
    main: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    every: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for kind, table in TABLES.items():
        countries: dict[str, str] = {}
        labels: dict[str, list[str]] = defaultdict(list)
        for row in _rows(data / f"{table}.csv"):
            countries[row["key"]] = row.get("country") or countries.get(row["key"], "")
            if row["source"] == "citygraph-editors" or row["key"] not in labels:
                labels[row["key"]].insert(0, row["name"])
            labels[row["key"]].append(row["name"])
        for row in _rows(data / "names.csv"):
            if row["key"] in labels:
                labels[row["key"]].append(row["name"])
        for key, country in countries.items():
            main[kind, labels[key][0].casefold()].add((key, country.upper()))
            for name in labels[key]:
                every[kind, name.casefold()].add((key, country.upper()))
    return [main, every]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _look_up(entity: Entity, data: Path) -> str | None:
    for keys in _keys(data):
        for name in [entity.name, *entity.names]:
            found = {
                key
                for key, country in keys.get((entity.type, name.casefold()), ())
                if not entity.country or not country or country == entity.country
            }
            if len(found) == 1:
                return found.pop()
    return None


def _mark(body: str, start: int, end: int, article: Article) -> tuple[str, tuple[int, int]] | None:
    """Enter one mark; a further mention is handed back, to be entered when all are known."""
    if body.startswith("="):
        return body[1:].strip(), (start, end)
    kind, colon, rest = body.partition(":")
    kind, optional = kind.strip().removesuffix("?"), kind.strip().endswith("?")
    if not colon:
        raise MarkError(f"The mark '{body}' names no type.")
    if kind == "date":
        first, last = split_date(rest.strip())
        article.dates.append(
            {"start_offset": start, "end_offset": end, "start": first, "end": last}
            | ({"optional": True} if optional else {})
        )
        return None
    if kind not in TABLES:
        raise MarkError(f"'{kind}' is no type.")
    name, *more = (part.strip() for part in rest.split(";"))
    country = next((part for part in more if re.fullmatch("[A-Z]{2}", part)), None)
    key = next((part for part in more if re.fullmatch("[a-z0-9-]+", part)), None)
    label, *names = (part.strip() for part in name.split("="))
    if not label or len(more) != (country is not None) + (key is not None):
        raise MarkError(f"The mark '{body}' cannot be read.")
    if any(e.type == kind and e.name == label and e.country == country for e in article.entities):
        raise MarkError(f"The {kind} '{label}' is marked twice; write '= {label}' the second time.")
    article.entities.append(Entity(kind, label, names, country, key, optional, start, end))
    return None


def _find(name: str, article: Article, kinds: str = "") -> int:
    kind, colon, rest = name.partition(":")
    if colon and kind in TABLES:
        kinds, name = kind, rest
    found = [i for i, e in enumerate(article.entities) if e.name == name]
    if len(found) > 1 and kinds:
        found = [i for i in found if article.entities[i].type in kinds.split()]
    if len(found) != 1:
        raise MarkError(f"'{name}' is {'not marked' if not found else 'the name of several'}.")
    return found[0]


def _said(parts: list[str], article: Article) -> tuple[dict[str, str | None], str]:
    """What a relation says beside its ends, and the passage it rests on."""
    said: dict[str, str | None] = {"role": None, "title": None, "date": None}
    quote = ""
    for part in parts:
        name, colon, value = part.partition(":")
        if part.startswith('"') and part.endswith('"'):
            quote = part[1:-1]
        elif colon and name in said:
            said[name] = value.strip()
        else:
            raise MarkError(f"'{part}' is neither a role, title or date nor a passage.")
    if said["role"] and said["role"] not in ROLES:
        raise MarkError(f"'{said['role']}' is no role of the ontology.")
    if quote and quote not in article.text:
        raise MarkError(f"The passage '{quote}' is not in the text.")
    return said, quote


def _relations(line: str, article: Article) -> None:
    optional = line.startswith("?")
    subjects, predicate, objects, *more = (part.strip() for part in line.lstrip("?").split("|"))
    if predicate not in PREDICATES:
        raise MarkError(f"'{predicate}' is no predicate.")
    said, quote = _said(more, article)
    allowed = PREDICATES[predicate]
    for one in (name.strip() for name in subjects.split(" & ")):
        for other in (name.strip() for name in objects.split(" & ")):
            subject = _find(one, article, allowed[0])
            target = None
            if predicate == "held_on":
                split_date(other)
            else:
                target = _find(other, article, allowed[1])
            for index, kinds in ((subject, allowed[0]), (target, allowed[1])):
                if index is not None and article.entities[index].type not in kinds.split():
                    kind = article.entities[index].type
                    raise MarkError(f"'{line}': a {kind} cannot stand there.")
            ends = [index for index in (subject, target) if index is not None]
            spans = [[article.entities[i].start, article.entities[i].end] for i in ends]
            if quote:
                at = article.text.index(quote)
                spans = [[at, at + len(quote)]]
            article.relations.append(
                {
                    "subject": article.entities[subject].name,
                    "predicate": predicate,
                    "object": other if target is None else article.entities[target].name,
                    "subject_index": subject,
                    "object_index": target,
                    **said,
                    "spans": spans,
                }
                | ({"optional": True} if optional else {})
            )


def read_marked(content: str, shared: Path = SHARED) -> Article:
    """Take a marked article apart.

    Args:
        content: The content of a `.mark` file.
        shared: The folder that `text:` of the front matter starts from.

    Raises:
        MarkError: The article cannot be read, with the reason.
        FileNotFoundError: The text lies outside the project and is not there.
    """
    head, line, rest = content.partition("\n---\n")
    front = dict(re.findall(r"^(\w+):[ \t]*(.*)$", head, flags=re.MULTILINE))
    if not line or not front.get("language") or set(front) - set(FRONT):
        raise MarkError("The front matter needs a language and may hold " + ", ".join(FRONT) + ".")
    body, _, relations = rest.partition("\n--- relations\n")
    article = Article(front, "", [], [], [])
    further: list[tuple[str, tuple[int, int]]] = []
    if front.get("text"):
        article.text = (shared / front["text"]).read_bytes().decode("utf-8")
        for mark in MARK.finditer(body):
            # `words#2` is the second time the words stand there.
            words, _, nth = mark["words"].partition("#")
            at = -1
            for _ in range(int(nth or 1)):
                at = article.text.find(words, at + 1)
                if at < 0:
                    raise MarkError(f"'{words}' is not in the text so often.")
            more = _mark(mark["body"].strip(), at, at + len(words), article)
            further += [more] if more else []
    else:
        last = 0
        for mark in MARK.finditer(body):
            article.text += body[last : mark.start()]
            start = len(article.text)
            article.text += mark["words"]
            last = mark.end()
            more = _mark(mark["body"].strip(), start, len(article.text), article)
            further += [more] if more else []
        article.text = (article.text + body[last:]).rstrip("\n") + "\n"
        for rest_of_mark in ("[[", "]]"):
            if rest_of_mark in article.text:
                at = article.text.index(rest_of_mark)
                raise MarkError(f"A mark is not closed near '{article.text[at - 10 : at + 30]}'.")
    for name, span in further:
        article.entities[_find(name, article)].further.append(span)
    for line in filter(str.strip, relations.splitlines()):
        _relations(line, article)
    return article


def compile_article(path: Path, shared: Path = SHARED, data: Path = ROOT / "data") -> Path:
    """Write the text and the annotation of one article beside it; return the annotation.

    Raises:
        MarkError: The article is not in order.
    """
    text, annotation = compiled(path, shared, data)
    if text is not None:
        _text_path(path).write_text(text, encoding="utf-8", newline="")
    target = path.with_suffix(".json")
    target.write_text(annotation, encoding="utf-8", newline="")
    _text_path(path, other=True).unlink(missing_ok=True)
    return target


def _text_path(path: Path, *, other: bool = False) -> Path:
    html = "\nformat: html\n" in path.read_text(encoding="utf-8").partition("\n---\n")[0] + "\n"
    return path.with_suffix(".html" if html != other else ".txt")


def compiled(path: Path, shared: Path, data: Path) -> tuple[str | None, str]:
    """The text (None if it lies outside the project) and the annotation as JSON."""
    try:
        article = read_marked(path.read_text(encoding="utf-8"), shared)
    except MarkError as error:
        raise MarkError(f"{path}: {error}") from error
    text, front = article.text, article.front
    entities = []
    for e in article.entities:
        key = e.key or _look_up(e, data)
        kind = "country" if e.type == "country" else e.type
        entities.append(
            {
                "type": e.type,
                "name": e.name,
                "names": e.names,
                "mention": text[e.start : e.end],
                "start": e.start,
                "end": e.end,
                "country": e.country,
                "id": f"{BASE}{kind}/{key}" if key else None,
                "confidence": 1.0,
                "rule": "hand",
            }
            | ({"mentions": [list(span) for span in e.further]} if e.further else {})
            | ({"optional": True} if e.optional else {})
        )
    document = {
        "path": front.get("text") or _text_path(path).name,
        "language": front["language"],
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "date": front.get("date") or None,
    }
    dates = [{"mention": text[d["start_offset"] : d["end_offset"]]} | d for d in article.dates]
    relations = [r | {"confidence": 1.0, "rule": "hand"} for r in article.relations]
    whole = {"document": document, "entities": entities, "dates": dates, "relations": relations}
    lines = [f' "document": {json.dumps(document, ensure_ascii=False)}']
    for name in ("entities", "dates", "relations"):
        rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in whole[name])
        lines.append(f' "{name}": [\n{rows}\n ]' if rows else f' "{name}": []')
    return (None if front.get("text") else text), "{\n" + ",\n".join(lines) + "\n}\n"


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--shared", type=click.Path(path_type=Path), default=SHARED, help="See `text:`.")
@click.option("--check", is_flag=True, help="Write nothing; fail when a file is not current.")
def main(folders: tuple[Path, ...], shared: Path, *, check: bool) -> None:
    """Compile the marked articles of folders, or single ones."""
    wrong = 0
    for folder in folders:
        for path in sorted(folder.glob("*.mark")) if folder.is_dir() else [folder]:
            try:
                if check and not _is_current(path, shared):
                    wrong += 1
                    click.echo(f"{path}: compile it again.", err=True)
                elif not check:
                    found = json.loads(compile_article(path, shared).read_text(encoding="utf-8"))
                    counts = " ".join(f"{len(found[n])} {n}" for n in list(found)[1:])
                    click.echo(f"{path.name}: {counts}")
            except (MarkError, FileNotFoundError) as error:
                wrong += 1
                click.echo(str(error), err=True)
    sys.exit(1 if wrong else 0)


def _is_current(path: Path, shared: Path) -> bool:
    text, annotation = compiled(path, shared, ROOT / "data")
    return path.with_suffix(".json").read_text(encoding="utf-8") == annotation and (
        text is None or _text_path(path).read_bytes() == text.encode()
    )


if __name__ == "__main__":
    main()
