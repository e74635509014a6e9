"""Reports over HTTP, and the description that is generated for them."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from openapi_spec_validator import validate

from citygraph.queries import read_query
from citygraph.web.reporting import all_reports, require_narrow

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_the_same_report_in_every_form(server):
    data = server.get("reports/coordinators.json").json()
    rows = list(csv.DictReader(io.StringIO(server.get("reports/coordinators.csv").text)))
    assert data["complete"] is True
    assert len(rows) == len(data["rows"]) >= 3
    assert [r["coordinator"] for r in rows] == [r["coordinator"] for r in data["rows"]]
    book = openpyxl.load_workbook(io.BytesIO(server.get("reports/coordinators.xlsx").content))
    assert rows[0]["coordinatorLabel"] in {c.value for row in book.worksheets[0] for c in row}
    assert "## Coordinators" in server.get("reports/coordinators.md").text
    assert "<table" in server.get("reports/coordinators.html").text


def test_accept_and_format(server):
    for accept, kind in (
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("text/markdown", "text/markdown"),
        (BROWSER, "text/html"),
    ):
        answer = server.get("reports/coordinators", accept)
        assert answer.headers["Content-Type"].partition(";")[0] == kind
        assert "Accept" in answer.headers["Vary"]
    answer = server.get("reports/coordinators?format=csv", BROWSER)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert server.get("reports/coordinators", "image/png").status_code == 406


def test_parameters(server):
    some = server.get("reports/coordinators?country=bg").json()
    assert some["parameters"] == {"country": ["bg"]}
    assert 0 < len(some["rows"]) < len(server.get("reports/coordinators").json()["rows"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("reports/coordinators?country=atlantis", 400, "atlantis"),
        ("reports/coordinators?contry=bg", 400, "country"),
        ("reports/coordinatros", 404, "coordinators"),
        ("reports/coordinators.pdf", 400, "xlsx"),
        ("reports/city-profile", 400, "city"),
        ("reports/..%2Fexamples%2Fclass-counts", 404, "nothing"),
    ],
)
def test_a_mistake_is_told(server, path, status, words):
    answer = server.get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert words in answer.text


def test_a_page_brings_only_its_own_style(server):
    answer = server.get("reports/coordinators.html", "*/*")
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_a_large_report_needs_a_parameter():
    front = "#+ title: T\n#+ question: Q\n#+ narrow: true\n#+ parameters:\n"
    front += "#+   city: {type: city, example: sofia-bg}\n"
    query = read_query("large", front + "SELECT * { VALUES ?city { UNDEF } }")
    require_narrow(query, {"city": ["sofia-bg"]})
    with pytest.raises(Exception, match="large: give at least one") as error:
        require_narrow(query, {"city": [""]})
    assert "city=sofia-bg" in error.value.hint


def test_the_description_is_valid(server):
    description = server.get("openapi.json").json()
    some = {path: item for path, item in description["paths"].items() if path.endswith(".json")}
    validate({**description, "paths": some})
    for name in all_reports():
        for suffix in ("csv", "json", "xlsx", "html", "md"):
            assert f"/reports/{name}.{suffix}" in description["paths"]


def test_what_is_described_can_be_asked(server):
    description = server.get("openapi.json").json()
    operation = description["paths"]["/reports/city-profile.json"]["get"]
    (parameter,) = operation["parameters"]
    assert parameter["required"] is True
    given = {parameter["name"]: "sofia-bg"}
    answer = server.client.get("reports/city-profile.json", params=given)
    assert answer.status_code == 200
    required = description["components"]["schemas"]["Report"]["required"]
    assert set(required) <= set(answer.json())


def test_the_list(server):
    listed = server.get("reports").json()["reports"]
    assert {entry["name"] for entry in listed} == set(all_reports())
    assert server.client.get(listed[0]["address"]).status_code in {200, 400}
