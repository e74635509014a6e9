"""Score `citygraph extract` against articles annotated by hand.

`python scripts/score_extraction.py GOLD_DIR` runs the extraction on each text of the folder and
prints precision, recall and F1 by type and by language. `--predictions` scores answers made
before: a folder of JSON files, or a file with one object a document. What counts as found is
told in docs/annotation.md.
"""

from __future__ import annotations

import calendar
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Score", "fold", "read_answers", "score_document", "tables", "widen"]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LOOSE = {"initiative", "organisation"}
YEARS = "date (year alone)"
Document = dict[str, Any]


@dataclass
class Counts:
    """Right, wrong and missed answers of one kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    roles: int = 0
    roles_right: int = 0

    def add(self, other: Counts) -> None:
        """Add another's numbers."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """The counts of a document by kind, and what went wrong, in words."""

    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    errors: list[str] = field(default_factory=list)


def fold(name: str) -> str:
    """A name without case, accents, punctuation and the differences of width."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l").replace("ø", "o"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", plain))


def widen(start: str | None, end: str | None) -> tuple[str, str] | None:
    """The first and the last day of a date of any precision; None if there is none."""
    if not start:
        return None
    first, last = start[:10], (end or start)[:10]
    if len(first) == len("2024-05"):
        first += "-01"
    if len(last) == len("2024-05"):
        year, month = (int(part) for part in last.split("-"))
        last += f"-{calendar.monthrange(year, month)[1]:02}"
    return (
        f"{first}-01-01" if len(first) == len("2024") else first,
        f"{last}-12-31" if len(last) == len("2024") else last,
    )


def _names(entity: Document) -> set[str]:
    names = [entity["name"], entity.get("mention") or "", *(entity.get("names") or [])]
    return {fold(name) for name in names} - {""}


def _spans(entity: Document) -> list[tuple[int, int]]:
    spans = [(entity.get("start"), entity.get("end")), *(entity.get("mentions") or [])]
    return [(a, b) for a, b in spans if isinstance(a, int) and isinstance(b, int) and a >= 0]


def _likeness(gold: Document, found: Document) -> int:
    """How surely two entities are one: 0 not at all, 3 by key."""
    if gold["type"] != found["type"] and not {gold["type"], found["type"]} <= LOOSE:
        return 0
    countries = {gold.get("country"), found.get("country")} - {None}
    if gold["type"] == "city" and len(countries) > 1:
        return 0
    if gold.get("id") and gold["id"] == found.get("id"):
        return 3
    if _names(gold) & _names(found):
        return 2
    if any(a < d and c < b for a, b in _spans(gold) for c, d in _spans(found)):
        return 1
    return 0


def _pair(gold: list[Document], found: list[Document]) -> dict[int, int]:
    """Each found entity's gold entity, one to one, the surest pairs first."""
    pairs = sorted(
        (
            (-likeness, gold[i]["type"] != found[j]["type"], i, j)
            for i in range(len(gold))
            for j in range(len(found))
            if (likeness := _likeness(gold[i], found[j]))
        ),
    )
    by_found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in pairs:
        if i not in taken and j not in by_found:
            by_found[j] = i
            taken.add(i)
    return by_found


def _score_entities(gold: Document, found: Document, score: Score) -> list[int]:
    """Count the entities; return for each found one its gold entity, or -1."""
    entities, answers = gold["entities"], found["entities"]
    by_found = _pair(entities, answers)
    told = set(by_found.values())
    for j, answer in enumerate(answers):
        if j in by_found:
            entity = entities[by_found[j]]
            score.counts[entity["type"]].right += not entity.get("optional")
        # What may be found or not is no mistake, however often it is found.
        elif not any(
            _likeness(entities[i], answer) and entities[i].get("optional")
            for i in range(len(entities))
        ):
            score.counts[answer["type"]].wrong += 1
            said = f"'{answer['name']}' ({answer.get('mention')!r}, {answer.get('rule')})"
            score.errors.append(f"wrong {answer['type']}: {said}")
    for i, entity in enumerate(entities):
        if i not in told and not entity.get("optional"):
            score.counts[entity["type"]].missed += 1
            said = f"'{entity['name']}' ({entity['mention']!r})"
            score.errors.append(f"missed {entity['type']}: {said}")
    return [by_found.get(j, -1) for j in range(len(answers))]


def _days(document: Document, *, optional: bool) -> dict[tuple[str, str] | None, str]:
    return {
        widen(date["start"], date["end"]): date["mention"]
        for date in document["dates"]
        if bool(date.get("optional")) == optional
    }


def _score_dates(gold: Document, found: Document, score: Score) -> None:
    days, optional = _days(gold, optional=False), _days(gold, optional=True)
    answers = _days(found, optional=False)

    def kind(value: tuple[str, str] | None) -> str:
        whole = value and value[0].endswith("-01-01") and value[1].endswith("-12-31")
        return YEARS if whole else "date"

    for value, mention in answers.items():
        if value in days:
            score.counts[kind(value)].right += 1
        elif value not in optional:
            score.counts[kind(value)].wrong += 1
            score.errors.append(f"wrong {kind(value)}: {mention!r} as {'/'.join(value or ('',))}")
    for value, mention in days.items():
        if value not in answers:
            score.counts[kind(value)].missed += 1
            score.errors.append(f"missed {kind(value)}: {mention!r} as {'/'.join(value or ('',))}")


End = int | str | tuple[str, str] | None
Triple = tuple[End, str, End]


def _end(document: Document, relation: Document, side: str, to: list[int] | None) -> End:
    """What stands at one end: a gold entity, a date, or a folded name."""
    if relation["predicate"] == "held_on" and side == "object":
        start, _, end = (relation["object"] or "").partition("/")
        return widen(start, end or start)
    index = relation.get(f"{side}_index")
    if index is None:
        names = [e["name"] for e in document["entities"]]
        name = relation[side]
        index = names.index(name) if name in names else None
    if index is not None and to is not None:
        index = to[index] if to[index] >= 0 else None
    return fold(relation[side] or "") if index is None else index


def _triples(document: Document, to: list[int] | None) -> dict[Triple, Document]:
    """Each relation by what it says; a name given to a date or an entity makes them comparable."""
    return {
        (_end(document, r, "subject", to), r["predicate"], _end(document, r, "object", to)): r
        for r in document["relations"]
    }


def _implied(triples: Iterable[Triple]) -> set[Triple]:
    """What follows from the relations of the annotation (docs/annotation.md)."""
    given = set(triples)
    more: set[Triple] = set()
    for s, predicate, o in given:
        if predicate == "coordinates":
            more.add((s, "participates_in", o))
        elif predicate == "hosts":
            more |= {(o, "located_in", s), (s, "takes_part_in_event", o)}
        elif predicate == "organises":
            more.add((s, "takes_part_in_event", o))
        elif predicate == "has_position":
            more.add((s, "represents", o))
        elif predicate == "located_in":
            more |= {(s, "located_in", b) for a, p, b in given if p == "located_in" and a == o}
    return more


def _said(relation: Document) -> str:
    return f"{relation['subject']} | {relation['predicate']} | {relation['object']}"


def _score_relations(gold: Document, found: Document, to: list[int], score: Score) -> None:
    wanted, answers = _triples(gold, None), _triples(found, to)
    implied = _implied(wanted)
    for triple, relation in answers.items():
        counts = score.counts[relation["predicate"]]
        if triple in wanted:
            if wanted[triple].get("optional"):
                continue
            counts.right += 1
            if wanted[triple].get("role"):
                counts.roles += 1
                counts.roles_right += wanted[triple]["role"] == relation.get("role")
        elif triple not in implied:
            counts.wrong += 1
            rule = relation.get("rule")
            score.errors.append(f"wrong relation: {_said(relation)} ({rule})")
    for triple, relation in wanted.items():
        if triple not in answers and not relation.get("optional"):
            score.counts[relation["predicate"]].missed += 1
            score.errors.append(f"missed relation: {_said(relation)}")


def score_document(gold: Document, found: Document | None) -> Score:
    """Compare one answer with the annotation.

    Args:
        gold: The annotation.
        found: The answer, in the same format; None when there is none.
    """
    score = Score()
    if found is None:
        found = {"document": {}, "entities": [], "dates": [], "relations": []}
        score.errors.append("no answer")
    to = _score_entities(gold, found, score)
    _score_dates(gold, found, score)
    _score_relations(gold, found, to, score)
    return score


ENTITIES = ("city", "country", "region", "initiative", "organisation", "person", "event")


def _row(name: str, counts: Counts, *, roles: bool) -> str:
    shares = f"{counts.precision:.3f} | {counts.recall:.3f} | {counts.f1:.3f}"
    said = f"{counts.right} | {counts.wrong} | {counts.missed}"
    role = f" {counts.roles_right}/{counts.roles} |" if roles else ""
    return f"| {name} | {said} | {shares} |{role}"


def _sum(counts: Iterable[Counts]) -> Counts:
    whole = Counts()
    for one in counts:
        whole.add(one)
    return whole


def tables(scores: dict[str, tuple[str, Score]]) -> str:
    """Two Markdown tables: by type, and by language.

    Args:
        scores: Language and score by document.
    """
    by_kind: dict[str, Counts] = defaultdict(Counts)
    by_language: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    for language, score in scores.values():
        for kind, counts in score.counts.items():
            by_kind[kind].add(counts)
            group = "entities" if kind in ENTITIES else "dates" if kind == "date" else "relations"
            if kind != YEARS:
                by_language[language][group].add(counts)
    head = "| | right | wrong | missed | precision | recall | F1 |"
    rule = "| --- " + "| ---: " * 6 + "|"
    predicates = sorted(set(by_kind) - {*ENTITIES, "date", YEARS})
    lines = [f"{head} role |", f"{rule} ---: |"]
    groups = (("entities", ENTITIES), ("dates", ("date",)), ("relations", predicates))
    for name, kinds in groups:
        lines += [_row(kind, by_kind[kind], roles=True) for kind in kinds if kind in by_kind]
        if len(kinds) > 1:
            lines.append(_row(f"**{name}**", _sum(by_kind[k] for k in kinds), roles=True))
    total = _sum(counts for kind, counts in by_kind.items() if kind != YEARS)
    lines.append(_row("**all**", total, roles=True))
    if YEARS in by_kind:
        lines.append(_row(YEARS, by_kind[YEARS], roles=True))
    languages = Counter(language for language, _ in scores.values())
    lines += ["", "| language | articles | entities F1 | dates F1 | relations F1 | all F1 |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    for language, number in sorted(languages.items()):
        of = by_language[language]
        shares = [f"{of[g].f1:.3f}" if g in of else "" for g in ("entities", "dates", "relations")]
        everything = f"{_sum(of.values()).f1:.3f}"
        lines.append(f"| {' | '.join([language, str(number), *shares, everything])} |")
    return "\n".join(lines) + "\n"


def read_answers(text: str) -> list[Document]:
    """The objects of a stream: an array, one object, or one object after the other."""
    decoder, at, found = json.JSONDecoder(), 0, []
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        value, at = decoder.raw_decode(text, at)
        found += value if isinstance(value, list) else [value]
    return found


def _run(paths: list[Path]) -> list[Document]:
    command = [sys.executable, "-m", "citygraph", "extract", "--format", "json"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, check=False)
    if not done.stdout.strip():
        raise click.ClickException(done.stderr.decode("utf-8", "replace") or "No answer.")
    return read_answers(done.stdout.decode("utf-8"))


@click.command()
@click.argument("gold_folder", type=click.Path(exists=True, path_type=Path))
@click.option("--predictions", type=click.Path(exists=True, path_type=Path), help="Answers.")
@click.option("--errors", is_flag=True, help="List what was missed and what was wrong.")
@click.option("--shared", type=click.Path(path_type=Path), default=SHARED, help="See `text:`.")
def main(gold_folder: Path, predictions: Path | None, shared: Path, *, errors: bool) -> None:
    """Print precision, recall and F1 of the extraction on a folder of articles."""
    gold: dict[str, Document] = {}
    paths: dict[str, Path] = {}
    for path in sorted(gold_folder.rglob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        of = Path(document["document"]["path"])
        text = shared / of if len(of.parts) > 1 else path.with_name(of.name)
        if text.exists():
            gold[of.name], paths[of.name] = document, text
        else:
            click.echo(f"{text} is not there: {path.name} is left out.", err=True)
    if predictions is None:
        answers = _run(list(paths.values()))
    else:
        files = sorted(predictions.rglob("*.json")) if predictions.is_dir() else [predictions]
        answers = [a for f in files for a in read_answers(f.read_text(encoding="utf-8"))]
    by_name = {Path(answer["document"]["path"]).name: answer for answer in answers}
    scores = {
        name: (document["document"]["language"], score_document(document, by_name.get(name)))
        for name, document in gold.items()
    }
    click.echo(tables(scores))
    if errors:
        for name, (language, score) in scores.items():
            click.echo(f"## {name} ({language})\n")
            click.echo("".join(f"- {error}\n" for error in score.errors) or "nothing\n")


if __name__ == "__main__":
    main()
