"""What a run writes, and what it leaves alone."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest

from citygraph.errors import InvalidData, UnknownName, UsageError
from citygraph.namespaces import Namespaces
from citygraph.reconciling import apply_merges, decide, propose
from citygraph.release import check
from citygraph.resources import data_folder
from citygraph.tables import load_package, write_tables

PACKAGE = load_package(data_folder() / "datapackage.json")
SOURCES = [
    {
        "key": key,
        "title": key,
        "language": "en",
        "publisher": "citygraph",
        "retrieved": "2025-01-01",
        "role": "document",
    }
    for key in ("page-a", "page-b")
]
TABLES = {
    "sources": SOURCES,
    "languages": [{"code": "en", "name": "English", "authority": "ENG", "source": "page-a"}],
    "countries": [
        {"key": "pl", "name": "Poland", "iso2": "PL", "source": "page-a"},
        {"key": "de", "name": "Germany", "iso2": "DE", "source": "page-a"},
    ],
    "cities": [
        {"key": "krakow-pl", "name": "Kraków", "country": "pl", "source": "page-a"},
        {"key": "cracow", "name": "Krakow", "country": "pl", "source": "page-b", "note": "As printed."},
        {"key": "lodz-pl", "name": "Łódź", "country": "pl", "source": "page-a"},
        {"key": "aachen-de", "name": "Aachen", "country": "de", "source": "page-a"},
    ],
    "labels": [
        {"key": "krakow-pl", "name": "Krakova", "language": "fi", "source": "page-a"},
        {"key": "cracow", "name": "Krakov", "language": "fi", "source": "page-b"},
    ],
    "names": [
        {"key": "krakow-pl", "name": name, "language": "pl", "source": "page-a"}
        for name in ("Kraków", "Stołeczne Królewskie Miasto Kraków")
    ],
    "initiatives": [
        {"key": "the-network", "name": "The Network of Many Cities", "type": "network", "source": "page-a"},
    ],
    "people": [
        {"key": "jan-nowak-krakow", "name": "Jan Nowak", "source": "page-a"},
        {"key": "jan-nowak-lodz", "name": "Jan Nowak", "source": "page-a"},
        {"key": "jan-nowak-again", "name": "Jan Nowak", "source": "page-b"},
    ],
    "participations": [
        {"initiative": "the-network", "participant": "krakow-pl", "role": "member", "end": "2020", "source": "page-a", "note": "One."},
        {"initiative": "the-network", "participant": "cracow", "role": "member", "end": "2021", "source": "page-a", "note": "Two."},
        {"initiative": "the-network", "participant": "cracow", "role": "member", "source": "page-b"},
    ],
    "positions": [
        {"holder": "jan-nowak-krakow", "at": "krakow-pl", "title": "Mayor of Kraków", "as_of": "2020", "source": "page-a"},
        {"holder": "jan-nowak-again", "at": "cracow", "title": "Mayor of Krakow", "as_of": "2021", "source": "page-b"},
        {"holder": "jan-nowak-lodz", "at": "lodz-pl", "title": "Councillor", "as_of": "2020", "source": "page-a"},
    ],
}  # fmt: skip


def write(folder, **more):
    tables = {name: [] for name in PACKAGE.tables} | TABLES
    for name, rows in more.items():
        tables[name] = [*tables[name], *rows]
    write_tables(folder, tables, PACKAGE)
    return folder


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "data")


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{c: v for c, v in row.items() if v} for row in csv.DictReader(file)]


def content(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def verdicts(proposals):
    return {(p.left, p.right): p.verdict for p in proposals}


def test_a_proposal_says_why(folder):
    proposal = next(p for p in propose(folder) if p.kind == "city")
    assert (proposal.left, proposal.right) == ("cracow", "krakow-pl")
    assert (proposal.verdict, proposal.score, proposal.keep) == ("same", 1.0, "krakow-pl")
    assert proposal.reasons == ("spelling variant 'Krakow'/'Kraków'", "same country: Poland")


def test_proposing_writes_nothing(folder, run):
    before = content(folder)
    propose(folder)
    for form in ("table", "csv", "json"):
        assert run("reconcile", "--data", folder, "--format", form).status == 0
    assert content(folder) == before


def test_merging_loses_nothing(folder):
    apply_merges(folder)
    assert {row["key"] for row in rows(folder, "cities")} == {"krakow-pl", "lodz-pl", "aachen-de"}
    (replaced,) = [row for row in rows(folder, "replaced") if row["key"] == "cracow"]
    assert replaced["replaced_by"] == "krakow-pl"
    assert "spelling variant" in replaced["note"]
    names = rows(folder, "names")
    assert {"key": "krakow-pl", "name": "Krakow", "language": "en", "source": "page-b"} in names
    # two labels of one language: the second stays as a name
    assert {"key": "krakow-pl", "name": "Krakov", "language": "fi", "source": "page-b"} in names
    assert [row["name"] for row in rows(folder, "labels")] == ["Krakova"]
    # each source's row stays, under the name that is kept
    city = [row for row in rows(folder, "cities") if row["key"] == "krakow-pl"]
    assert [(row["source"], row["name"], row.get("note", "")) for row in city] == [
        ("page-a", "Kraków", ""),
        ("page-b", "Kraków", "As printed."),
    ]
    # one source's two rows on one membership become one, with what differs in the note
    assert rows(folder, "participations") == [
        {
            "initiative": "the-network",
            "participant": "krakow-pl",
            "role": "member",
            "end": "2020",
            "source": "page-a",
            "note": "One.; Two.; end also given as 2021",
        },
        {
            "initiative": "the-network",
            "participant": "krakow-pl",
            "role": "member",
            "source": "page-b",
        },
    ]
    (decision,) = [row for row in rows(folder, "decisions") if row["left"] == "cracow"]
    assert (decision["right"], decision["decision"]) == ("krakow-pl", "same")
    assert check(folder, "pyshifty", Namespaces()).problems.problems == []


def test_a_second_run_proposes_no_merge_and_changes_nothing(folder):
    apply_merges(folder)
    before = content(folder)
    assert "same" not in verdicts(propose(folder)).values()
    assert apply_merges(folder) == []
    assert content(folder) == before


def test_people_of_one_name_are_merged_over_their_office_only(folder):
    found = verdicts(p for p in propose(folder) if p.kind == "person")
    # the office is at one city, once its two keys are seen to be one
    assert found["jan-nowak-again", "jan-nowak-krakow"] == "same"
    assert found["jan-nowak-krakow", "jan-nowak-lodz"] == "ambiguous"
    assert found["jan-nowak-again", "jan-nowak-lodz"] == "ambiguous"
    apply_merges(folder)
    # both are told of as much, so the shorter key stays
    assert {row["key"] for row in rows(folder, "people")} == {"jan-nowak-again", "jan-nowak-lodz"}


def test_a_kind_can_be_chosen(folder):
    assert {p.kind for p in propose(folder, kinds=["person"])} == {"person"}
    apply_merges(folder, kinds=["city"])
    assert len(rows(folder, "people")) == 3
    with pytest.raises(UnknownName, match="no kind 'citi'"):
        propose(folder, kinds=["citi"])


def test_the_key_told_to_stay_stays(folder):
    apply_merges(folder, keep=["cracow"])
    assert "krakow-pl" not in {row["key"] for row in rows(folder, "cities")}
    assert {row["name"] for row in rows(folder, "cities") if row["key"] == "cracow"} == {"Krakow"}
    with pytest.raises(UnknownName, match="no key 'nowhere'"):
        apply_merges(folder, keep=["nowhere"])


def test_what_was_decided_different_is_never_proposed_again(folder):
    decide(folder, "krakow-pl", "cracow", "different", "a hamlet of that name")
    assert ("cracow", "krakow-pl") not in verdicts(propose(folder))
    apply_merges(folder)
    assert "cracow" in {row["key"] for row in rows(folder, "cities")}
    # nor the people, whose office is then not the same
    assert len(rows(folder, "people")) == 3


def test_a_decision_holds_for_the_key_that_took_the_place_of_another(folder, tmp_path):
    decide(folder, "jan-nowak-krakow", "jan-nowak-lodz", "different", "seen both")
    apply_merges(folder)
    found = verdicts(propose(folder))
    assert ("jan-nowak-again", "jan-nowak-lodz") not in found


def test_what_was_decided_the_same_is_merged_at_once(folder):
    (done,) = decide(folder, "jan-nowak-lodz", "jan-nowak-krakow", "same", "moved away")
    assert done.reasons == ("moved away",)
    (replaced,) = rows(folder, "replaced")
    assert (replaced["key"], replaced["note"]) == ("jan-nowak-krakow", "moved away")
    (decision,) = rows(folder, "decisions")
    assert (decision["left"], decision["right"]) == ("jan-nowak-krakow", "jan-nowak-lodz")


def test_a_key_that_comes_back_is_merged_again(folder):
    apply_merges(folder)
    rest = {t: rows(folder, t) for t in PACKAGE.tables}
    rest["cities"].append(
        {"key": "cracow", "name": "Cracovia", "country": "pl", "source": "page-a"}
    )
    write_tables(folder, rest, PACKAGE)
    assert verdicts(propose(folder))["cracow", "krakow-pl"] == "same"
    apply_merges(folder)
    assert "cracow" not in {row["key"] for row in rows(folder, "cities")}
    assert [row["replaced_by"] for row in rows(folder, "replaced") if row["key"] == "cracow"] == [
        "krakow-pl"
    ]


def test_chains_of_replaced_keys_lead_to_the_last(folder):
    apply_merges(folder)
    rest = {t: rows(folder, t) for t in PACKAGE.tables}
    more = [{"key": "k", "name": "Kraków", "country": "pl", "source": s["key"]} for s in SOURCES]
    rest["cities"] += more
    write_tables(folder, rest, PACKAGE)
    apply_merges(folder, keep=["k"])
    leads = {row["key"]: row["replaced_by"] for row in rows(folder, "replaced")}
    assert (leads["cracow"], leads["krakow-pl"]) == ("k", "k")


@pytest.mark.parametrize(
    ("left", "right", "error", "words"),
    [
        ("krakow-pl", "aachen-de", InvalidData, "in different countries: Poland and Germany"),
        ("krakow-pl", "the-network", UsageError, "only things of one kind"),
        ("krakow-pl", "krakov-pl", UnknownName, "Did you mean 'krakow-pl'"),
        ("krakow-pl", "krakow-pl", UsageError, "one key already"),
    ],
)
def test_what_cannot_be_the_same_is_refused(folder, left, right, error, words):
    before = content(folder)
    with pytest.raises(error, match=words):
        decide(folder, left, right, "same", "so it seems")
    assert content(folder) == before


def test_a_decision_needs_a_reason(folder):
    with pytest.raises(UsageError, match="needs a reason"):
        decide(folder, "krakow-pl", "lodz-pl", "different", " ")


def test_a_merge_that_would_break_the_tables_is_refused_whole(tmp_path):
    """Each of two merges is sound; together they would make a circle of parts."""
    bodies = [
        {"key": key, "name": name, "type": "association", "country": "pl", "part_of": part, "source": "page-a"}
        for key, name, part in (
            ("alpha", "Alpha Union of Towns", ""),
            ("alpha-2", "Alpha Union of Towns", "beta"),
            ("beta", "Beta Union of Towns", ""),
            ("beta-2", "Beta Union of Towns", "alpha"),
        )
    ]  # fmt: skip
    folder = write(tmp_path / "data", organisations=bodies)
    before = content(folder)
    with pytest.raises(InvalidData, match="would have problems") as caught:
        apply_merges(folder)
    assert "circle of parts" in caught.value.hint
    assert content(folder) == before


def test_tables_with_problems_are_not_changed(tmp_path):
    wrong = [{"key": "x", "name": "X", "country": "zz", "source": "page-a"}]
    folder = write(tmp_path / "data", cities=wrong)
    before = content(folder)
    with pytest.raises(InvalidData, match="have problems already"):
        apply_merges(folder)
    assert content(folder) == before


@pytest.mark.parametrize("moves", [0, 1, 2, 5, 9])
def test_killed_in_the_middle_the_tables_are_whole(tmp_path, moves):
    """The process ends without a word at the n-th file it would put into its place."""
    folder = write(tmp_path / "data")
    whole = write(tmp_path / "whole")
    apply_merges(whole)
    code = f"""
import os, pathlib
from citygraph.reconciling import apply_merges
left = [{moves}]
def stop(function):
    def wrapped(*arguments, **more):
        if not left[0]:
            os._exit(9)
        left[0] -= 1
        return function(*arguments, **more)
    return wrapped
pathlib.Path.rename = stop(pathlib.Path.rename)
pathlib.Path.replace = stop(pathlib.Path.replace)
apply_merges(pathlib.Path({str(folder)!r}))
"""
    before = propose(folder)
    done = subprocess.run([sys.executable, "-c", code], check=False)
    after = propose(folder)  # reads the old tables, or all of the new ones
    if done.returncode == 9 and moves == 0:
        assert after == before
    else:
        assert after == propose(whole)
    apply_merges(folder)
    write_tables(folder, {}, PACKAGE)  # the next writer finishes what was left
    assert content(folder) == content(whole)


def test_another_writer_is_waited_for_by_the_user(folder):
    from citygraph.tables import lock_tables

    with lock_tables(folder), pytest.raises(UsageError, match="Another command is changing"):
        apply_merges(folder)


def test_a_package_without_the_tables_of_record_is_refused(folder):
    description = dict(PACKAGE.description)
    description["resources"] = [r for r in description["resources"] if r["name"] != "decisions"]
    (folder / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    (folder / "decisions.csv").unlink()
    with pytest.raises(UsageError, match="no table 'decisions'"):
        apply_merges(folder)
    assert propose(folder)


# Another folder


@pytest.fixture
def other(tmp_path):
    tables = {
        "sources": [SOURCES[1] | {"key": "page-c"}],
        "languages": TABLES["languages"],
        "countries": TABLES["countries"],
        "cities": [
            {"key": "stadt-aachen", "name": "Stadt Aachen", "country": "de", "source": "page-c"},
            {"key": "lodz-pl", "name": "Lodz", "country": "pl", "source": "page-c"},
            {"key": "krakow-pl", "name": "Kraków am See", "country": "de", "source": "page-c"},
        ],
        "participations": [
            {"initiative": "the-network", "participant": "stadt-aachen", "role": "member", "source": "page-c"},
        ],
    }  # fmt: skip
    folder = tmp_path / "other"
    write_tables(folder, {name: [] for name in PACKAGE.tables} | tables, PACKAGE)
    return folder


def test_two_folders_are_compared_with_each_other(folder, other):
    found = {(p.left, p.right): p for p in propose(folder, other=other)}
    same = found["aachen-de", "stadt-aachen"]
    assert (same.verdict, same.keep) == ("same", "aachen-de")
    clash = found["krakow-pl", "krakow-pl"]
    assert clash.verdict == "ambiguous"
    assert clash.reasons == (
        "the same key in both folders",
        "in different countries: Poland and Germany",
    )
    assert ("lodz-pl", "lodz-pl") not in found
    assert ("cracow", "krakow-pl") not in found, "a pair of the first folder alone"


def test_the_other_folder_takes_over_the_keys(folder, other):
    kept = [row for row in rows(other, "cities") if row["key"] != "krakow-pl"]
    for row in kept:
        if row["key"] == "lodz-pl":
            row["name"] = "Łódź"
    write_tables(other, {"cities": kept}, PACKAGE)
    before = content(folder)
    (done,) = apply_merges(folder, other=other)
    assert (done.left, done.right) == ("aachen-de", "stadt-aachen")
    assert content(folder) == before
    assert {row["key"]: row["name"] for row in rows(other, "cities")} == {
        "aachen-de": "Aachen",
        "lodz-pl": "Łódź",
    }
    assert rows(other, "participations")[0]["participant"] == "aachen-de"
    assert {"key": "aachen-de", "name": "Stadt Aachen", "language": "en", "source": "page-c"} in (
        rows(other, "names")
    )
    assert apply_merges(folder, other=other) == []


# The command


def test_the_command_lists_merges_and_decides(folder, run):
    listed = run("reconcile", "--data", folder, "--kind", "city,person", "--format", "json")
    assert {p["kind"] for p in json.loads(listed.out)} == {"city", "person"}
    assert "2 the same, 2 ambiguous" in listed.err
    table = run("reconcile", "--data", folder)
    assert "spelling variant 'Krakow'/'Kraków'; same country: Poland" in table.out
    told = ("--reason", "two people")
    done = run(
        "reconcile", "--data", folder, "--decide", "jan-nowak-lodz", "jan-nowak-krakow",
        "different", *told,
    )  # fmt: skip
    assert done.status == 0
    assert rows(folder, "decisions")[0]["reason"] == "two people"
    merged = run("reconcile", "--data", folder, "--apply", "--format", "csv")
    assert "2 pairs merged" in merged.err
    assert "Nothing to merge" in run("reconcile", "--data", folder, "--apply").err
    assert run("reconcile", "--data", folder, "--reason", "x").status == 2
    assert run("reconcile", "--data", folder, "--apply", "--decide", "a", "b", "same").status == 2
    unknown = run("reconcile", "--data", folder, "--decide", "krakow", "lodz-pl", "same", *told)
    assert unknown.status == 2
    assert "Did you mean 'krakow-pl'" in unknown.err
