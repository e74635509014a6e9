"""The review as a page: who may use it, and that it reviews."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from citygraph.errors import UsageError
from citygraph.reviewing.page import application, serve
from tests.browser import chromium
from tests.conftest import ROOT
from tests.reviewing.conftest import ident_of, rows

HOST = "127.0.0.1:8123"


@pytest.fixture
def client(review):
    app = application(review, "pyshifty", "secret", (HOST,))
    with TestClient(app, base_url=f"http://{HOST}", follow_redirects=False) as client:
        yield client


@pytest.fixture
def reviewer(client):
    """A browser that opened the address printed at the start."""
    answer = client.get("/?token=secret")
    assert answer.status_code == 303
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    return client


def post(client, path, **fields):
    page = client.get("/all").text
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    return client.post(path, data={"token": token} | fields)


def test_without_the_token_nothing_is_shown(client):
    for path in ("/", "/all", "/p/x", "/review.css"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Bridge" not in answer.text
    assert client.get("/?token=guess").status_code == 403


def test_other_hosts_and_other_sites_are_refused(reviewer, review):
    assert reviewer.get("/all", headers={"host": "rebound.example"}).status_code == 421
    assert reviewer.get("/all", headers={"host": "127.0.0.1"}).status_code == 421
    source = next(iter(review.proposals))
    answer = reviewer.post(
        f"/p/{source}", data={"do": "reject"}, headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403
    assert reviewer.post(f"/p/{source}", data={"do": "reject"}).status_code == 403
    assert reviewer.post(f"/p/{source}", content=b"x" * 70_000).status_code == 413
    assert review.counts()["rejected"] == 0


def test_answers_allow_nothing_from_elsewhere(reviewer):
    headers = reviewer.get("/all").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_a_proposal_is_shown_decided_on_and_taken_back(reviewer, review):
    source = next(iter(review.proposals))
    assert reviewer.get("/").headers["location"] == f"/p/{source}"
    answer = post(reviewer, f"/p/{source}", do="accept")
    assert answer.status_code == 400
    assert "needs a publisher" in answer.text
    post(reviewer, f"/p/{source}", do="accept", **{"f-publisher": "Town <b>of</b> Riverton"})
    assert review.fields(source)["publisher"] == "Town <b>of</b> Riverton"
    assert "Town &lt;b&gt;of&lt;/b&gt; Riverton" in reviewer.get(f"/p/{source}").text
    city = ident_of(review, "City: Riverton")
    page = reviewer.get(f"/p/{city}").text
    assert "<mark>Riverton</mark>" in page
    assert "Riverton (riverton-fi)" in page
    post(reviewer, f"/p/{city}", do="skip")
    assert reviewer.get("/").headers["location"] != f"/p/{city}"
    post(reviewer, f"/p/{city}", do="reject")
    assert review.state(city) == "rejected"
    post(reviewer, f"/p/{city}", do="reopen")
    assert review.state(city) == "open"
    assert post(reviewer, f"/p/{city}", do="sing").status_code == 400
    assert reviewer.get("/p/none").status_code == 404


def test_what_is_accepted_is_written(reviewer, review, data):
    assert post(reviewer, "/write").status_code == 400
    source = next(iter(review.proposals))
    post(reviewer, f"/p/{source}", do="accept", **{"f-publisher": "Town of Riverton"})
    post(reviewer, f"/p/{ident_of(review, 'City: Lakeside')}", do="accept")
    answer = post(reviewer, "/write")
    assert "Written: " in answer.text
    assert "lakeside-fi" in {row["key"] for row in rows(data, "cities")}


def test_a_port_that_is_taken_is_said(review):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError, match="cannot be used"):
            serve(review, "pyshifty", other.getsockname()[1], lambda _line: None)


@pytest.fixture
def served(proposals, data):
    """The address that the command prints."""
    server = subprocess.Popen(
        [sys.executable, "-m", "citygraph", "review", proposals, "--data", data, "--page"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield re.search(r"http://\S+", server.stdout.readline())[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)
        server.stdout.close()


def test_the_command_serves_on_loopback_only(served):
    assert served.startswith("http://127.0.0.1:")
    port = int(re.search(r":(\d+)/", served)[1])
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [s[1] for s in sockets if s[3] == "0A" and s[1].endswith(f":{port:04X}")]
    assert listening == [f"0100007F:{port:04X}"]
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(served.split("?")[0] + "review.css")


@pytest.mark.system
def test_a_reviewer_needs_no_mouse(served, data):
    with chromium() as browser:
        page = browser.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(served)
        assert page.inner_text("h1").startswith("Source: Riverton hosts the Bridge Forum")
        page.keyboard.press("e")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.type("Town of Riverton")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.wait_for_selector("h1:has-text('Event: Bridge Forum')")
        page.keyboard.press("r")
        page.wait_for_selector("h1:has-text('City: Lakeside')")
        assert page.inner_text("mark") == "Lakeside"
        page.keyboard.press("a")
        page.wait_for_selector("h1:has-text('Person: Bo Lind')")
        page.goto(served.split("?")[0] + "all")
        page.keyboard.press("w")
        page.wait_for_selector("text=Written:")
        origin = served.split("?")[0]
        assert all(url.startswith(origin) for url in asked)
    assert "news-2025" in {row["source"] for row in rows(data, "cities")}
    assert "bridge-forum" not in {row["key"] for row in rows(data, "events")}
