from __future__ import annotations

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.locating import Place
from citygraph.rendering.charts import pictures
from tests.rendering.drawing import NS, SVG, assert_sound, parsed, report, texts, tips

MAP = {"kind": "map", "place": "city", "label": "cityLabel", "value": "events"}
WHERE = {
    "city/sofia-bg": (42.70, 23.32),
    "city/oulu-fi": (65.01, 25.47),
    "city/porto-pt": (41.15, -8.61),
    "city/las-palmas-es": (28.12, -15.43),
    "city/eilat-il": (29.56, 34.95),
    "city/saint-denis-fr": (-20.88, 55.45),
    "city/tokyo-jp": (35.68, 139.69),
}
COLUMNS = ["city", "cityLabel", "events", "kind"]


def places(rows):
    found = {}
    for row in rows:
        key = row[0]
        if key and key.startswith("country/"):
            found[NS.node(*key.split("/")).value] = Place(country=key[-2:])
        elif key in WHERE:
            found[NS.node(*key.split("/")).value] = Place(*WHERE[key])
    return found


def maps(rows, **chart):
    rows = [[*row, *[None] * (4 - len(row))] for row in rows]
    return pictures(
        report(COLUMNS, rows, {**MAP, **chart}, titles={"cityLabel": "City"}, places=places(rows))
    )


def circles(picture):
    return list(parsed(picture).iter(f"{SVG}circle"))


def test_places_are_dots_that_grow_in_area_with_their_value():
    (picture,) = maps([["city/sofia-bg", "Sofia", 16], ["city/oulu-fi", "Oulu", 4]])
    assert_sound(picture)
    sofia, oulu = circles(picture)
    assert float(sofia.get("r")) == 2 * float(oulu.get("r"))
    assert tips(picture, "circle") == ["Sofia: 16", "Oulu: 4"]
    assert {"Sofia", "Oulu"} <= set(texts(picture))
    assert "The larger the dot, the larger “Events”: 4 to 16." in texts(picture)
    assert picture.title == "Events by city"


def test_north_is_up_and_east_is_right():
    (picture,) = maps(
        [["city/sofia-bg", "Sofia", 1], ["city/oulu-fi", "Oulu", 1], ["city/porto-pt", "Porto", 1]]
    )
    at = {
        tip.split(":")[0]: (float(c.get("cx")), float(c.get("cy")))
        for tip, c in zip(tips(picture, "circle"), circles(picture), strict=True)
    }
    assert at["Oulu"][1] < at["Sofia"][1]
    assert at["Porto"][0] < at["Sofia"][0] < at["Oulu"][0] + 100


def test_far_places_are_named_below_and_near_islands_are_on_the_map():
    (picture,) = maps(
        [
            ["city/sofia-bg", "Sofia", 2],
            ["city/las-palmas-es", "Las Palmas", 1],
            ["city/eilat-il", "Eilat", 1],
            ["city/saint-denis-fr", "Saint-Denis", 1],
            ["city/tokyo-jp", "Tokyo", 3],
            ["city/nowhere", "Nowhere", 3],
        ]
    )
    assert len(circles(picture)) == 3
    assert "Not on this map: Saint-Denis: 1; Tokyo: 3." in texts(picture)
    assert "1 without coordinates is in the table." in texts(picture)


def test_countries_are_shaded_and_show_their_numbers():
    (picture,) = maps(
        [["country/bg", "Bulgaria", 3], ["country/fi", "Finland", 12], ["country/jp", "Japan", 1]]
    )
    assert_sound(picture)
    assert not circles(picture)
    assert {"3", "12"} <= set(texts(picture))
    assert "Not on this map: Japan: 1." in texts(picture)
    assert {"Bulgaria: 3", "Finland: 12"} == set(tips(picture, "text"))
    shades = re.findall(r'fill-opacity="([\d.]+)"', picture.text)
    assert float(shades[0]) < float(shades[1])


def test_the_counts_of_a_country_are_added_and_told_apart():
    rows = [["country/bg", "Bulgaria", 3, "city"], ["country/bg", "Bulgaria", 4, "region"]]
    (picture,) = maps(rows, series="kind")
    assert "7" in texts(picture)
    assert tips(picture, "text") == ["Bulgaria, city: 3; Bulgaria, region: 4"]


def test_a_place_with_several_series_shows_both():
    rows = [
        ["city/sofia-bg", "Sofia", None, "lighthouse"],
        ["city/sofia-bg", "Sofia", None, "fellow"],
    ]
    (picture,) = maps(rows, series="kind")
    assert len(circles(picture)) == 2
    assert set(tips(picture, "circle")) == {"Sofia, fellow; Sofia, lighthouse"}
    assert {"fellow", "lighthouse"} <= set(texts(picture))


def test_labels_do_not_cover_each_other():
    rows = [["city/sofia-bg", f"A rather long name {n}", n] for n in range(40)]
    (picture,) = maps(rows)
    assert len([t for t in texts(picture) if t.startswith("A rather")]) <= 4


def test_labels_cannot_break_out():
    (picture,) = maps([["city/sofia-bg", "<script>x</script>", 1, "<b>"]], series="kind")
    assert_sound(picture)
    assert "<script" not in picture.text


def test_no_place_is_no_map():
    assert maps([]) == []
    assert maps([["city/nowhere", "Nowhere", 3]]) == []
    assert maps([["city/tokyo-jp", "Tokyo", 3]]) == []


def test_a_map_is_quickly_drawn():
    rows = [[key, key[5:].title(), n] for n, key in enumerate(list(WHERE)[:5] * 20)]
    maps(rows)
    took = []
    for _ in range(5):
        start = time.process_time()
        maps(rows)
        took.append(time.process_time() - start)
    assert min(took) < 0.05


values = st.one_of(st.none(), st.integers(-(10**25), 10**25), st.floats(), st.just(1e300))
keys = st.sampled_from(
    [*WHERE, "country/bg", "country/ru", "country/mt", "country/no", "country/jp", "city/x", None]
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            keys,
            st.one_of(st.none(), st.text(max_size=60)),
            values,
            st.one_of(st.none(), st.text(max_size=30)),
        ),
        max_size=40,
    ),
    st.booleans(),
)
def test_any_rows_give_a_sound_picture(rows, in_series):
    chart = {"series": "kind"} if in_series else {}
    for picture in maps([list(row) for row in rows], **chart):
        assert_sound(picture)
