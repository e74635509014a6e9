"""Small real HTTP servers on loopback that behave as endpoints do on bad days."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TURTLE = "text/turtle"


class Reply:
    """What a server does with one request.

    Attributes:
        status: The HTTP status.
        body: What it sends.
        headers: Headers beside the content type.
        kind: The content type.
        wait: Seconds before anything is sent.
        length: What Content-Length says; None leaves it out, so that the end is the connection's.
        chunked: Whether the body comes in chunks; the last one is left out where `cut` is set.
        drip: Seconds between two bytes.
        cut: How many bytes of the body are sent; all where it is None.
    """

    def __init__(
        self, body="", status=200, *, headers=(), kind=TURTLE, wait=0.0, length="right",
        chunked=False, drip=0.0, cut=None,
    ):  # fmt: skip
        self.body = body.encode()
        self.status, self.headers, self.kind, self.wait = status, dict(headers), kind, wait
        self.length, self.chunked, self.drip, self.cut = length, chunked, drip, cut


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(parse_qs(urlsplit(self.path).query).get("query", [""])[0])

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(parse_qs(text).get("query", [text])[0])

    def answer(self, query):
        self.server.seen.append((query, dict(self.headers)))
        reply = self.server.script(query, len(self.server.seen))
        time.sleep(reply.wait)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.length is not None:
            length = len(reply.body) if reply.length == "right" else reply.length
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.send(reply)

    def send(self, reply):
        body = reply.body if reply.cut is None else reply.body[: reply.cut]
        try:
            if reply.chunked:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
                if reply.cut is None:
                    self.wfile.write(b"0\r\n\r\n")
            elif reply.drip:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(reply.drip)
            else:
                self.wfile.write(body)
        except OSError:
            pass  # the client gave up

    def log_message(self, *args):
        pass


@contextmanager
def serving(script):
    """Serve what a script says: it is called with the query and the number of the request."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.script = script
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        server.address_of_endpoint = f"http://127.0.0.1:{server.server_address[1]}/sparql"
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
