from __future__ import annotations

import json
import shutil
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import html5rdf
import pytest
from starlette.routing import compile_path

from citygraph.opening import open_folder
from citygraph.web.jobs import PageRequest
from citygraph.web.pages import PAGES

BASE = "http://graph.example/"
SVG = "{http://www.w3.org/2000/svg}"


class Shown(NamedTuple):
    """A page as a reader without scripts has it."""

    status: int
    text: str
    tree: object
    headers: dict

    def find(self, name, **attributes):
        """All elements of a name with these attributes."""
        return [
            each
            for each in self.tree.iter()
            if each.tag in (name, SVG + name)
            and all(
                each.get(key.rstrip("_").replace("_", "-")) == v for key, v in attributes.items()
            )
        ]

    def words(self, name, **attributes):
        """The texts of these elements."""
        return [" ".join("".join(e.itertext()).split()) for e in self.find(name, **attributes)]

    @property
    def links(self):
        """Where the page leads."""
        return [e.get("href") for e in self.find("a") if e.get("href")]


def parse(text):
    """Read HTML as a browser does, but refuse what is not well-formed."""
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def ask(release, address, languages=("en",), *, whole=True, **values):
    """Ask for a page."""
    parts = urlsplit(address)
    for pattern, page in PAGES.items():
        regex, _format, convertors = compile_path(pattern)
        match = regex.match(parts.path)
        if match and (pattern == parts.path or "{" in pattern):
            found = {k: convertors[k].convert(unquote(v)) for k, v in match.groupdict().items()}
            query = tuple(parse_qsl(parts.query, keep_blank_values=True))
            request = PageRequest(
                pattern, unquote(parts.path), found, query, languages, "NONCE", BASE, **values
            )
            answer = page(release, request)
            text = answer.body.decode("utf-8")
            headers = dict(answer.headers)
            if whole and headers.get("Content-Type", "text/html").startswith("text/html"):
                return Shown(answer.status, text, parse(text), headers)
            return Shown(answer.status, text, None, headers)
    raise LookupError(address)


@pytest.fixture(scope="session")
def show(release):
    """Ask for a page of the five documents."""

    kept = {}

    def call(address, *languages, **values):
        key = (address, languages, *map(str, values.items()))
        if key not in kept:
            kept[key] = ask(release, address, languages or ("en",), **values)
        return kept[key]

    return call


EVIL = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
PLACES = {
    "sofia-bg": (42.7, 23.3),
    "oulu-fi": (65, 25.5),
    "helsinki-fi": (60.2, 24.9),
    "pori-fi": (61.5, 21.8),
}
CG = "https://w3id.org/citygraph/ontology#"
CLAIM = "id/participation/uaeu-digital-transition-partnership--oulu-fi--coordinator"
# Statements that no table can bring, but RDF from elsewhere may.
ODD = [
    (
        "source/sofia-digital-transition-2017",
        "http://xmlns.com/foaf/0.1/page",
        "<javascript:alert(3)>",
    ),
    (CLAIM, f"{CG}earliestStart", '"soon"'),
    (CLAIM, f"{CG}latestEnd", '"2017-13-99 or so"'),
    (CLAIM, "https://schema.org/startDate", "<http://example.org/not-a-date>"),
    (
        "id/position/helsinki-fi--juhana-vartiainen--mayor",
        f"{CG}positionTitle",
        "<http://example.org/x>",
    ),
    ("id/city/oulu-fi", "http://xmlns.com/foaf/0.1/homepage", "<javascript:alert(4)>"),
    ("id/city/oulu-fi", f"{CG}population", '"many"'),
    (
        "id/city/oulu-fi",
        f"{CG}population",
        f'"{"9" * 6000}"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ),
]


DAY = "^^<http://www.w3.org/2001/XMLSchema#date>"
SOFIAS = "id/participation/{}--sofia-bg--{}".format
# What began and ended when, for a time line.
DATED = [
    (
        SOFIAS("uaeu-digital-transition-partnership", "coordinator"),
        f"{CG}earliestStart",
        f'"2017-01-01"{DAY}',
    ),
    (
        SOFIAS("intelligent-cities-challenge", "participant"),
        f"{CG}earliestStart",
        f'"2020-09-01"{DAY}',
    ),
    (SOFIAS("intelligent-cities-challenge", "participant"), f"{CG}latestEnd", f'"2022-12-31"{DAY}'),
]


@pytest.fixture(scope="session")
def placed(release_folder, tmp_path_factory):
    """The five documents with places for four cities, and with markup in the name of one.

    The tables refuse markup; RDF that is loaded from elsewhere may bring it.
    """
    folder = tmp_path_factory.mktemp("placed") / "build"
    shutil.copytree(release_folder, folder)
    geo, base = "http://www.w3.org/2003/01/geo/wgs84_pos#", "https://w3id.org/citygraph/"
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    for name in ("citygraph.nq", "citygraph.ttl"):
        graph = f" <{base}graph/reference>" if name.endswith("nq") else ""
        text = (folder / name).read_text(encoding="utf-8").replace('"Oulu"', json.dumps(EVIL))
        for key, place in PLACES.items():
            for axis, value in zip(("lat", "long"), place, strict=True):
                text += f'<{base}id/city/{key}> <{geo}{axis}> "{value}"^^<{decimal}>{graph} .\n'
        for subject, predicate, value in ODD + DATED:
            text += f"<{base}{subject}> <{predicate}> {value}{graph} .\n"
        (folder / name).write_text(text, encoding="utf-8")
    return open_folder(folder)
