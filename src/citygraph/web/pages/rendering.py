"""Pages as HTML: the templates, and what all of them are given."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from citygraph._version import __version__
from citygraph.web.assets import asset_path
from citygraph.web.jobs import PageResponse
from citygraph.web.pages.reading import language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from citygraph.web.jobs import PageRequest
    from citygraph.web.pages.reading import Reader

__all__ = ["NAVIGATION", "page", "script_json", "static_url"]

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
NAVIGATION: Final = (
    ("reports", "Reports"),
    ("map", "Map"),
    ("network", "Network"),
    ("sparql", "Query"),
    ("data", "Data"),
    ("ontology", "Ontology"),
    ("help", "Help"),
)
_TAG: Final = re.compile(r"[a-z]{2,3}")
_THEMES: Final = ("light", "dark")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["bytes"] = _size
    return environment


def _size(count: int) -> str:
    """Return a number of bytes for people."""
    if count < 1000:  # noqa: PLR2004
        return f"{count} B"
    if count < 1_000_000:  # noqa: PLR2004
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def static_url(root: str, name: str) -> str:
    """Return the address of a file of ours, which changes with its content."""
    return root + asset_path(name)


def script_json(value: object) -> str:
    """Return JSON that can stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def page(
    template: str,
    request: PageRequest,
    reader: Reader | None = None,
    *,
    status: int = 200,
    active: str = "",
    **values: Any,
) -> PageResponse:
    """Render a page.

    Args:
        template: The template's name.
        request: The request.
        reader: The reader; None for a page that does without a release.
        status: The HTTP status.
        active: The entry of the navigation that the page belongs to.
        **values: What the template needs.
    """
    root = urlsplit(request.base).path or "/"
    theme = request.flags.get("theme", "")
    context: Mapping[str, Any] = {
        "request": request,
        "reader": reader,
        "root": root,
        "base": request.base,
        "active": active,
        "navigation": NAVIGATION,
        "theme": theme if theme in _THEMES else "",
        "software": __version__,
        "manifest": reader.known.release.manifest if reader else None,
        "languages": _languages(reader) if reader else [],
        "language": reader.language if reader else "en",
        "kept": [(k, v) for k, v in request.query if k != "lang"],
        "here": request.path,
        "static": lambda name: static_url(root, name),
        "script_json": script_json,
        "again": lambda **changes: _again(request, root, changes),
    }
    text = _environment().get_template(template).render({**context, **values})
    return PageResponse(text.encode("utf-8", "replace"), status, _headers(request, root))


def _headers(request: PageRequest, root: str) -> tuple[tuple[str, str], ...]:
    """Return the headers: a language that was chosen stays chosen."""
    chosen = request.first("lang").lower()
    if not _TAG.fullmatch(chosen):
        return ()
    return (("Set-Cookie", f"lang={chosen}; Path={root}; Max-Age=31536000; SameSite=Lax"),)


def _languages(reader: Reader) -> list[tuple[str, str]]:
    tags = [tag for tag in reader.known.languages() if len(tag) <= 3]  # noqa: PLR2004
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda pair: pair[1].casefold())


def _again(request: PageRequest, root: str, changes: Mapping[str, object]) -> str:
    """Return the address of this page with some parameters changed."""
    pairs = [(key, value) for key, value in request.query if key not in changes]
    pairs += [(key, str(value)) for key, value in changes.items() if value not in {"", None}]
    path = root.rstrip("/") + request.path
    return path + (f"?{urlencode(pairs)}" if pairs else "")
