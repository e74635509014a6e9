"""Comunica, a query engine in JavaScript, asks the endpoint, a document and a name of a thing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from citygraph.namespaces import Namespaces

pytestmark = [pytest.mark.system, pytest.mark.slow]
VERSION = "4.5.0"
BASE = Namespaces().base


@pytest.fixture(scope="module")
def comunica(tmp_path_factory):
    """The engine from npm, installed for these tests; a folder that has it may be named."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    given = os.environ.get("CITYGRAPH_TEST_COMUNICA")
    folder = given or str(tmp_path_factory.mktemp("comunica"))
    command = f"{folder}/node_modules/.bin/comunica-sparql"
    if not Path(command).exists():
        package = f"@comunica/query-sparql@{VERSION}"
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, package],
            capture_output=True,
            timeout=300,
        )
        if done.returncode:
            pytest.skip("Comunica cannot be installed here")

    def ask(source, query):
        done = subprocess.run(
            [command, source, "-q", query, "-t", "application/sparql-results+json"],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)["results"]["bindings"]

    return ask


QUERY = (
    f"PREFIX cg: <{BASE}ontology#> SELECT ?thing ?label {{ ?city cg:coordinates ?thing . "
    "?city <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?thing ?label"
)


def test_the_endpoint(server, comunica):
    rows = comunica(f"sparql@{server.sparql}", QUERY)
    right = server.query(QUERY).json()["results"]["bindings"]
    assert [row["thing"]["value"] for row in rows] == [row["thing"]["value"] for row in right]
    assert rows


def test_the_endpoint_is_recognised_by_its_description(server, comunica):
    rows = comunica(server.sparql, QUERY)
    assert len(rows) == len(server.query(QUERY).json()["results"]["bindings"]) > 0


def test_a_thing_by_its_name_on_this_server(server, comunica):
    query = (
        f"SELECT ?l {{ <{BASE}id/city/sofia-bg> <http://www.w3.org/2000/01/rdf-schema#label> ?l }}"
    )
    rows = comunica(f"{server.base}id/city/sofia-bg", query)
    assert "Sofia" in {row["l"]["value"] for row in rows}
