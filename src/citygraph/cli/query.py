"""`citygraph query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.cli.options import output_option, release_option, write
from citygraph.errors import UnreadableInput
from citygraph.namespaces import Namespaces
from citygraph.sparql import with_prefixes

if TYPE_CHECKING:
    from citygraph.store import Store

__all__ = ["command"]

_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld")


@click.command(name="query")
@click.argument("query")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Form of the answer. Default: table, and turtle for CONSTRUCT and DESCRIBE.",
)
@click.option("--endpoint", help="Address of a SPARQL endpoint to ask instead of the release.")
@release_option
@output_option
def command(
    query: str, form: str | None, endpoint: str | None, release: Path, output: Path | None
) -> None:
    """Answer QUERY: a SPARQL 1.1 query, a file that holds one, or - for standard input.

    The project's prefixes (cg:, id:, role:, skos: ...) need not be declared.

    \b
    Example:
      citygraph query 'SELECT ?city WHERE { ?city cg:coordinates ?initiative }'
      citygraph query queries/examples/mentor-cities.rq --format csv
    """  # noqa: D301
    from citygraph.rendering.answers import render_answer

    text = _text(query)
    store: Store
    if endpoint:
        from citygraph.remote import RemoteStore

        namespaces = Namespaces()
        store = RemoteStore(endpoint)
    else:
        from citygraph.opening import open_folder

        opened = open_folder(release)
        namespaces, store = opened.namespaces, opened.store
        text = namespaces.localise(text)
    answer = store.query(with_prefixes(text, namespaces))
    write(render_answer(answer, form, namespaces), output)


def _text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    path = Path(query)
    looks_like_file = query.endswith((".rq", ".sparql")) or (len(query) < 255 and path.is_file())  # noqa: PLR2004
    if not looks_like_file:
        return query
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            f"{path} cannot be read: {error}.", hint="Name a file, or write the query itself."
        ) from error
