"""Functions that read a document, for tests of everything around the reading."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from citygraph.errors import UnreadableInput


def capitals(path: Path) -> dict:
    """Find the capitalised words of a text; some words have effects."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path.name} is not UTF-8.", hint="Save it as UTF-8.") from error
    if "DIVIDE" in text:
        return {"entities": [1 / 0]}
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "SLEEP" in text:
        time.sleep(3600)
    if "ONCE" in text:  # kill the first process that comes, spare the second
        mark = Path(text.split()[1])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    entities = [
        {"mention": match[0], "start": match.start(), "end": match.end()}
        for match in re.finditer(r"\b[A-Z]\w+", text)
    ]
    return {
        "document": {"path": str(path), "language": "en"},
        "entities": entities,
        "process": os.getpid(),
    }


def slowly(path: Path) -> dict:
    """The same, with a good deal of arithmetic."""
    hashlib.pbkdf2_hmac("sha256", b"x", b"y", 60_000)
    return capitals(path)
