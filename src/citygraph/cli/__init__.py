"""The command line. Each command lives in a module of its own, imported only when it is run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from citygraph._version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

# Command to module and one line of help, so that `citygraph --help` imports none of them.
_COMMANDS: Final = {
    "build": "Build a release from the tables: load, derive, validate, write.",
    "validate": "Check tables, or a Turtle file, and say what is wrong.",
    "query": "Ask a SPARQL 1.1 query of the release or of a remote endpoint.",
    "report": "Run a canned report; without a name, list them.",
    "dump": "Write the graph in another RDF format.",
    "reconcile": "Find, and merge, entries of the tables that are one thing.",
    "load": "Load facts into the tables: rows, CORDIS, RDF files, remote endpoints.",
    "extract": "Propose facts from documents, each with the passage it rests on.",
    "template": "Write an empty workbook with a sheet a table, to be filled in.",
}


class _Commands(click.Group):
    """A group that imports a command's module when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"citygraph.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from citygraph.errors import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            raise click.UsageError(f"{error.message} {hint}".strip(), ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="citygraph %(version)s")
def root() -> None:
    """The open knowledge graph of European cities and the initiatives they join.

    \b
    Example:
      citygraph build
      citygraph report coordinators
      citygraph query queries/examples/mentor-cities.rq --format csv
    """  # noqa: D301


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process.

    The exit status is 0 when all is well, 1 when the data is invalid, 2 when the call is wrong or
    an input cannot be read, 3 when a remote endpoint failed.

    Args:
        args: The arguments; the process's own by default.
    """
    from citygraph.errors import CitygraphError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        root.main(args=list(args) if args is not None else None, prog_name="citygraph")
    except CitygraphError as error:
        click.echo(f"citygraph: {error.message}", err=True)
        if error.hint:
            click.echo(error.hint, err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of a pipe went away: that is its right.
        sys.stderr.close()
        sys.exit(0)
