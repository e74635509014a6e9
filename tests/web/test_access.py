from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.web.serving import ENDLESS


def test_each_request_is_a_line(server):
    server.get("sparql?query=SELECT*{?s?p?o}LIMIT+3", **{"Query-Id": "in-the-log"})
    server.wait_for(lambda: any(line.get("run") == "in-the-log" for line in server.lines()))
    (line,) = (line for line in server.lines() if line.get("run") == "in-the-log")
    assert line["method"] == "GET"
    assert line["path"] == "/sparql"
    assert line["status"] == 200
    assert line["rows"] == 3
    assert line["bytes"] > 100
    assert line["ms"] > 0
    assert line["client"] == "127.0.0.0/24"  # not who, only from where


def test_a_limit_is_in_the_log(tight):
    tight.query(ENDLESS, **{"Query-Id": "too-long-a-run"})
    (line,) = (line for line in tight.lines() if line.get("run") == "too-long-a-run")
    assert line["problem"] == "time-limit"
    assert line["status"] == 504


def test_a_line_cannot_be_forged(server):
    server.get("x%0A%7B%22event%22:%22forged%22%7D")
    assert all(line["event"] != "forged" for line in server.lines())


def test_health(server, release):
    state = server.state()
    assert state["status"] == "ok"
    assert state["release"] == release.manifest.version
    assert state["workers"]["idle"] > 0


def test_metrics(tight):
    tight.query(ENDLESS)
    text = tight.get("metrics").text
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["citygraph_stopped_total", "time-limit"] >= 1
    assert samples["citygraph_requests_total", "sparql", "504"] >= 1
    assert samples["citygraph_workers_ended_total",] >= 1
    assert samples["citygraph_workers", "idle"] >= 0
    assert samples["citygraph_request_seconds_count", "sparql"] >= 1
