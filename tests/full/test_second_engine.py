"""The reports on programmes give the same rows in rdflib's engine, on a part of the full graph.

rdflib takes minutes for all of it, so the claims are cut down to some initiatives and cities, and
the things and sources to those that the claims speak of.
"""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib

from citygraph.queries import load_queries

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib"),
]

BASE = b"https://w3id.org/citygraph/"
# The others run in rdflib on the small graph.
PROGRAMMES = {
    "cities-mission",
    "conflicts",
    "country-cities",
    "coverage",
    "lighthouse-projects",
    "shared-initiatives",
    "urban-agenda",
}
REPORTS = {name: query for name, query in load_queries("reports").items() if name in PROGRAMMES}
INITIATIVES = set(
    b"""
    climate-city-contract european-capital-of-innovation eu-cities-mission eu-mission-label-cities
    icc-advisory-board iclei-europe-rexcom ldt-citiverse-edic sharing-cities smart-cities-marketplace
    uaeu-air-quality-partnership uaeu-circular-economy-partnership uaeu-cities-of-equality-partnership
    uaeu-digital-transition-partnership uaeu-urban-poverty-partnership urbact-access
    """.split()
)
# Of the largest only these.
LARGE = {b"climate-city-contract", b"eu-cities-mission", b"eu-mission-label-cities"}
CITIES = set(b"eindhoven-nl helmond-nl sofia-bg helsinki-fi madrid-es brussels-be oulu-fi".split())
KEPT_CLAIMS = {b"participation", b"award", b"figure", b"milestone"}
OTHER_CLAIMS = {b"event-participation", b"position", b"annotation", b"passage", b"selector"}

NODE = re.compile(rb"<" + BASE + rb"(?:id/([a-z-]+)|(source))/([^>]+)>")


def claim_is_kept(kind: bytes, name: bytes) -> bool:
    first, _, rest = name.partition(b"--")
    if kind not in KEPT_CLAIMS or first not in INITIATIVES:
        return False
    return first not in LARGE or kind == b"figure" or rest.partition(b"--")[0] in CITIES


def part_of(lines: list[bytes]) -> list[bytes]:
    """Keep the vocabulary, some claims, and what those speak of."""
    spoken_of = {BASE + b"id/initiative/" + name for name in INITIATIVES}
    claims, things, others = [], [], []
    for line in lines:
        node = NODE.match(line)
        if node is None:
            others.append(line)
        elif node[1] in KEPT_CLAIMS | OTHER_CLAIMS:
            if claim_is_kept(node[1], node[3]):
                claims.append(line)
                spoken_of.update(m[0][1:-1] for m in NODE.finditer(line))
        else:
            things.append((node[0][1:-1], line))
    for _step in range(3):  # wholes and countries of what is kept
        for subject, line in things:
            if subject in spoken_of and (b"#partOf>" in line or b"#country>" in line):
                spoken_of.update(m[0][1:-1] for m in NODE.finditer(line))
    kept = [
        line
        for subject, line in things
        if subject in spoken_of
        and all(m[0][1:-1] in spoken_of for m in NODE.finditer(line) if m[1])
    ]
    return claims + others + kept


@pytest.fixture(scope="module")
def engines(full_release_folder):
    """The part in Oxigraph and in rdflib: merged by default, each source's graph by its name."""
    quads = part_of((full_release_folder / "citygraph.nq").read_bytes().splitlines(keepends=True))
    merged = sorted({re.sub(rb" <[^ ]+> \.\n$", b" .\n", line) for line in quads})
    store = ox.Store()
    store.bulk_load(b"".join(quads), format=ox.RdfFormat.N_QUADS)
    store.bulk_load(b"".join(merged), format=ox.RdfFormat.N_TRIPLES)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=b"".join(quads), format="nquads")
    dataset.default_graph.parse(data=b"".join(merged), format="nt")
    return store, dataset


@pytest.mark.parametrize("name", REPORTS)
def test_the_file_gives_the_same_rows(name, engines):
    store, dataset = engines
    answer = store.query(REPORTS[name].text)
    columns = [variable.value for variable in answer.variables]
    ours = Counter(
        tuple("" if row[c] is None else str(row[c].value) for c in columns) for row in answer
    )
    result = dataset.query(REPORTS[name].text)
    assert [str(variable) for variable in result.vars] == columns
    theirs = Counter(tuple("" if cell is None else str(cell) for cell in row) for row in result)
    assert ours
    assert theirs == ours
