"""What people open our files with: LibreOffice, a browser, an RDF parser that is not ours.

These tests need Debian packages; `make test-full` installs them.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from citygraph.rendering import render_report

pytestmark = pytest.mark.system


def program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    if os.environ.get("CITYGRAPH_TEST_FULL"):
        pytest.fail(f"{names[0]} is not installed; run `make system`")
    pytest.skip(f"{names[0]} is not installed; `make test-full` installs it")


@pytest.mark.parametrize("name", ["coordinators", "figures", "people"])
def test_libreoffice_reads_the_workbook(release, tmp_path, name):
    report = release.report(name)
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(render_report(report, "xlsx", release.namespaces))
    subprocess.run(
        [
            program("soffice", "libreoffice"),
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
            "--outdir",
            tmp_path,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with (tmp_path / f"{name}-Rows.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    assert len(header) == len(report.columns)
    assert len(rows) == len(report.rows)
    for shown, row in zip(rows, report.rows, strict=True):
        for text, term in zip(shown, row, strict=True):
            value = "" if term is None else term.value
            if value.startswith(("http", "20", "19")) or not value:
                assert text.replace(" ", "T")[:10] == value[:10]
            else:
                assert text == value
    about = (tmp_path / f"{name}-About.csv").read_text(encoding="utf-8")
    assert report.query.question in about
    assert "CC BY 4.0" in about


def test_a_browser_shows_the_page_and_asks_no_other_host(release, tmp_path):
    report = release.report("coordinators")
    page = tmp_path / "page.html"
    page.write_bytes(render_report(report, "html", release.namespaces))
    log = tmp_path / "net.json"
    command = [
        program("chromium", "chromium-browser"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    done = subprocess.run(
        [*command, "--enable-logging=stderr", f"--log-net-log={log}", "--dump-dom", page.as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Oulu" in done.stdout
    assert "<caption>" in done.stdout
    assert "CONSOLE" not in done.stderr
    urls = {
        event["params"]["url"]
        for event in json.loads(log.read_text(encoding="utf-8"))["events"]
        if "url" in event.get("params", {})
    }
    assert not [url for url in urls if url.startswith(("http:", "https:")) and "google" not in url]
    for width in (1200, 390):
        picture = tmp_path / f"{width}.png"
        subprocess.run(
            [*command, f"--window-size={width},900", f"--screenshot={picture}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert picture.stat().st_size > 5_000


@pytest.mark.parametrize(
    ("name", "syntax"),
    [("citygraph.ttl", "turtle"), ("citygraph.nq", "nquads"), ("ontology.ttl", "turtle"),
     ("shapes.ttl", "turtle"), ("void.ttl", "turtle"), ("dcat.ttl", "turtle")],
)  # fmt: skip
def test_an_independent_parser_counts_the_same(release_folder: Path, name: str, syntax: str):
    import pyoxigraph as ox

    path = release_folder / name
    done = subprocess.run(
        [program("rapper"), "--quiet", "--count", "--input", syntax, path],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    count = sum(1 for _ in ox.parse(path.read_bytes(), format=form))
    counted = subprocess.run(
        [program("rapper"), "--count", "--input", syntax, path],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert f"{count} triples" in counted
