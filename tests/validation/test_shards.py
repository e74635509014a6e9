"""Shards of any size give what the graph as a whole gives."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from citygraph.namespaces import Namespaces
from citygraph.validation import validate, validate_lines
from tests.validation.test_engines import broken

NS = Namespaces()


@pytest.fixture(scope="module")
def shapes(release_folder):
    return (release_folder / "shapes.ttl").read_text(encoding="utf-8")


def lines_of(release_folder, seed):
    text = (release_folder / "citygraph.ttl").read_bytes()
    triples = sorted((q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)), key=str)
    if seed:
        triples = broken(triples, seed)
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return sorted(set(data.splitlines(keepends=True)))


@pytest.mark.parametrize(("seed", "size"), [(0, 1_500), (1, 900), (2, 4_000)])
def test_shards_agree_with_the_whole(release_folder, shapes, seed, size):
    lines = lines_of(release_folder, seed)
    whole = set(validate(b"".join(lines), shapes, "pyshifty"))
    parts = set(validate_lines(lines, shapes, "pyshifty", NS, size=size))
    subjects = {line.partition(b" ")[0].strip(b"<>").decode() for line in lines}
    assert parts - whole == set()
    assert {r for r in whole - parts if r.focus in subjects} == set()
