"""The portal in headless Chromium: real clicks, the keyboard alone, axe, and no foreign request."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

import pytest

from tests.browser import chromium
from tests.conftest import ROOT
from tests.web.portal.conftest import placed  # noqa: F401
from tests.web.serving import ENDLESS, Server

pytestmark = pytest.mark.system

SOFIA = "page/id/city/sofia-bg"
PARTNERSHIP = "uaeu-digital-transition-partnership"
KINDS = {
    "home": "",
    "search": "search?q=sofia",
    "city": SOFIA,
    "initiative": f"page/id/initiative/{PARTNERSHIP}",
    "person": "page/id/person/thierry-breton",
    "event": "page/id/event/uaeu-digital-transition-meeting-sofia-2017",
    "claim": f"page/id/participation/{PARTNERSHIP}--sofia-bg--coordinator",
    "source": "page/source/sofia-digital-transition-2017",
    "concept": "page/role/coordinator",
    "query": "sparql",
    "answer": "sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5",
    "reports": "reports",
    "report": "reports/coordinators",
    "form": "reports/city-profile",
    "map": "map",
    "network": "network?thing=id/city/sofia-bg",
    "choice": "network",
    "data": "data",
    "ontology": "ontology",
    "validation": "validation",
    "help": "help",
    "model": "schema",
    "correction": "correction?thing=https://w3id.org/citygraph/id/city/sofia-bg",
    "problem": "page/id/city/atlantis",
}


@pytest.fixture(scope="module")
def server(placed, tmp_path_factory):  # noqa: F811 - a fixture
    """A server of the five documents, with places, a time line and hostile names in them."""
    with Server(placed.folder, tmp_path_factory.mktemp("portal") / "log") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser, server):
    """A page that keeps what it asks for and what goes wrong; both must stay within bounds."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en", accept_downloads=True
    )
    context.set_default_timeout(10_000)
    made = context.new_page()
    wrong, asked = [], []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
    made.on("request", lambda request: asked.append(request.url))
    made.wrong = wrong
    yield made
    context.close()
    here = urlsplit(server.base).netloc
    assert [url for url in asked if urlsplit(url).netloc not in {here, ""}] == []
    assert wrong == []


def editor(page):
    return page.locator(".cm-content")


def write(page, text):
    """Write a query in the place of what is there."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def test_search_and_follow_an_entity(page, server):
    page.goto(server.base)
    box = page.get_by_role("combobox", name="Search by name, in any language")
    box.press_sequentially("софи", delay=10)
    option = page.get_by_role("option").first
    option.wait_for()
    assert "Sofia" in option.inner_text()
    option.click()
    page.wait_for_url(f"**/{SOFIA}")
    page.get_by_role("link", name="Partnership on Digital Transition").first.click()
    page.wait_for_url(f"**/{PARTNERSHIP}")
    assert page.get_by_role("heading", level=1).inner_text() == "Partnership on Digital Transition"


def test_open_who_says_so(page, server):
    page.goto(server.base + SOFIA)
    row = page.get_by_role("row").filter(has_text="coordinator").first
    summary = row.locator("summary").first
    summary.click()
    assert row.get_by_text("Report an error in this fact").is_visible()
    page.keyboard.press("Escape")
    assert not row.get_by_text("Report an error in this fact").is_visible()


def test_run_a_query_and_download_csv(page, server):
    page.goto(server.base + "sparql")
    write(
        page, "PREFIX cg: <https://w3id.org/citygraph/ontology#> SELECT ?city { ?city a cg:City }"
    )
    page.get_by_role("button", name="Run").click()
    page.get_by_text("15 rows in").wait_for()
    assert page.get_by_role("cell", name="Sofia", exact=True).is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    lines = download.value.path().read_text().split()
    assert lines[0] == "city"
    assert len(lines) == 16
    page.get_by_role("tab", name="Python").click()
    assert "requests.post" in page.locator("#code-text").inner_text()


def test_cancel_a_query(page, server):
    page.goto(server.base + "sparql")
    write(page, ENDLESS)
    page.get_by_role("button", name="Run").click()
    cancel = page.get_by_role("button", name="Cancel")
    cancel.wait_for()
    page.get_by_text("Running").wait_for()
    with page.expect_response(lambda r: r.request.method == "DELETE") as answer:
        cancel.click()
    assert answer.value.status == 204
    page.get_by_text("The query was cancelled.").wait_for()
    assert page.get_by_role("button", name="Run").is_visible()


def test_an_error_points_at_its_line(page, server):
    page.goto(server.base + "sparql")
    write(page, "SELECT * WHERE {\n  ?s ?p .\n}")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("alert").wait_for()
    assert "does not parse" in page.get_by_role("alert").inner_text()
    page.locator(".cm-lintRange-error, .cm-lintPoint-error").first.wait_for()
    assert page.wrong
    page.wrong[:] = [text for text in page.wrong if "400" not in text]


def test_complete_a_prefix_and_a_property(page, server):
    page.goto(server.base + "sparql")
    page.wait_for_load_state("networkidle")
    write(page, "")
    page.keyboard.type("PREFIX sko")
    page.locator(".cm-tooltip-autocomplete").get_by_text("skos:").first.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in editor(page).inner_text()
    page.keyboard.type("\nSELECT * { ?a cg:coordin")
    page.locator(".cm-tooltip-autocomplete").get_by_text("cg:coordinates").first.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    text = editor(page).inner_text()
    assert re.search(r"\?a cg:coordinate[sd]", text)
    assert "PREFIX cg: <https://w3id.org/citygraph/ontology#>" in text, "it declares the prefix too"


def test_take_an_example(page, server):
    page.goto(server.base + "sparql")
    page.get_by_label("Example").select_option("class-counts")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Run").click()
    page.get_by_text("rows in").wait_for()


def test_a_chart_where_the_columns_fit(page, server):
    page.goto(server.base + "sparql")
    write(
        page,
        "SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 9",
    )
    page.get_by_role("button", name="Run").click()
    page.locator("svg.bars rect").nth(8).wait_for()


def test_a_map_where_the_columns_fit(page, server):
    page.goto(server.base + "sparql")
    write(
        page,
        "SELECT ?name ?lat ?long { VALUES (?name ?lat ?long) { ('Sofia' 42.7 23.3) ('Oulu' 65 25.5) } }",
    )
    page.get_by_role("button", name="Run").click()
    page.locator("svg.map circle").nth(1).wait_for()
    page.get_by_role("button", name="Nearer").click()


def test_change_the_parameter_of_a_report(page, server):
    page.goto(server.base + "reports/coordinators")
    assert page.get_by_role("cell", name="Estonia").count()
    page.get_by_label("Country").select_option(label="Bulgaria")
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_url("**country=bg*")
    assert not page.get_by_role("cell", name="Estonia").count()
    assert page.get_by_role("cell", name="Sofia").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert "sofia-bg" in download.value.path().read_text()


def test_sort_a_table(page, server):
    page.goto(server.base + "data")
    heading = page.get_by_role("columnheader", name="Things")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"


def test_switch_colours_and_language(page, server):
    page.goto(server.base + SOFIA)
    page.get_by_role("button", name="Dark colours").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_label("Names in").select_option("bg")
    page.locator(".inline").get_by_role("button", name="Show").click()
    assert page.get_by_role("heading", level=1).inner_text() == "София"
    page.goto(server.base + "page/id/country/bg")
    assert page.get_by_role("heading", level=1).inner_text() == "България"


def test_keyboard_alone(page, server):
    page.goto(server.base)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("helsnki")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/helsinki-fi")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    for _stop in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(outline) != "none", page.evaluate("document.activeElement.outerHTML")
    # The query page: in, run, and out of the editor again.
    page.goto(server.base + "sparql")
    page.get_by_label("Example").focus()
    for _stop in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("cm-content")
    page.keyboard.press("Control+Enter")
    page.get_by_text("rows in").wait_for()
    editor(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"


def test_useful_without_scripts(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.base)
    page.get_by_label("Search by name, in any language").fill("софия")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Sofia", exact=True).first.click()
    assert page.url.endswith(SOFIA)
    page.goto(server.base + "sparql")
    page.get_by_label("Query", exact=True).fill("SELECT (1 + 1 AS ?two) {}")
    page.get_by_role("button", name="Run").click()
    assert page.get_by_role("cell").inner_text() == "2"
    context.close()


def _axe():
    path = ROOT / "web/node_modules/axe-core/axe.min.js"
    if not path.is_file():
        if os.environ.get("CITYGRAPH_TEST_FULL"):
            pytest.fail("axe-core is not installed; run `make node`")
        pytest.skip("axe-core is not installed; `make node` installs it")
    return path.read_text()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing(browser, server, scheme, width):
    source = _axe()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    told, wide = [], []
    for kind, address in KINDS.items():
        page.goto(server.base + address)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((d, i) => d.open = i < 6)")
        page.evaluate(source)
        found = page.evaluate("axe.run().then((results) => results.violations)")
        told += [(kind, v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(kind)
    context.close()
    assert told == []
    assert wide == [], "pages wider than the screen"


def test_every_kind_of_page_loads_only_from_here(page, server):
    for address in KINDS.values():
        page.goto(server.base + address)
        page.wait_for_load_state("networkidle")
    # The page of a thing that there is none of is answered with 404, which Chromium reports.
    page.wrong[:] = [text for text in page.wrong if "404" not in text]
