from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Dataset, Graph

from citygraph.namespaces import Namespaces
from citygraph.release import FILES, build, open_release
from tests.conftest import DOCUMENTS, ROOT

NS = Namespaces()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_builds_from_two_places_give_the_same_bytes(release_folder, tmp_path):
    """Another folder, another process, another hash seed, rows in another order."""
    copy = tmp_path / "elsewhere"
    shutil.copytree(DOCUMENTS, copy)
    subprocess.run(
        [sys.executable, "-m", "citygraph", "build", "--data", copy, "--out", tmp_path / "out"],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
    )
    assert contents(tmp_path / "out") == contents(release_folder)


def test_the_order_of_rows_does_not_change_the_graph(release_folder, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(DOCUMENTS, copy)
    for path in copy.glob("*.csv"):
        import csv

        with path.open(newline="", encoding="utf-8") as table:
            header, *rows = list(csv.reader(table))
        if "name" in header and "key" in header and path.name not in {"names.csv", "labels.csv"}:
            continue  # the first row of a key carries its name
        with path.open("w", newline="", encoding="utf-8") as table:
            csv.writer(table, lineterminator="\n").writerows([header, *rows[::-1]])
    build(copy, tmp_path / "out", "pyshifty", NS)
    for name in ("citygraph.nq", "citygraph.ttl", "void.ttl"):
        assert (tmp_path / "out" / name).read_bytes() == (release_folder / name).read_bytes()


def test_the_manifest_is_true(release_folder):
    manifest = open_release(release_folder)
    assert set(manifest.files) == set(FILES)
    assert {path.name for path in release_folder.iterdir()} == {*FILES, "manifest.json"}
    for name, facts in manifest.files.items():
        data = (release_folder / name).read_bytes()
        assert facts == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert manifest.counts["classes"]["City"] == 15
    assert manifest.version == manifest.date.replace("-", ".")


def test_source_date_epoch_sets_the_date(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    folder = tmp_path / "out"
    build(ROOT / "tests" / "tables" / "folders" / "valid", folder, "pyshifty", NS)
    assert open_release(folder).date == "2025-06-15"


def test_rdflib_and_oxigraph_read_the_same_and_no_blank_node(release_folder):
    quads = (release_folder / "citygraph.nq").read_bytes()
    merged = (release_folder / "citygraph.ttl").read_bytes()
    in_oxigraph = list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    in_rdflib = Dataset()
    in_rdflib.parse(data=quads, format="nquads")
    assert len(set(in_oxigraph)) == len(list(in_rdflib.quads()))

    triples = {q.triple for q in ox.parse(merged, format=ox.RdfFormat.TURTLE)}
    graph = Graph().parse(data=merged, format="turtle")
    assert len(triples) == len(graph) == len({q.triple for q in in_oxigraph})
    assert triples == {q.triple for q in in_oxigraph}
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_the_canonical_file_is_sorted_and_canonical(release_folder):
    lines = (release_folder / "citygraph.nq").read_bytes().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    store = ox.Store()
    store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    again = ox.serialize(store, format=ox.RdfFormat.N_QUADS).splitlines(keepends=True)
    assert sorted(again) == lines, "the store changes a literal that is not in canonical form"


def test_the_default_graph_counts_each_statement_once(release):
    """Oxigraph's own union counts a statement once per graph; the merged graph must not."""
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    distinct = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
    everywhere = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    numbers = [int(release.query(text).rows[0][0].value) for text in (count, distinct, everywhere)]
    assert numbers[0] == numbers[1] == release.manifest.counts["distinct_statements"]
    assert numbers[2] == release.manifest.counts["statements"] > numbers[0]


def test_every_asserted_statement_has_a_source(release):
    """Each named graph is a known source, the reference graph, a rule's, or metadata."""
    graphs = {
        row[0].value.removeprefix(NS.base)
        for row in release.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    }
    sources = {
        row[0].value.removeprefix(NS.base)
        for row in release.query(f"SELECT ?s WHERE {{ ?s a <{NS.term('Source').value}> }}").rows
    }
    documents = {name for name in graphs if name.startswith("source/")}
    assert documents <= sources
    assert {n for n in graphs - documents if not n.startswith("graph/derived/")} == {
        "graph/reference",
        "graph/release",
        "graph/vocabulary",
    }


def test_every_node_is_traced_to_its_rows(release_folder, release):
    rows = json.loads((release_folder / "rows.json").read_text(encoding="utf-8"))
    nodes = {
        row[0].value
        for row in release.query(
            f"""SELECT DISTINCT ?x WHERE {{ ?x a ?class .
            VALUES ?class {{ <{NS.term("Claim").value}> <{NS.term("Actor").value}>
              <{NS.term("Event").value}> <{NS.term("Initiative").value}> }} }}"""
        ).rows
    }
    assert nodes
    assert nodes <= rows.keys()
    for places in rows.values():
        for place in places:
            name, _, number = place.partition(":")
            lines = (DOCUMENTS / name).read_text(encoding="utf-8").splitlines()
            assert 2 <= int(number) <= len(lines)


def test_void_counts_equal_sparql_counts(release_folder, release):
    void = Graph().parse(release_folder / "void.ttl")
    rows = void.query(
        """PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?class ?property ?n WHERE {
          { ?part void:class ?class ; void:entities ?n }
          UNION { ?part void:property ?property ; void:triples ?n } }"""
    )
    checked = 0
    for class_, property_, number in rows:
        pattern = f"?x a <{class_}>" if class_ else f"?x <{property_}> ?y"
        counted = release.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows[0][0]
        assert int(counted.value) == int(number)
        checked += 1
    assert checked > 50


def test_dcat_describes_the_files_that_are_there(release_folder):
    dcat = Graph().parse(release_folder / "dcat.ttl")
    rows = list(
        dcat.query(
            """PREFIX dcat: <http://www.w3.org/ns/dcat#>
            PREFIX spdx: <http://spdx.org/rdf/terms#>
            SELECT ?url ?size ?sum WHERE { ?d dcat:downloadURL ?url ; dcat:byteSize ?size ;
              spdx:checksum/spdx:checksumValue ?sum }"""
        )
    )
    assert len(rows) >= 5
    for url, size, digest in rows:
        data = (release_folder / str(url).rpartition("/")[2]).read_bytes()
        assert int(size) == len(data)
        assert str(digest).lower() == hashlib.sha256(data).hexdigest()


def test_another_base_is_written_everywhere(tmp_path):
    namespaces = Namespaces("https://data.example.org/cities/")
    folder = tmp_path / "out"
    outcome = build(DOCUMENTS, folder, "pyshifty", namespaces)
    assert outcome.valid
    for name in ("citygraph.nq", "citygraph.ttl", "shapes.ttl", "ontology.ttl", "void.ttl"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "https://data.example.org/cities/" in text
        assert "https://w3id.org/citygraph/ontology#" not in text
    from citygraph.opening import open_folder

    assert open_folder(folder).report("coordinators").rows


@pytest.mark.parametrize("missing", ["citygraph.nq", "citygraph.ttl", "manifest.json"])
def test_a_damaged_release_is_named(run, release_folder, tmp_path, missing):
    folder = tmp_path / "damaged"
    shutil.copytree(release_folder, folder)
    (folder / missing).write_bytes(b"<half")
    done = run("query", "ASK { ?s ?p ?o }", "--release", folder)
    assert done.status == 2
    assert "Build" in done.err


def test_no_release_is_a_clear_error(run, tmp_path):
    done = run("report", "coordinators", "--release", tmp_path)
    assert done.status == 2
    assert "There is no release in" in done.err
    assert "citygraph build" in done.err
