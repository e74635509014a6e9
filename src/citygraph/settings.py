"""Settings as data: each has a name, a default, a unit and a sentence of help.

A setting is read from the environment variable ``CITYGRAPH_<NAME>``; a command-line option of the
same name, where there is one, comes first.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from citygraph.errors import UsageError

__all__ = ["SETTINGS", "Setting", "setting", "setting_as_int"]


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        name: Lower-case name; the environment variable is ``CITYGRAPH_`` and the upper-case name.
        default: The value used when nothing else is said, as text.
        unit: What the value counts or is.
        help: One sentence for a reader.
    """

    name: str
    default: str
    unit: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"CITYGRAPH_{self.name.upper()}"


SETTINGS: dict[str, Setting] = {
    entry.name: entry
    for entry in (
        Setting(
            "base",
            "https://w3id.org/citygraph/",
            "IRI",
            "The IRI that every name of the graph begins with. A build writes it into the release.",
        ),
        Setting(
            "out",
            "build",
            "folder",
            "Where a build writes its release, and where the other commands read it.",
        ),
        Setting(
            "engine",
            "pyshifty",
            "pyshifty or pyshacl",
            "The SHACL engine: pyshifty is the fast one, pyshacl the reference.",
        ),
        Setting(
            "validation_processes",
            "0",
            "processes",
            "How many processes validate a large graph at once, each with some 600 MB; 0 takes one "
            "for each processor.",
        ),
        Setting(
            "problems_shown",
            "5",
            "lines",
            "How many problems of one kind in one column are printed before the rest are counted.",
        ),
        Setting(
            "endpoint_timeout",
            "60",
            "seconds",
            "How long a remote SPARQL endpoint may take to answer.",
        ),
        Setting(
            "endpoint_answer_limit",
            "200",
            "megabytes",
            "How much a remote SPARQL endpoint may send in one answer.",
        ),
        Setting(
            "endpoint_attempts",
            "6",
            "attempts",
            "How often a request to a remote endpoint is made before a load gives up.",
        ),
        Setting(
            "endpoint_first_delay",
            "1000",
            "milliseconds",
            "How long a load waits before the second attempt; each later wait is about twice as "
            "long.",
        ),
        Setting(
            "endpoint_longest_delay",
            "120",
            "seconds",
            "How long a load waits at the most between two attempts, also where the endpoint asks "
            "for a longer wait: then it gives up.",
        ),
        Setting(
            "endpoint_page",
            "1000",
            "rows",
            "How many rows of a query a load asks of a remote endpoint at a time.",
        ),
        Setting(
            "endpoint_batch",
            "100",
            "rows",
            "How many of our own things a load names to a remote endpoint at a time.",
        ),
        Setting(
            "user_agent",
            "citygraph (+https://w3id.org/citygraph/)",
            "text",
            "How citygraph introduces itself to a remote SPARQL endpoint.",
        ),
        Setting(
            "extract_processes",
            "0",
            "processes",
            "How many processes read the documents of a corpus at once; 0 takes one for each "
            "processor.",
        ),
        Setting(
            "extract_timeout",
            "300",
            "seconds",
            "How long a document of a corpus may take before it is passed over.",
        ),
        Setting(
            "extract_renew_after",
            "5000",
            "documents",
            "How many documents a process reads before another takes its place.",
        ),
        Setting(
            "cluster_wait",
            "30",
            "seconds",
            "How long a run on a cluster waits for a scheduler to answer, and for a worker to be "
            "there.",
        ),
        Setting(
            "workbook_limit",
            "200",
            "megabytes",
            "How large a workbook may be when it is unpacked.",
        ),
    )
}


def setting(name: str) -> str:
    """Return the value in force of a setting.

    Args:
        name: A key of :data:`SETTINGS`.

    Returns:
        The environment's value where it is set and not empty, else the default.
    """
    entry = SETTINGS[name]
    return os.environ.get(entry.variable) or entry.default


def setting_as_int(name: str) -> int:
    """Return a setting that is a whole number.

    Raises:
        UsageError: The environment holds something else.
    """
    text = setting(name)
    try:
        return int(text)
    except ValueError:
        entry = SETTINGS[name]
        raise UsageError(
            f"{entry.variable} must be a whole number of {entry.unit}, not '{text}'.",
            hint=f"Unset it to use the default, {entry.default}.",
        ) from None
