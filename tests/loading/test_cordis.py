"""The bulk files of CORDIS, from a synthetic export in the same form."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest

from citygraph.namespaces import Namespaces, foreign
from citygraph.tables import name_digest
from tests.conftest import ROOT
from tests.loading.conftest import contents

NS = Namespaces()


def synthetic():
    spec = importlib.util.spec_from_file_location(
        "synthetic_cordis", ROOT / "scripts" / "synthetic_cordis.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PROJECT = synthetic().PROJECT
ORGANISATION = synthetic().ORGANISATION


def line(columns, **cells):
    return ";".join('"{}"'.format(cells.get(c, "").replace('"', '""')) for c in columns) + "\n"


def project(**cells):
    return line(
        PROJECT,
        **{
            "id": "101",
            "acronym": "WATER",
            "title": "Water for all",
            "startDate": "2023-01-01",
            "endDate": "2026-12-31",
            "frameworkProgramme": "HORIZON",
        }
        | cells,
    )


def body(**cells):
    return line(
        ORGANISATION,
        **{
            "projectID": "101",
            "organisationID": "999",
            "name": "RIVERTONIN KAUPUNKI",
            "activityType": "PUB",
            "city": "RIVERTON",
            "country": "FI",
            "role": "coordinator",
        }
        | cells,
    )


@pytest.fixture
def load(run, data, tmp_path):
    """Load files made of the rows given."""

    def call(projects, bodies, *options, encoding="utf-8"):
        files = (tmp_path / "project.csv", tmp_path / "organization.csv")
        for file, columns, rows in zip(
            files, (PROJECT, ORGANISATION), (projects, bodies), strict=True
        ):
            text = line(columns, **{c: c for c in columns}) + "".join(rows)
            file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return run(
            "load", "cordis", "--projects", files[0], "--organisations", files[1],
            "--retrieved", "2026-11-21", "--into", data, *options,
        )  # fmt: skip

    return call


def graph(data, name="cordis"):
    triples = {q.triple for q in ox.parse(path=str(data / "graphs" / f"{name}.nt"))}
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def values(store, subject, predicate):
    return {q.object.value for q in store.quads_for_pattern(subject, predicate, None)}


def test_one_project_and_its_coordinator(run, load, data):
    done = load([project()], [body(organizationURL="www.riverton.example")])
    assert done.status == 0, done.err
    assert "1 participations" in done.out
    store = graph(data)
    node = NS.node("initiative", "cordis-101")
    assert values(store, node, foreign("rdf:type")) == {NS.term("Project").value}
    assert values(store, node, foreign("skos:prefLabel")) == {"WATER"}
    assert values(store, node, foreign("skos:altLabel")) == {"Water for all"}
    assert values(store, node, foreign("schema:startDate")) == {"2023-01-01"}
    assert values(store, node, NS.term("partOf")) == {NS.node("initiative", "horizon-europe").value}
    town = NS.node("organisation", "pic-999")
    assert values(store, town, NS.term("actsFor")) == {NS.node("city", "riverton-fi").value}
    assert values(store, town, foreign("foaf:homepage")) == {"http://www.riverton.example"}
    assert values(store, town, foreign("org:classification")) == {
        NS.concept("orgtype", "local-authority").value
    }
    claim = NS.node("participation", "cordis-101--pic-999--coordinator")
    assert values(store, claim, NS.term("status")) == {NS.concept("status", "stated").value}
    assert values(store, claim, foreign("prov:wasDerivedFrom")) == {NS.source("cordis").value}
    inferred = NS.node("participation", "cordis-101--riverton-fi--coordinator")
    assert values(store, inferred, NS.term("status")) == {NS.concept("status", "inferred").value}
    assert values(store, inferred, NS.term("participant")) == {NS.node("city", "riverton-fi").value}
    assert run("validate", "--data", data).status == 0


def test_the_source_is_described(load, data):
    load([project()], [body()], "--publisher", "Somebody Else")
    text = (data / "sources.csv").read_text(encoding="utf-8")
    (row,) = re.findall(r"^cordis,.*$", text, re.MULTILINE)
    assert "Somebody Else" in row
    assert "2026-11-21" in row
    assert row.endswith(",document,")
    load([project()], [body()])
    assert "Somebody Else" in (data / "sources.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("coordinator", "coordinator"),
        ("participant", "partner"),
        ("partner", "partner"),
        ("internationalPartner", "partner"),
        ("associatedPartner", "participant"),
        ("thirdParty", "participant"),
    ],
)
def test_roles(load, data, word, role):
    assert load([project()], [body(role=word)]).status == 0
    claim = NS.node("participation", f"cordis-101--pic-999--{role}")
    assert values(graph(data), claim, NS.term("role")) == {NS.concept("role", role).value}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"activityType": "HES"}, "university"),
        ({"activityType": "REC"}, "research-organisation"),
        ({"activityType": "PRC"}, "company"),
        ({"activityType": "OTH"}, "other"),
        ({"name": "MINISTRY OF WATER"}, "national-authority"),
        ({"name": "WATER BOARD"}, "other"),
        ({"activityType": ""}, None),
    ],
)
def test_kinds(load, data, cells, kind):
    assert load([project()], [body(**cells)]).status == 0
    found = values(graph(data), NS.node("organisation", "pic-999"), foreign("org:classification"))
    assert found == ({NS.concept("orgtype", kind).value} if kind else set())


def test_texts_are_cleaned(load, data):
    done = load(
        [project(acronym="+City x", title="Water &amp; <b>heat</b>,\n \u201cA\u0301bc\u201d")],
        [body(name="  RIVERTON   UNIVERSITY ", activityType="HES")],
    )
    assert done.status == 0, done.err
    store = graph(data)
    node = NS.node("initiative", "cordis-101")
    assert values(store, node, foreign("skos:prefLabel")) == {"City x"}
    assert values(store, node, foreign("skos:altLabel")) == {"Water & heat , “Ábc”"}
    name = values(store, NS.node("organisation", "pic-999"), foreign("skos:prefLabel"))
    assert name == {"RIVERTON UNIVERSITY"}


def test_a_second_spelling_and_a_second_row_of_one_body(load, data):
    done = load(
        [project(), project(id="102", acronym="SECOND")],
        [
            body(),
            body(),
            body(projectID="102", name="RIVERTON TOWN", role="participant"),
        ],
    )
    assert done.status == 0, done.err
    assert "2 participations" in done.out
    town = NS.node("organisation", "pic-999")
    assert values(graph(data), town, foreign("skos:prefLabel")) == {"RIVERTONIN KAUPUNKI"}
    assert values(graph(data), town, foreign("skos:altLabel")) == {"RIVERTON TOWN"}


def test_a_country_that_is_not_in_the_tables_is_left_out_and_counted(run, load, data):
    done = load([project()], [body(country="EL", activityType="PRC"), body(country="US",
                organisationID="998", activityType="PRC", role="participant")])  # fmt: skip
    assert done.status == 0
    assert "2 organisations without country" in done.out
    assert run("validate", "--data", data).status == 0


def test_a_programme_in_the_tables_is_not_described_again(load, data):
    with (data / "initiatives.csv").open("a", encoding="utf-8") as file:
        file.write("eu-research-programme,Horizon Europe,programme,,,,,,,,riverton-news,,\n")
    assert load([project()], [body()]).status == 0
    parent = values(graph(data), NS.node("initiative", "cordis-101"), NS.term("partOf"))
    assert parent == {NS.node("initiative", "eu-research-programme").value}


BAD = [
    (project(id=""), "project.csv, row 3, column id: is empty"),
    (project(id="abc"), "project.csv, row 3, column id: 'abc' is not a number"),
    (project(), "project.csv, row 3, column id: '101' stands already further up"),
    (project(id="102", startDate="2023-13-01"), "column startDate: '2023-13-01' has month 13"),
    (project(id="102", endDate="2020-01-01"), "column endDate: '2020-01-01' lies before the start"),
    (project(id="102", startDate="01/02/2023"), "column startDate: '01/02/2023' is not a date"),
    (project(id="102", acronym="", title=""), "column title: is empty, and so is the acronym"),
    ('"102";"CUT"\n', "project.csv, row 3: the row has 2 cells, the header 20 columns"),
    (project(id="102").rstrip("\n") + ';"more"\n', "the row has 21 cells, the header 20"),
]


@pytest.mark.parametrize(("row", "words"), BAD, ids=range(len(BAD)))
def test_bad_projects_stop_a_load(load, data, row, words):
    before = contents(data)
    done = load([project(), row], [body()])
    assert done.status == 1
    assert words in done.err
    assert done.err.endswith("Nothing was written.\n")
    assert contents(data) == before


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            {"projectID": "55"},
            "organization.csv, row 3, column projectID: '55' is the number of no",
        ),
        ({"organisationID": ""}, "column organisationID: is empty"),
        ({"role": "friend"}, "column role: 'friend' is not one of the roles known here"),
        ({"name": " "}, "column name: is empty"),
        ({"name": "ASK info@riverton.example"}, "holds an e-mail address"),
    ],
)
def test_bad_organisations_stop_a_load(load, data, cells, words):
    before = contents(data)
    done = load([project()], [body(), body(**cells)])
    assert done.status == 1
    assert words in done.err
    assert contents(data) == before


def test_bad_rows_can_be_left_out(run, load, data):
    done = load(
        [project(), *(row for row, _ in BAD[3:6])],
        [body(), body(projectID="102"), body(role="friend"), body(projectID="55")],
        "--skip-bad-rows",
    )
    assert done.status == 0, done.err
    assert "5 rows left out because they are bad" in done.out
    assert "1 rows left out with their projects" in done.out
    assert "column role: 'friend'" in done.err
    assert run("validate", "--data", data).status == 0


def test_what_is_not_utf_8_is_told_with_its_cell(load, data):
    before = contents(data)
    done = load([project()], [body(name="KÖPING", activityType="PRC")], encoding="latin-1")
    assert done.status == 1
    assert "organization.csv, row 2, column name: 'KÖPING' is not UTF-8 text" in done.err
    assert contents(data) == before


def test_a_byte_order_mark_is_no_fault(load, data):
    assert load([project()], [body()], encoding="utf-8-sig").status == 0


def test_a_file_that_was_cut_off_is_refused_even_where_bad_rows_may_be_left_out(load, data):
    before = contents(data)
    whole = project(id="102")
    cut_in_a_cell = whole[: whole.index("2026") + 2]
    done = load([project(), cut_in_a_cell], [body()], "--skip-bad-rows")
    assert done.status == 2
    assert "ends inside a cell" in done.err
    assert contents(data) == before
    cut_between_cells = whole[: whole.index('"2026')]
    done = load([project(), cut_between_cells], [body()])
    assert done.status == 1
    assert "row 3: the row has 6 cells" in done.err
    assert contents(data) == before


def test_a_row_with_wrong_quotation_marks_is_one_bad_row(load, data):
    before = contents(data)
    wrong = project(id="102").replace('"Water for all"', '"Water "for" all"')
    rows = [project(), wrong, project(id="103", acronym="GOOD")]
    done = load(rows, [body(), body(projectID="103", role="participant")])
    assert done.status == 1
    assert "project.csv, row 3: cannot be read:" in done.err
    assert "in line 3 of the file" in done.err
    assert contents(data) == before
    done = load(rows, [body(), body(projectID="103", role="participant")], "--skip-bad-rows")
    assert done.status == 0, done.err
    assert "2 projects" in done.out
    assert "2 participations" in done.out


def test_a_quotation_mark_that_is_not_closed_costs_one_row(load, data):
    wrong = project(id="102").replace('"Water for all"', '"Water for all')
    rows = [project(), wrong, project(id="103"), project(id="104", acronym="GOOD")]
    done = load(rows, [body(), body(projectID="104", role="participant")], "--skip-bad-rows")
    assert done.status == 0, done.err
    assert "3 projects" in done.out


@pytest.mark.parametrize(
    ("cells", "private"),
    [
        ({"name": "MEIKÄLÄINEN Matti Johannes", "city": "", "street": ""}, True),
        ({"name": "Maija Meikäläinen", "city": ""}, True),
        ({"name": "MEIKÄLÄINEN Maija", "street": "ROAD 1"}, True),
        ({"name": "DE LA CRUZ Ana-María", "street": "ROAD 1"}, True),
        ({"name": "IDEALIA Public Security France", "shortName": "IDEALIA"}, False),
        ({"name": "IDEALIA Public Security France", "vatNumber": "FR1"}, False),
        ({"name": "RIVERTON WATER LTD", "street": "ROAD 1"}, False),
        ({"name": "3D PRINT Works", "city": ""}, False),
        ({"name": "RIVERTON University", "activityType": "HES"}, False),
    ],
)
def test_private_persons_are_left_out(load, data, cells, private):
    row = {"activityType": "PRC", "role": "participant", "organisationID": "998"} | cells
    done = load([project()], [body(), body(**row), body(**row | {"name": "ANOTHER NAME 2"})])
    assert done.status == 0, done.err
    said = "2 rows left out because the participant looks like a private person" in done.out
    text = (data / "graphs" / "cordis.nt").read_text(encoding="utf-8")
    assert said == private
    assert ("pic-998" not in text) == private


def test_who_asked_to_be_left_out_is(load, data):
    (data / "suppressed.csv").write_text(
        f"name_sha256,date,note\n{name_digest('Maija Virta Studio')},2026-11-01,\n",
        encoding="utf-8",
    )
    row = {"name": "MAIJA  VIRTA STUDIO", "activityType": "PRC", "organisationID": "998"}
    done = load([project()], [body(), body(role="participant", **row)])
    assert done.status == 0, done.err
    assert "pic-998" not in (data / "graphs" / "cordis.nt").read_text(encoding="utf-8")


def test_other_columns_are_refused(load, run, data, tmp_path):
    (tmp_path / "p.csv").write_text("id,acronym\n1,A\n", encoding="utf-8")
    done = run("load", "cordis", "--projects", tmp_path / "p.csv", "--organisations",
               tmp_path / "p.csv", "--into", data)  # fmt: skip
    assert done.status == 2
    assert "has no column 'id'" in done.err


def test_dry_run_writes_nothing(load, data):
    before = contents(data)
    done = load([project()], [body()], "--dry-run")
    assert done.status == 0
    assert "Nothing was written (--dry-run)." in done.out
    assert contents(data) == before


def test_too_many_bad_rows_end_a_load_early(load):
    done = load([project(id="")] * 5_000, [body()])
    assert done.status == 1
    assert "1,000 problems" in done.err


def test_a_synthetic_export_is_found_again_whole(run, data, tmp_path):
    """Every participation of the export is in the graph, with project, body and role."""
    synthetic().write(tmp_path, 60, 300, 90)
    done = run("load", "cordis", "--projects", tmp_path / "project.csv", "--organisations",
               tmp_path / "organization.csv", "--into", data)  # fmt: skip
    assert done.status == 0, done.err
    text = (tmp_path / "organization.csv").read_text(encoding="utf-8")
    pairs = set(re.findall(r'^"(\d+)";"[^"]*";"(\d+)"', text, re.MULTILINE))
    found = {
        tuple(re.findall(r"\d+", q.subject.value.rpartition("/")[2]))
        for q in graph(data).quads_for_pattern(None, foreign("rdf:type"), NS.term("Participation"))
    }
    assert found == pairs
    assert run("validate", "--data", data).status == 0


def test_the_generator_gives_the_same_files(tmp_path):
    for name in ("a", "b"):
        synthetic().write(tmp_path / name, 5, 20, 15)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.slow
def test_memory_is_bounded(data, tmp_path):
    """Ten times the rows need little more memory: identifiers are kept, and nothing else."""
    code = (
        "import resource, sys; from citygraph.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    peaks = []
    for scale in (1, 10):
        folder = tmp_path / f"scale-{scale}"
        synthetic().write(folder, 400 * scale, 2_000 * scale, 600 * scale)
        done = subprocess.run(
            [sys.executable, "-c", code, "load", "cordis", "--projects", folder / "project.csv",
             "--organisations", folder / "organization.csv", "--into", data],
            capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin"},
        )  # fmt: skip
        peaks.append(int(done.stdout.splitlines()[-1]))
    assert peaks[1] - peaks[0] < 40
