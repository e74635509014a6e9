"""What is known from the five documents comes out of the reports, each fact with its source."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT

EXPECTED = ROOT / "tests" / "reports" / "expected"

SOFIA_2017 = "sofia-digital-transition-2017"
SUMMIT_2020 = "dg-grow-icc-summit-2020"
CITY_LAB_2021 = "innovative-sofia-city-lab-2021"
DIALOGUE_2021 = "helsinki-breton-dialogue-2021"
SMALL_CITIES_2024 = "diba-small-cities-2024"


def pick(rows, *columns):
    """The rows cut down to some columns."""
    return [tuple(row[column] for column in columns) for row in rows]


def test_sofia_oulu_and_estonia_coordinate_the_digital_transition_partnership(ask):
    rows = ask("coordinators", initiative="uaeu-digital-transition-partnership")
    assert pick(rows, "coordinatorLabel", "kind", "inCountryLabel", "status") == [
        ("Estonia", "country", "Estonia", "stated"),
        ("Oulu", "city", "Finland", "stated"),
        ("Sofia", "city", "Bulgaria", "stated"),
    ]
    assert {row["initiativeLabel"] for row in rows} == {"Partnership on Digital Transition"}
    assert {row["sources"] for row in rows} == {SOFIA_2017}
    assert {row["sourcesLabel"] for row in rows} == {
        "София е домакин на европейска среща от партньорството „Дигитален преход“"
    }
    assert {row["knownOn"] for row in rows} == {"2017-06-06"}


def test_the_coordinators_read_as_the_kept_table(run, release, release_folder):
    """The whole output of the command that a newcomer runs first, as a file to look at."""
    outcome = run(
        "report", "coordinators", "--release", release_folder,
        "--param", "initiative=uaeu-digital-transition-partnership",
    )  # fmt: skip
    assert outcome.status == 0
    expected = (EXPECTED / "coordinators.txt").read_text(encoding="utf-8")
    assert outcome.out.replace(release.title, "RELEASE (DATE)") == expected


def test_an_applicant_does_not_coordinate(ask):
    roles = ask("cities-by-initiative", initiative="uaeu-digital-transition-partnership")
    assert ("Sofia", "applicant") in pick(roles, "cityLabel", "inRoleLabel")
    coordinators = ask("coordinators", initiative="uaeu-digital-transition-partnership")
    assert "applicant" not in {row["roleLabel"] for row in coordinators}


def test_coordinators_of_a_country_are_the_country_and_its_cities(ask):
    assert pick(ask("coordinators", country="ee"), "coordinatorLabel") == [("Estonia",)]
    assert pick(ask("coordinators", country="Финландия"), "coordinatorLabel") == [("Oulu",)]


def test_cities_of_the_intelligent_cities_challenge(ask):
    rows = ask("cities-by-initiative", initiative="intelligent-cities-challenge", role="membership")
    found = set(pick(rows, "cityLabel", "inRoleLabel", "sources"))
    assert found >= {
        ("Barcelona", "mentor city", SUMMIT_2020),
        ("Haarlemmermeer", "mentor city", SUMMIT_2020),
        ("Gdańsk", "participant", SUMMIT_2020),
        ("Thessaloniki", "participant", SUMMIT_2020),
    }
    assert next(row["status"] for row in rows if row["cityLabel"] == "Sofia") == "inferred"


def test_a_role_is_asked_with_the_roles_below_it(ask):
    every = ask("cities-by-initiative", role="coordination")
    assert pick(every, "cityLabel") == pick(
        ask("cities-by-initiative", role="coordinator"), "cityLabel"
    )


def test_which_cities_mentor(ask):
    rows = ask("mentor-cities", initiative="intelligent-cities-challenge")
    assert set(pick(rows, "cityLabel", "inCountryLabel", "sources", "knownOn")) >= {
        ("Barcelona", "Spain", SUMMIT_2020, "2020-11-04"),
        ("Haarlemmermeer", "Netherlands", SUMMIT_2020, "2020-11-04"),
    }


def test_what_sofia_hosted_and_when(ask):
    assert set(pick(
        ask("hosted-events", city="sofia-bg"),
        "hostLabel", "eventLabel", "start", "end", "place", "together", "status", "sources",
    )) >= {
        (
            "Sofia",
            "Working meeting of the Partnership on Digital Transition in Sofia",
            "2017-06-07T09:00:00+03:00",
            "2017-06-08",
            "Hotel COOP, Sofia",
            "Sofia Development Association",
            "announced",
            SOFIA_2017,
        )
    }  # fmt: skip


def test_who_spoke_for_helsinki_in_which_panel(ask):
    assert set(pick(
        ask("speakers", city="helsinki-fi"),
        "speakerLabel", "roleLabel", "onBehalfOf", "occasionLabel", "start", "status", "sources",
    )) >= {
        (
            "Juhana Vartiainen",
            "panellist",
            "Helsinki",
            "Panel 2: Technology, data and the digital strategy of cities",
            "2021-12-02T16:30:00+02:00",
            "announced",
            DIALOGUE_2021,
        )
    }  # fmt: skip


def test_when_and_where_each_panel_of_the_dialogue_took_place(ask):
    rows = ask("events", **{"from": "2021-12-02", "to": "2021-12-02", "city": "brussels-be"})
    panels = [row for row in rows if row["kind"] == "panel"]
    assert pick(panels, "start", "end", "zone", "place", "format") == [
        ("2021-12-02T15:30:00+02:00", "2021-12-02T16:30:00+02:00", "Europe/Sofia", "Brussels", "hybrid"),
        ("2021-12-02T16:30:00+02:00", "2021-12-02T17:30:00+02:00", "Europe/Sofia", "Brussels", "hybrid"),
    ]  # fmt: skip
    for row in panels:
        assert row["sources"] == f"{DIALOGUE_2021} {CITY_LAB_2021}", "each source is named once"


def test_the_panels_of_2017_lie_within_their_meeting(ask):
    rows = ask("events", **{"from": "2017-06-08", "to": "2017-06-08"})
    assert rows[0]["kind"] == "meeting", "the whole stands before its parts"
    assert {row["eventLabel"] for row in rows[1:]} == {
        "5G and other key enabling technologies",
        "E-government",
        "Health and social care of the future",
        "New business models that speed up urban growth",
        "New skills and the learning of the future",
        "Standardisation of databases and interoperability",
        "Urban planning",
    }
    assert {row["start"] for row in rows[1:]} == {""}, "no day of their own is made up"


def test_who_led_the_advanced_technologies_team(ask):
    assert set(pick(
        ask("people", organisation="dg-grow"),
        "holderLabel", "positionLabel", "atLabel", "within", "asOf", "printed", "sources",
    )) >= {
        (
            "Dana Eleftheriadou",
            "Head",
            "Advanced Technologies Team",
            "Directorate-General for Internal Market, Industry, Entrepreneurship and SMEs",
            "2020-11-04",
            "head of the Advanced Technologies Team (en)",
            SUMMIT_2020,
        )
    }  # fmt: skip


def test_a_position_in_a_body_counts_for_its_city(ask):
    assert set(pick(ask("people", city="sofia-bg"), "holderLabel", "positionLabel", "atLabel")) >= {
        ("Elen Gerdzhikov", "Chair", "Sofia Municipal Council")
    }


def test_every_position_says_as_of_when(ask):
    rows = ask("people")
    assert len(rows) >= 9
    assert all(row["asOf"] for row in rows)


def test_which_group_first_meets_on_13_march_2024_and_what_it_belongs_to(ask):
    meetings = ask("events", **{"from": "2024-03-13", "to": "2024-03-13"})
    assert pick(meetings, "eventLabel", "partOf", "sources") == [
        ("First meeting of the Small Giants focus group", "Small Giants", SMALL_CITIES_2024)
    ]
    chain = ask("initiative-chain", initiative="small-giants-focus-group")
    assert pick(chain, "step", "partLabel", "wholeLabel", "sources") == [
        ("1", "Small Giants", "Focus groups of the Smart Cities Marketplace", SMALL_CITIES_2024),
        (
            "2",
            "Focus groups of the Smart Cities Marketplace",
            "Smart Cities Marketplace",
            SMALL_CITIES_2024,
        ),
    ]


def test_the_chain_from_digital_transition_to_the_urban_agenda(ask):
    chain = ask("initiative-chain", initiative="uaeu-digital-transition-partnership")
    assert pick(chain, "step", "partLabel", "kind", "wholeLabel", "wholeKind", "sources") == [
        (
            "1",
            "Partnership on Digital Transition",
            "partnership",
            "Urban Agenda for the EU",
            "agenda",
            SOFIA_2017,
        )
    ]


def test_where_when_and_for_whom_the_training_modules_are(ask):
    rows = ask("events", initiative="smcnetzero")
    assert pick(rows, "start", "end", "place", "format", "meantFor", "status") == [
        ("2024-04-10", "2024-04-11", "Copenhagen", "on site", "small and medium-sized cities", "inferred"),
        ("2024-04-25", "2024-04-25", "", "online", "small and medium-sized cities", "inferred"),
    ]  # fmt: skip
    assert all("prints no year" in row["note"] for row in rows)
    assert {row["sources"] for row in rows} == {SMALL_CITIES_2024}


def test_events_of_2020(ask):
    rows = ask("events", **{"from": "2020", "to": "2020"})
    assert {row["eventLabel"] for row in rows} >= {
        "1st ICC City Lab",
        "European Week of Regions and Cities 2020",
        "ICC Mayors' Summit 2020",
        "Thematic panel on the recovery plan",
    }
    assert all(row["start"].startswith("2020") for row in rows)
    assert ask("events", **{"from": "2020-10-14", "to": "2020-10-14", "initiative": "intelligent-cities-challenge"})[0][
        "partOf"
    ] == "European Week of Regions and Cities 2020; Intelligent Cities Challenge"  # fmt: skip


def test_the_public_sessions_of_the_4th_city_lab(ask):
    rows = ask("initiative-parts", initiative="intelligent-cities-challenge")
    sessions = [row for row in rows if row["kind"] == "session" and "4th" in row["partOf"]]
    assert pick(sessions, "partLabel", "start", "end") == [
        (
            "Public session I: Upskilling and reskilling in cities, preparing the local workforce for the jobs of the future",
            "2021-11-30T11:30:00+02:00",
            "2021-11-30T13:00:00+02:00",
        ),
        (
            "Public session II: Reskilling, funding opportunities for cities",
            "2021-11-30T13:00:00+02:00",
            "2021-11-30T14:00:00+02:00",
        ),
        (
            "Public session III: Tech4Good Marketplace",
            "2021-12-10T14:00:00+02:00",
            "2021-12-10T15:30:00+02:00",
        ),
        (
            "Closing of the 4th ICC City Lab",
            "2021-12-10T15:30:00+02:00",
            "2021-12-10T16:00:00+02:00",
        ),
    ]
    assert {row["sources"] for row in sessions} == {CITY_LAB_2021}


def test_which_cities_took_part_in_the_panel_of_the_summit(ask):
    rows = ask("event-participants", event="icc-mayors-summit-2020-recovery-panel")
    assert pick(rows, "participantLabel", "roleLabel", "sources") == [
        (city, "panellist", SUMMIT_2020)
        for city in ("Gdańsk", "Leuven", "Nice", "Pori", "Porto", "Rijeka", "Thessaloniki")
    ]


def test_participants_of_a_whole_include_those_of_its_parts_but_not_those_it_is_meant_for(ask):
    rows = ask("event-participants", event="breton-eu-mayors-dialogue-2021")
    assert set(pick(rows, "participantLabel", "occasionLabel")) == {
        (
            "Juhana Vartiainen",
            "Smart, Green and Resilient Cities and Communities: Dialogue between EU Mayors and the Commission",
        ),
        (
            "Juhana Vartiainen",
            "Panel 2: Technology, data and the digital strategy of cities",
        ),
        (
            "Thierry Breton",
            "Smart, Green and Resilient Cities and Communities: Dialogue between EU Mayors and the Commission",
        ),
    }
    breton = next(row for row in rows if row["participantLabel"] == "Thierry Breton")
    assert breton["sources"] == f"{DIALOGUE_2021} {CITY_LAB_2021}"


def test_the_profile_of_sofia(ask):
    rows = ask("city-profile", city="sofia-bg")
    assert set(pick(rows, "section", "thingLabel", "detail", "with")) >= {
        ("Place", "Bulgaria", "country", ""),
        ("Initiatives", "Partnership on Digital Transition", "coordinator", "Urban Agenda for the EU"),
        ("Initiatives", "Partnership on Digital Transition", "applicant", "Urban Agenda for the EU"),
        ("Own roles at events", "Working meeting of the Partnership on Digital Transition in Sofia", "host", "Partnership on Digital Transition"),
        ("Represented at events", "Working meeting of the Partnership on Digital Transition in Sofia", "attendee", "Elen Gerdzhikov"),
        ("Events in the city", "E-government", "takes place here", "Working meeting of the Partnership on Digital Transition in Sofia"),
        ("Positions", "Elen Gerdzhikov", "Chair", "Sofia Municipal Council"),
        ("Bodies that act for it", "Innovative Sofia", "municipal department", ""),
        ("Roles of these bodies", "4th ICC City Lab", "attendee", "Innovative Sofia"),
    }  # fmt: skip
    sections = [row["section"] for row in rows]
    assert sections == sorted(sections, key=sections.index), "each section is one block"


def test_which_source_says_what(ask):
    rows = ask("sources", event="breton-eu-mayors-dialogue-2021")
    starts = [row for row in rows if row["statement"] == "start"]
    assert {(row["saying"], row["source"].rpartition("/")[2]) for row in starts} == {
        ("2021-12-02", CITY_LAB_2021),
        ("2021-12-02T15:30:00+02:00", DIALOGUE_2021),
    }
    (represented,) = (row for row in rows if "Vartiainen" in row["saying"])
    assert represented["saying"] == "who: Juhana Vartiainen; role: attendee; for: Helsinki"
    assert represented["passages"] == "578-647"
    assert represented["sourceDate"] == "2021-12-02"


def test_the_passages_of_a_claim_stand_in_order(ask):
    rows = ask("sources", initiative="uaeu-digital-transition-partnership", source=SOFIA_2017)
    (oulu,) = (row for row in rows if "Oulu" in row["saying"])
    assert oulu["passages"] == "202-283; 1461-1577"
    assert oulu["statement"] == "participation"


def test_numbers_that_matter(ask):
    rows = ask("figures")
    found = set(
        pick(rows, "aboutLabel", "measureLabel", "comparison", "value", "unit", "due", "kind")
    )
    assert found >= {
        ("Intelligent Cities Challenge", "cities", "exactly", "136", "cities", "", "figure"),
        ("1st ICC City Lab", "participants", "more than", "500", "people", "", "figure"),
        ("ICC Mayors' Summit 2020", "mayors and deputy mayors", "exactly", "130", "people", "", "figure"),
        ("European Union", "CO2 emission reduction", "exactly", "55", "%", "2030", "target"),
        ("European Union", "climate neutrality", "exactly", "0", "net emissions", "2050", "target"),
    }  # fmt: skip
    assert all(row["sources"] for row in rows)


def test_initiatives_with_what_they_belong_to(ask):
    rows = {row["initiativeLabel"]: row for row in ask("initiatives")}
    assert (rows["SMCNetZero"]["kind"], rows["SMCNetZero"]["partOf"]) == (
        "project",
        "Horizon Europe",
    )
    assert rows["Small Giants"]["partOf"] == "Focus groups of the Smart Cities Marketplace"
    assert rows["Small Giants"]["belongsTo"] == "Smart Cities Marketplace"
    assert rows["Small Giants"]["runBy"] == "European Commission"
    challenge = rows["Intelligent Cities Challenge"]
    assert challenge["topics"].split("; ") == sorted(challenge["topics"].split("; "))
    assert set(challenge["sources"].split()) >= {SUMMIT_2020, DIALOGUE_2021, CITY_LAB_2021}


def test_initiatives_on_a_topic_include_the_topics_below(ask):
    labels = {row["initiativeLabel"] for row in ask("initiatives", topic="governance")}
    assert {"Urban Agenda for the EU", "Intelligent Cities Challenge"} <= labels


def test_places_count_an_event_once_and_tell_wholes_from_parts(ask):
    (sofia,) = (
        row
        for row in ask("places", **{"from": "2017", "to": "2017"})
        if row["placeLabel"] == "Sofia"
    )
    assert (sofia["events"], sofia["wholes"], sofia["hosted"]) == ("8", "1", "1")
    assert (sofia["first"], sofia["last"]) == ("2017-06-07", "2017-06-08")
    rows = {row["placeLabel"]: row for row in ask("places")}
    assert (rows["Sofia"]["events"], rows["Sofia"]["wholes"], rows["Sofia"]["hosted"]) == (
        "8",
        "1",
        "1",
    )
    assert (rows["Sofia"]["first"], rows["Sofia"]["last"]) == ("2017-06-07", "2017-06-08")
    assert rows["Hotel COOP"]["inCountryLabel"] == "Bulgaria"


def test_topics_count_initiatives_and_events(ask):
    rows = {row["themeLabel"]: row for row in ask("topics")}
    assert rows["upskilling and reskilling"]["broader"] == "skills"
    which = rows["digital transition"]["which"].split("; ")
    assert {"Intelligent Cities Challenge", "Living-in.EU"} <= set(which)
    assert which == sorted(which)
    assert rows["digital transition"]["initiatives"] == str(len(which))


@pytest.mark.parametrize(
    ("name", "rows_without"),
    [("city-profile", {"Place"}), ("events", set()), ("people", set()), ("figures", set())],
)
def test_rows_name_their_sources(ask, name, rows_without):
    rows = ask(name, **({"city": "sofia-bg"} if name == "city-profile" else {}))
    assert all(row["sources"] for row in rows if row.get("section") not in rows_without)
