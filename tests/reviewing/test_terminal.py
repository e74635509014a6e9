"""The review at the keyboard, in a real terminal."""

from __future__ import annotations

import os
import select
import sys
import time

import pytest

from tests.conftest import ROOT
from tests.reviewing.conftest import rows

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, *args: object) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.environ |= {
                "TERM": "xterm",
                "COLUMNS": "110",
                "LINES": "60",
                "PYTHONPATH": str(ROOT / "src"),
            }
            os.execv(sys.executable, [sys.executable, "-m", "citygraph", *map(str, args)])
        self.seen = ""

    def wait_for(self, words: str, seconds: float = 60) -> str:
        """Read until the words are there; return what came before them."""
        end = time.monotonic() + seconds
        while words not in self.seen:
            ready, _, _ = select.select([self.handle], [], [], max(0, end - time.monotonic()))
            assert ready, f"no {words!r} in {self.seen[-2000:]!r}"
            try:
                self.seen += os.read(self.handle, 65536).decode("utf-8", "replace")
            except OSError:
                break
        before, found, self.seen = self.seen.partition(words)
        assert found, f"no {words!r} in {before[-2000:]!r}"
        return before

    def press(self, key: str) -> None:
        """Press a key when the command reads keys one by one: what comes before is thrown away."""
        self.wait_for(KEYS)
        while termios.tcgetattr(self.handle)[3] & termios.ICANON:
            time.sleep(0.01)
        self.type(key)

    def type(self, keys: str) -> None:
        os.write(self.handle, keys.encode())

    def end(self) -> int:
        while True:
            try:
                if not os.read(self.handle, 65536):
                    break
            except OSError:
                break
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        return os.waitstatus_to_exitcode(status)


KEYS = "q quit"


def test_accept_edit_reject_back_quit_and_go_on(proposals, data):
    terminal = Terminal("review", proposals, "--data", data)
    terminal.wait_for("Source: Riverton hosts the Bridge Forum")
    terminal.press("a")
    terminal.wait_for("needs a publisher")
    terminal.press("e")
    for name, answer in (("key", ""), ("title", ""), ("publisher", "Town of Riverton")):
        terminal.wait_for(name)
        terminal.type(f"{answer}\n")
    for name in ("address", "language", "published"):
        terminal.wait_for(name)
        terminal.type("\n")
    terminal.wait_for("changed and accepted")
    terminal.wait_for("Event: Bridge Forum")
    terminal.press("r")
    terminal.wait_for("City: Lakeside")
    terminal.press("b")
    terminal.wait_for("Event: Bridge Forum")
    terminal.press("?")
    terminal.wait_for("take the last decision back")
    terminal.press("s")
    terminal.wait_for("City: Lakeside")
    terminal.press("a")
    terminal.wait_for("Person: Bo Lind")
    terminal.press("s")
    terminal.wait_for("Riverton hosts Bridge Forum")
    terminal.press("s")
    terminal.wait_for("Bridge Forum held on")
    terminal.press("s")
    terminal.wait_for("Bridge Forum located in Riverton")
    terminal.press("s")
    terminal.wait_for("Lakeside participates in Water Network")
    passage = terminal.wait_for("a accept")
    assert "\x1b[1;7mLakeside joined the Water Network" in passage, "the place is highlighted"
    assert "Lakeside (lakeside-fi), Water Network (water-network)" in passage
    terminal.press("a")
    terminal.wait_for("Bo Lind has position Lakeside")
    terminal.press("q")
    terminal.wait_for("Write what is accepted")
    terminal.type("y\n")
    terminal.wait_for("Written to")
    assert terminal.end() == 0
    assert "lakeside-fi" in {row["participant"] for row in rows(data, "participations")}
    assert "bridge-forum" not in {row["key"] for row in rows(data, "events")}

    again = Terminal("review", proposals, "--data", data)
    shown = again.wait_for("Event: Bridge Forum")
    assert "Source: " not in shown
    again.press("q")
    again.wait_for("Write what is accepted")
    again.type("n\n")
    again.wait_for("No table was changed")
    assert again.end() == 0
