from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from citygraph.reviewing import DecisionFile, Review, read_proposals

VALID = Path(__file__).parents[1] / "tables" / "folders" / "valid"
BASE = "https://w3id.org/citygraph/id"

ARTICLE = """Riverton hosts the Bridge Forum

4 March 2025. The Bridge Forum takes place in Riverton on 9 and 10 April 2025.
Lakeside joined the Water Network. Mayor Bo Lind of Lakeside speaks at the forum for Lakeside.
The Water Days 2024 were held from 12 to 13 June 2024.
"""


def place(words: str, text: str = ARTICLE) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def entity(kind, name, mention, country=None, key=None, names=()):
    ident = f"{BASE}/{kind}/{key}" if key else None
    told = {"type": kind, "name": name, "names": list(names), "mention": mention, "id": ident}
    return told | place(mention) | {"country": country, "confidence": 0.9, "rule": "test"}


def relation(entities, subject, predicate, target, words, **more):
    names = [one["name"] for one in entities]
    at = place(words)
    return {
        "subject": subject,
        "predicate": predicate,
        "object": target,
        "subject_index": names.index(subject),
        "object_index": names.index(target) if target in names else None,
        "role": None,
        "title": None,
        "date": None,
        "spans": [[at["start"], at["end"]]],
        "confidence": 0.8,
        "rule": "test",
        **more,
    }


def answer() -> dict:
    entities = [
        entity("city", "Riverton", "Riverton", "FI", "riverton-fi"),
        entity("event", "Bridge Forum", "Bridge Forum"),
        entity("city", "Lakeside", "Lakeside", "FI"),
        entity("initiative", "Water Network", "Water Network", key="water-network"),
        entity("person", "Bo Lind", "Bo Lind"),
        entity("event", "Water Days 2024", "Water Days 2024", key="water-days-2024"),
    ]
    speaks = "Mayor Bo Lind of Lakeside speaks at the forum for Lakeside"
    held = "The Bridge Forum takes place in Riverton on 9 and 10 April 2025"
    relations = [
        relation(entities, "Bo Lind", "represents", "Lakeside", speaks),
        relation(entities, "Riverton", "hosts", "Bridge Forum", "Riverton hosts the Bridge Forum"),
        relation(entities, "Bridge Forum", "held_on", "2025-04-09/2025-04-10", held),
        relation(entities, "Bridge Forum", "located_in", "Riverton", held),
        relation(
            entities,
            "Lakeside",
            "participates_in",
            "Water Network",
            "Lakeside joined the Water Network",
        ),
        relation(entities, "Bo Lind", "has_position", "Lakeside", speaks, title="Mayor"),
        relation(
            entities, "Bo Lind", "takes_part_in_event", "Bridge Forum", speaks, role="speaker"
        ),
        relation(
            entities,
            "Water Days 2024",
            "held_on",
            "2024-06-12/2024-06-13",
            "The Water Days 2024 were held from 12 to 13 June 2024",
        ),
    ]
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    document = {"path": "news.txt", "language": "en", "sha256": digest, "date": "2025-03-04"}
    return {"document": document, "entities": entities, "dates": [], "relations": relations}


@pytest.fixture
def data(tmp_path):
    """A small sound folder of tables."""
    folder = tmp_path / "data"
    shutil.copytree(VALID, folder)
    return folder


@pytest.fixture
def proposals(tmp_path):
    """An article, and what an extraction proposes from it."""
    (tmp_path / "news.txt").write_bytes(ARTICLE.encode())
    path = tmp_path / "news.json"
    path.write_text(json.dumps(answer()), encoding="utf-8")
    return path


@pytest.fixture
def review(data, proposals):
    decisions = DecisionFile(proposals.with_suffix(".decisions.csv"))
    return Review(read_proposals(proposals), decisions, data, [proposals.parent])


def ident_of(review, headline: str) -> str:
    """The proposal with a headline."""
    (found,) = [i for i in review.proposals if review.view(i).headline == headline]
    return found


def accept_all(review) -> None:
    """Accept everything in order, the source with a publisher."""
    for ident, proposal in review.proposals.items():
        changes = {"publisher": "Town of Riverton"} if proposal.kind == "source" else {}
        review.accept(ident, changes)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
