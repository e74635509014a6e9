"""`citygraph serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from citygraph.cli.options import release_option

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command(name="serve")
@click.option("--port", default=8080, show_default=True, help="Port to listen on; 0 for any free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@release_option
def command(port: int, host: str, release: Path) -> None:
    """Serve the release over HTTP: SPARQL, linked data, reports, pages.

    \b
    Example:
      citygraph serve
      citygraph serve --port 80 --host 0.0.0.0 --release /srv/citygraph/build
    """  # noqa: D301
    from citygraph.release.folder import open_release
    from citygraph.web.serving import serve

    open_release(release)
    serve(release, host, port)
