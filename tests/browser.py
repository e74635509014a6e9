"""Headless Chromium for tests that look at pages as a reader does."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["chromium"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; skip where it is missing, fail where every test must run."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CITYGRAPH_TEST_FULL"):
            pytest.fail("chromium is not installed; run `make system`")
        pytest.skip("chromium is not installed; `make test-full` installs it")
    from playwright.sync_api import sync_playwright

    flags = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    flags += ["--no-first-run", "--disable-quic", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=flags, chromium_sandbox=os.geteuid() != 0
        )
        try:
            yield browser
        finally:
            browser.close()
