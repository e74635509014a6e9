from __future__ import annotations

import json
import shutil

import pyoxigraph as ox
import pytest

from citygraph.errors import ReleaseError, UnknownName, UsageError
from citygraph.network import graph
from citygraph.network.measures import measure
from citygraph.network.publishing import publish
from citygraph.opening import open_folder
from citygraph.release.networks import NETWORK_FILE, NETWORK_MANIFEST
from tests.conftest import DOCUMENTS, ROOT, build_release

QUERY = (ROOT / "queries" / "network" / "central-cities.rq").read_text(encoding="utf-8")


@pytest.fixture
def folder(release_folder, tmp_path):
    """A release of its own, to write beside."""
    return shutil.copytree(release_folder, tmp_path / "build")


@pytest.fixture
def published(folder):
    publish(open_folder(folder))
    return folder


def count(release, where: str) -> int:
    answer = release.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
    return int(answer.rows[0][0].value)


def test_the_example_query_answers_from_the_measures(published):
    release = open_folder(published)
    values = measure(graph(release.store)).values["betweenness"]
    rows = [[term.value for term in row] for row in release.query(QUERY).rows]
    assert rows[0][1:5] == ["Sofia", "1", f"{values['city/sofia-bg']:.6f}".rstrip("0"), "2"]
    assert rows[0][5].startswith(("1: ", "2: "))
    assert len(rows) == 11
    assert {row[2] for row in rows[1:]} == {"2"}  # no other city lies between anybody


def test_the_measures_are_in_their_graph_and_once_in_the_merged_one(published):
    release = open_folder(published)
    assert count(release, "GRAPH <https://w3id.org/citygraph/graph/network> { ?s ?p ?o }") == len(
        (published / NETWORK_FILE).read_text(encoding="utf-8").splitlines()
    )
    kind = "<https://w3id.org/citygraph/ontology#NetworkMeasurement>"
    inside = count(release, f"GRAPH <https://w3id.org/citygraph/graph/network> {{ ?s a {kind} }}")
    assert count(release, f"?s a {kind}") == inside > 0


def test_the_shapes_hold_for_what_is_published(published):
    from citygraph.namespaces import Namespaces
    from citygraph.release.building import judge, merge_with_vocabulary

    quads = list(ox.parse(path=str(published / NETWORK_FILE), format=ox.RdfFormat.N_QUADS))
    results, _findings = judge(merge_with_vocabulary(quads, Namespaces()), "pyshifty")
    assert [r for r in results if "/network/" in r.focus] == []
    broken = [q for q in quads if not q.predicate.value.endswith("#networkValue")]
    results, _findings = judge(merge_with_vocabulary(broken, Namespaces()), "pyshifty")
    assert any("exactly one decimal number" in str(r) for r in results)


def test_the_same_release_gives_the_same_bytes(published):
    before = (published / NETWORK_FILE).read_bytes()
    told = (published / NETWORK_MANIFEST).read_bytes()
    publish(open_folder(published))
    assert (published / NETWORK_FILE).read_bytes() == before
    assert (published / NETWORK_MANIFEST).read_bytes() == told
    assert before.splitlines() == sorted(before.splitlines())


def test_the_manifest_tells_the_release_and_the_method(published):
    told = json.loads((published / NETWORK_MANIFEST).read_text(encoding="utf-8"))
    own = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    assert told["release"]["sha256"] == own["files"]["citygraph.nq"]["sha256"]
    assert told["networks"]["cities"]["edges"] == 12
    assert "seeds 0 to 19" in told["networks"]["cities"]["method"]
    assert not list(published.glob(".*"))


def test_measures_of_another_release_are_refused(published):
    manifest = published / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    digest = json.loads(text)["files"]["citygraph.nq"]["sha256"]
    manifest.write_text(text.replace(digest, "0" * 64), encoding="utf-8")
    with pytest.raises(ReleaseError, match="was made from another release") as caught:
        open_folder(published).query("ASK {}")
    assert "citygraph network publish" in caught.value.hint
    publish(open_folder(published))  # and this mends it
    assert open_folder(published).query("ASK {}")


def test_a_damaged_file_and_one_without_a_manifest_are_refused(published):
    path = published / NETWORK_FILE
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ReleaseError, match="is damaged"):
        open_folder(published).query("ASK {}")
    (published / NETWORK_MANIFEST).unlink()
    with pytest.raises(ReleaseError, match="has no manifest"):
        open_folder(published).query("ASK {}")


def test_a_build_keeps_the_measures_that_fit_and_says_which_are_gone(published, run, tmp_path):
    before = (published / NETWORK_FILE).read_bytes()
    build_release(DOCUMENTS, published)
    assert (published / NETWORK_FILE).read_bytes() == before
    assert open_folder(published).query("ASK {}")
    data = shutil.copytree(DOCUMENTS, tmp_path / "data")
    table = data / "participations.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text(
        "".join(line for line in lines if "nice-fr" not in line), encoding="utf-8", newline=""
    )
    done = run("build", "--data", data, "--out", published)
    assert done.status == 0, done.err
    assert "network.nq was made from the release before and is gone" in done.out
    assert not (published / NETWORK_FILE).exists()
    assert not (published / NETWORK_MANIFEST).exists()


def test_nothing_is_published_about_people(folder):
    with pytest.raises(UsageError, match="about people"):
        publish(open_folder(folder), ["people-events"])
    with pytest.raises(UnknownName):
        publish(open_folder(folder), ["citis"])
    assert not (folder / NETWORK_FILE).exists()
