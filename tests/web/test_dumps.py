from __future__ import annotations

import base64
import gzip
import hashlib


def test_a_file_as_it_is(server, release_folder):
    for name in ("citygraph.nq", "citygraph.ttl", "validation.txt"):
        data = (release_folder / name).read_bytes()
        answer = server.get(f"dump/{name}")
        assert answer.content == data
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert server.get(f"dumps/{name}").content == data


def test_a_part_of_a_file(server, release_folder):
    data = (release_folder / "citygraph.nq").read_bytes()
    size = len(data)
    for asked, start, end in (
        ("bytes=0-9", 0, 10),
        ("bytes=100-", 100, size),
        ("bytes=-7", size - 7, size),
        (f"bytes=5-{size * 2}", 5, size),
    ):
        answer = server.get("dump/citygraph.nq", Range=asked)
        assert answer.status_code == 206
        assert answer.content == data[start:end]
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    answer = server.get("dump/citygraph.nq", Range=f"bytes={size}-")
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{size}"
    for nonsense in ("bytes=9-1-3", "lines=1-2", "bytes=0-1,4-5"):
        assert server.get("dump/citygraph.nq", Range=nonsense).content == data


def test_a_download_goes_on_only_in_the_same_file(server):
    whole = server.get("dump/citygraph.ttl")
    same = {"Range": "bytes=0-3", "If-Range": whole.headers["ETag"]}
    assert server.get("dump/citygraph.ttl", **same).status_code == 206
    other = {"Range": "bytes=0-3", "If-Range": '"another"'}
    assert server.get("dump/citygraph.ttl", **other).status_code == 200
    tag = {"If-None-Match": whole.headers["ETag"]}
    assert server.get("dump/citygraph.ttl", **tag).status_code == 304


def test_compressed(server, release_folder):
    answer = server.get("dump/citygraph.nq.gz")
    assert gzip.decompress(answer.content) == (release_folder / "citygraph.nq").read_bytes()
    assert answer.headers["Content-Type"] == "application/gzip"
    assert server.get("dump/citygraph.nq.gz").headers["ETag"] == answer.headers["ETag"]


def test_checksums(server):
    lines = server.get("dump/SHA256SUMS").text.splitlines()
    assert len(lines) >= 9
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(server.get(f"dump/{name}").content).hexdigest() == digest
    listed = server.get("dump").json()["files"]
    assert {f"{f['sha256']}  {f['name']}" for f in listed} == set(lines)


def test_nothing_else_can_be_read(server):
    for path in (
        "dump/manifest",
        "dump/..%2fmanifest.json",
        "dump/%2e%2e/pyproject.toml",
        "dump/x.gz",
    ):
        assert server.get(path).status_code == 404, path
