"""Every page: there, well-formed, with content, and with links that lead somewhere."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from starlette.routing import compile_path

from citygraph.errors import UnknownName
from citygraph.web.jobs import PageRequest
from citygraph.web.pages import PAGES, problem
from citygraph.web.problems import Problem
from tests.web.portal.conftest import BASE, ask, parse

SOFIA = "/page/id/city/sofia-bg"
PARTNERSHIP = "uaeu-digital-transition-partnership"
THINGS = [
    SOFIA,
    "/page/id/country/bg",
    "/page/id/region/amsterdam-metropolitan-area-nl",
    "/page/id/organisation/european-commission",
    "/page/id/person/thierry-breton",
    f"/page/id/initiative/{PARTNERSHIP}",
    "/page/id/event/uaeu-digital-transition-meeting-sofia-2017",
    "/page/id/venue/hotel-coop-sofia-bg",
    f"/page/id/participation/{PARTNERSHIP}--sofia-bg--coordinator",
    "/page/id/position/helsinki-fi--juhana-vartiainen--mayor",
    "/page/role/coordinator",
    "/page/status/announced",
    "/page/source/sofia-digital-transition-2017",
    "/page/graph/reference",
]
PAGES_SEEN = [
    "/",
    "/search",
    "/search?q=sofia",
    "/search?q=qqqqqqq",
    "/reports",
    "/reports/coordinators",
    "/reports/coordinators?country=bg",
    "/reports/city-profile",
    "/reports/city-profile?city=sofia-bg",
    "/reports/undated",
    "/map",
    "/map?country=bg",
    f"/map?initiative={PARTNERSHIP}",
    "/network",
    "/network?thing=id/city/sofia-bg",
    "/network?q=Partnership+on+Digital+Transition",
    "/sparql",
    "/sparql?query=ASK+%7B%7D",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
    "/sparql?query=CONSTRUCT+WHERE+%7B+%3Fs+a+%3Fo+%7D+LIMIT+20",
    "/sparql?example=class-counts",
    "/data",
    "/ontology",
    "/validation",
    "/help",
    "/schema",
    "/correction",
    "/correction?thing=https%3A%2F%2Fw3id.org%2Fcitygraph%2Fid%2Fcity%2Fsofia-bg&property=country",
]
# What the server answers beside the pages, by the beginning of the path.
SERVED = ("/static/", "/data/", "/dumps/", "/.well-known/void", "/openapi.json", "/context.jsonld")


@pytest.mark.parametrize("address", [*PAGES_SEEN, *THINGS])
def test_page_is_there_with_one_heading_and_a_title(show, address):
    shown = show(address)
    assert shown.status == 200
    assert len(shown.find("h1")) == 1
    assert shown.words("h1")[0]
    assert shown.words("title")[0].endswith("· citygraph")
    assert len(" ".join(shown.words("main"))) > 40
    identifiers = [e.get("id") for e in shown.tree.iter() if e.get("id")]
    assert len(identifiers) == len(set(identifiers)), "an id stands twice"


@pytest.mark.parametrize("address", [*PAGES_SEEN, *THINGS])
def test_page_holds_nothing_that_the_policy_forbids(show, address):
    shown = show(address)
    for element in shown.tree.iter():
        assert element.get("style") is None, element.tag
        assert not [name for name in element.attrib if name.startswith("on")], element.tag
        if element.tag == "script" and element.get("type") != "application/ld+json":
            assert element.get("src", "").startswith("/static/")
        if element.tag in {"img", "link", "script", "use"}:
            address = element.get("src") or element.get("href") or "/"
            assert element.get("rel") in {"canonical", "alternate"} or address.startswith("/")
    assert [e.get("nonce") for e in shown.find("style")] in ([], ["NONCE"])


def test_every_link_leads_somewhere(show, release):
    seen, tried = set(), 0
    for address in [*PAGES_SEEN, *THINGS]:
        for link in show(address).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path or link in seen:
                continue
            seen.add(link)
            if parts.path.startswith(SERVED) or re.match(r"/reports/[\w-]+\.\w+$", parts.path):
                continue
            if "format=" in parts.query:
                continue
            pattern = next(
                p for p in PAGES if compile_path(p)[0].match(unquote(parts.path)) or p == parts.path
            )
            assert pattern
            # A page for each kind of thing is made above; here it is enough that the rest are known.
            if parts.path.startswith("/page/") and tried < 250:
                tried += 1
                assert ask(release, link, whole=False).status == 200, link
            elif not parts.path.startswith(("/page/", "/sparql", "/correction", "/reports/")):
                assert ask(release, link, whole=False).status == 200, link
    assert tried > 150


@pytest.mark.parametrize("address", [*PAGES_SEEN, *THINGS])
def test_links_inside_a_page_have_a_target(show, address):
    shown = show(address)
    targets = {e.get("id") for e in shown.tree.iter()}
    inside = [link[1:] for link in shown.links if link.startswith("#")]
    assert [link for link in inside if link and unquote(link) not in targets] == []


@pytest.mark.parametrize("address", [*PAGES_SEEN, *THINGS])
def test_every_field_has_a_name(show, address):
    shown = show(address)
    labels = {e.get("for") for e in shown.find("label")}
    for name in ("input", "select", "textarea"):
        for element in shown.find(name):
            if element.get("type") != "hidden":
                assert element.get("id") in labels or element.get("aria-label"), element.attrib


def test_the_chosen_colours_are_in_the_page(show):
    assert show("/", flags={"theme": "dark"}).tree.get("data-theme") == "dark"
    assert show("/", flags={"theme": "x"}).tree.get("data-theme") is None


def test_a_chosen_language_stays(show):
    assert show("/?lang=bg", "bg", "en").headers["Set-Cookie"].startswith("lang=bg; Path=/;")
    assert "Set-Cookie" not in show("/?lang=%0d%0ax", "en").headers


def test_something_that_nobody_knows(show):
    with pytest.raises(UnknownName, match="says nothing about 'id/city/atlantis'"):
        show("/page/id/city/atlantis")
    with pytest.raises(UnknownName, match="no city or initiative"):
        show("/network?q=qqqqqqqqqq")


@pytest.mark.parametrize(
    "path", ["id/city/a<b>", "id/city/a b", 'id/"', "id/\x00", "../../etc/passwd"]
)
def test_paths_that_are_no_name(release, path):
    request = PageRequest("/page/{path:path}", f"/page/{path}", {"path": path}, base=BASE)
    with pytest.raises(UnknownName):
        PAGES["/page/{path:path}"](release, request)


@pytest.mark.parametrize("number", ["0", "2", "99999", "999999", "-1", "²", "٣", "x", "1e9"])
def test_numbers_of_pages_that_are_none(show, number):
    assert show(f"/page/role/member?cg-role={number}").status == 200
    assert show(f"/reports/events?page={number}").status == 200


def test_problem_page_says_what_and_why():
    what = Problem("time-limit", 504, "The query took too long.", "It ran <30> s.", "Add a LIMIT.")
    answer = problem(what, PageRequest("", "/sparql", base=BASE))
    assert answer.status == 504
    tree = parse(answer.body.decode())
    text = " ".join("".join(tree.itertext()).split())
    assert "The query took too long." in text
    assert "It ran <30> s." in text
    assert "Add a LIMIT." in text


def test_parameters_are_escaped(show):
    evil = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    for address in (
        f"/search?q={evil}",
        f"/search?q=sofia&kind={evil}",
        f"/correction?thing={evil}&value={evil}",
        f"/reports/coordinators?country={evil}",
        f"/reports/coordinators?{evil}=1",
        f"/map?country={evil}",
        f"/sparql?show={evil}",
        f"/sparql?query={evil}",
        f"/?lang={evil}",
    ):
        shown = show(address)
        assert "<script>alert" not in shown.text, address
        assert all("alert" not in "".join(e.itertext()) for e in shown.find("script")), address
