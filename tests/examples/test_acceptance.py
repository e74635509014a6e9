"""The questions that the graph of the five documents must answer, each with its source.

What is asserted here was read in the documents, not taken from the graph. Only the rows that rest
on the document named are looked at, so that further sources may add to the answers.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.examples.answers import EXAMPLES, ask_store

if TYPE_CHECKING:
    from citygraph.opening import Release

SOFIA_2017 = "src:sofia-digital-transition-2017"
DG_GROW = "src:dg-grow-icc-summit-2020"
HELSINKI = "src:helsinki-breton-dialogue-2021"
SOFIA_2021 = "src:innovative-sofia-city-lab-2021"
DIBA = "src:diba-small-cities-2024"


def rows(release: Release, example: str, source: str, *columns: str) -> set[tuple[str, ...]]:
    """Return some columns of the rows that rest on a source."""
    answer = csv.DictReader(io.StringIO(ask_store(release.store, EXAMPLES[example].text)))
    return {tuple(row[c] for c in columns) for row in answer if row["source"] == source}


def test_which_events_sofia_hosted_and_when(release: Release):
    assert rows(release, "events-hosted-by-sofia", SOFIA_2017, "start", "end", "placeLabel") == {
        ("2017-06-07T09:00:00+03:00", "2017-06-08", "Hotel COOP")
    }


def test_who_represented_helsinki_and_in_which_panel(release: Release):
    found = rows(
        release, "helsinki-in-the-breton-dialogue", HELSINKI, "event", "personLabel", "roleLabel"
    )
    panel = "id:event/breton-eu-mayors-dialogue-2021-panel-2"
    assert (panel, "Juhana Vartiainen", "panellist") in found
    assert {person for _event, person, _role in found} == {"Juhana Vartiainen"}
    assert not any(event.endswith("panel-1") for event, _person, _role in found)


def test_when_and_where_each_panel_took_place(release: Release):
    def times(source: str) -> dict[str, tuple[str, ...]]:
        columns = ("panel", "start", "end", "placeLabel", "formatLabel")
        found = rows(release, "panels-when-and-where", source, *columns)
        return {row[0].removeprefix("id:event/"): row[1:] for row in found}

    dialogue = "breton-eu-mayors-dialogue-2021-panel"
    day = "2021-12-02"
    assert times(HELSINKI) == {
        f"{dialogue}-1": (day, day, "Brussels", "hybrid"),
        f"{dialogue}-2": (day, day, "Brussels", "hybrid"),
    }
    assert times(SOFIA_2021) == {
        f"{dialogue}-1": (f"{day}T15:30:00+02:00", f"{day}T16:30:00+02:00", "", ""),
        f"{dialogue}-2": (f"{day}T16:30:00+02:00", f"{day}T17:30:00+02:00", "", ""),
    }
    assert list(times(DG_GROW).values()) == [("2020-10-14", "2020-10-14", "", "")]
    assert (
        list(times(SOFIA_2017).values())
        == [("2017-06-07T09:00:00+03:00", "2017-06-08", "Sofia", "")] * 7
    )


def test_which_cities_mentor_the_challenge(release: Release):
    assert rows(release, "mentor-cities", DG_GROW, "cityLabel") == {
        ("Barcelona",),
        ("Haarlemmermeer",),
    }


def test_who_led_the_advanced_technologies_team(release: Release):
    found = rows(
        release, "head-of-the-advanced-technologies-team", DG_GROW, "personLabel", "post", "asOf"
    )
    assert ("Dana Eleftheriadou", "Head", "2020-11-04") in found
    assert {person for person, _post, _date in found} == {"Dana Eleftheriadou"}


def test_which_focus_group_first_meets_and_what_it_belongs_to(release: Release):
    found = rows(release, "focus-group-that-first-meets", DIBA, "step", "wholeLabel")
    assert found == {
        ("1", "Small Giants"),
        ("2", "Focus groups of the Smart Cities Marketplace"),
        ("3", "Smart Cities Marketplace"),
    }


def test_where_and_when_the_training_modules_take_place_and_for_whom(release: Release):
    columns = ("start", "end", "placeLabel", "formatLabel", "forWhom", "statusLabel")
    assert rows(release, "training-modules-of-smcnetzero", DIBA, *columns) == {
        ("2024-04-10", "2024-04-11", "Copenhagen", "on site",
         "small and medium-sized cities", "inferred"),
        ("2024-04-25", "2024-04-25", "", "online",
         "small and medium-sized cities", "inferred"),
    }  # fmt: skip
    notes = rows(release, "training-modules-of-smcnetzero", DIBA, "note")
    assert all("prints no year" in note for (note,) in notes)


def test_which_events_fell_in_2020(release: Release):
    assert rows(release, "events-of-2020", DG_GROW, "eventLabel", "start", "end") == {
        ("European Week of Regions and Cities 2020", "2020", "2020"),
        ("1st ICC City Lab", "2020-09-28", "2020-10-02"),
        ("ICC Mayors' Summit 2020", "2020-10-14", "2020-10-14"),
        ("Thematic panel on the recovery plan", "2020-10-14", "2020-10-14"),
    }


def test_what_the_public_sessions_of_the_4th_city_lab_were(release: Release):
    found = rows(
        release, "public-sessions-of-the-4th-city-lab", SOFIA_2021, "session", "start", "end"
    )
    assert {
        (key.removeprefix("id:event/"), start[:16], end[11:16]) for key, start, end in found
    } == {
        ("icc-4th-city-lab-2021-public-session-1", "2021-11-30T11:30", "13:00"),
        ("icc-4th-city-lab-2021-public-session-2", "2021-11-30T13:00", "14:00"),
        ("breton-eu-mayors-dialogue-2021", "2021-12-02", ""),
        ("breton-eu-mayors-dialogue-2021-panel-1", "2021-12-02T15:30", "16:30"),
        ("breton-eu-mayors-dialogue-2021-panel-2", "2021-12-02T16:30", "17:30"),
        ("icc-4th-city-lab-2021-public-session-3", "2021-12-10T14:00", "15:30"),
        ("icc-4th-city-lab-2021-closing", "2021-12-10T15:30", "16:00"),
    }


def test_which_cities_took_part_in_the_summit_panel(release: Release):
    assert rows(release, "cities-in-the-summit-panel", DG_GROW, "cityLabel") == {
        (name,) for name in ("Gdańsk", "Pori", "Thessaloniki", "Leuven", "Rijeka", "Nice", "Porto")
    }


def test_the_chain_up_to_the_urban_agenda(release: Release):
    found = rows(
        release,
        "from-digital-transition-to-the-urban-agenda",
        SOFIA_2017,
        *("step", "partLabel", "wholeLabel", "kindLabel"),
    )
    assert found == {
        ("1", "Partnership on Digital Transition", "Urban Agenda for the EU", "agenda")
    }


def test_who_coordinates_the_digital_transition_partnership(release: Release):
    found = rows(
        release, "coordinators-of-partnerships", SOFIA_2017, "actorLabel", "kindLabel", "roleLabel"
    )
    assert found == {
        ("Sofia", "city", "coordinator"),
        ("Oulu", "city", "coordinator"),
        ("Estonia", "country", "coordinator"),
    }
