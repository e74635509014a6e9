"""The pages of reports in a browser, opened from the disk as a reader opens them."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.rendering import render_report
from citygraph.reports import CitedSource
from tests.browser import chromium
from tests.conftest import ROOT
from tests.rendering.drawing import report
from tests.rendering.test_maps import MAP, WHERE, places

pytestmark = pytest.mark.system

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
REPORTS = ["events", "urban-agenda", "coordinators", "people"]


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(release, tmp_path_factory) -> dict[str, Path]:
    """Pages of real reports, and one that has every kind of picture and hostile texts."""
    folder = tmp_path_factory.mktemp("pages")
    found = {name: release.report(name) for name in REPORTS}
    rows = [
        [key, name, n, kind, str(2015 + n), "one"]
        for n, (key, name, kind) in enumerate(
            zip(
                WHERE,
                [
                    "Sofia",
                    "<script>alert(1)</script>",
                    "Porto",
                    "Las Palmas",
                    "Eilat",
                    "Saint-Denis",
                    "Tokyo",
                ],
                "abababa",
                strict=True,
            )
        )
    ]
    all_kinds = report(
        ["city", "cityLabel", "events", "kind", "year", "sources"],
        rows,
        {"kind": "bar", "label": "cityLabel", "value": "events", "series": "kind"},
        {"kind": "line", "x": "year", "y": "events", "series": "kind"},
        {"kind": "timeline", "label": "cityLabel", "start": "year", "series": "kind"},
        {**MAP, "series": "kind"},
        places=places(rows),
    )
    source = CitedSource("https://w3id.org/citygraph/source/one", "One", "https://one.example/", "")
    found["all-kinds"] = type(all_kinds)(**{**vars(all_kinds), "sources": [source]})
    paths = {}
    for name, one in found.items():
        paths[name] = folder / f"{name}.html"
        paths[name].write_bytes(render_report(one, "html", release.namespaces))
    return paths


@pytest.fixture
def visit(browser, pages):
    """Open a page; fail at its end if it spoke to the console or asked for anything else."""
    complaints, asked = [], []
    contexts = []

    def call(name, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[name].as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith("file://")] == []
    assert len(asked) == len(contexts)


@pytest.mark.parametrize("name", [*REPORTS, "all-kinds"])
@pytest.mark.parametrize("width", [390, 1200])
def test_a_page_shows_its_table_and_its_pictures_and_asks_for_nothing(visit, name, width):
    page = visit(name, viewport={"width": width, "height": 900})
    assert page.locator("h1").is_visible()
    assert page.locator("table caption").is_visible()
    for picture in page.locator("svg.cg-picture").all():
        box = picture.bounding_box()
        assert box["width"] > 300
        assert box["height"] > 15
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"


def test_every_kind_of_picture_is_there_with_its_name(visit):
    page = visit("all-kinds")
    assert page.locator("svg.cg-picture").count() == 4
    assert page.get_by_role("img", name="Events by citylabel").count() == 2
    assert page.locator("svg.cg-picture circle").first.is_visible()


def test_colours_follow_the_scheme_of_the_reader_and_print_is_light(visit):
    colours = {}
    for scheme in ("light", "dark"):
        page = visit("all-kinds", color_scheme=scheme)
        read = "getComputedStyle(document.querySelector('svg .cg-1')).fill"
        colours[scheme] = page.evaluate(read)
        page.emulate_media(media="print", color_scheme=scheme)
        colours[f"{scheme} print"] = page.evaluate(read)
    assert (
        colours["light"] == colours["light print"] == colours["dark print"] == "rgb(11, 106, 168)"
    )
    assert colours["dark"] == "rgb(86, 180, 233)"


def test_the_table_sorts_by_mouse_and_by_keyboard_and_says_so(visit):
    page = visit("all-kinds")
    column = page.locator("tbody tr td:nth-child(2)")
    head = page.locator("th", has_text="Events")
    assert head.get_attribute("aria-sort") is None
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column.all_inner_texts() == ["0", "1", "2", "3", "4", "5", "6"]
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert column.all_inner_texts() == ["6", "5", "4", "3", "2", "1", "0"]
    other = page.locator("th", has_text="Kind")
    other.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None
    assert page.locator("tbody tr td:nth-child(3)").all_inner_texts() == [*"aaaabbb"]


def test_everything_is_there_without_a_script(visit):
    page = visit("all-kinds", java_script_enabled=False)
    assert page.locator("tbody tr").count() == 7
    assert page.locator("svg.cg-picture").count() == 4
    assert page.locator("th button").count() == 0


def test_a_source_is_one_step_from_its_row(visit):
    page = visit("all-kinds")
    page.locator("tbody a[href='#one']").first.click()
    assert page.url.endswith("#one")
    assert page.locator("li#one").is_visible()


@pytest.mark.parametrize("name", [*REPORTS, "all-kinds"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, pages, name, scheme):
    if not AXE.exists():
        pytest.skip("axe-core is not installed; `npm ci` in web/ installs it")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")
    context.close()
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
