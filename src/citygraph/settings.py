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
            "network_edges",
            "4000000",
            "lines",
            "How many lines a network may have that joins cities for what they share.",
        ),
        Setting(
            "network_lines",
            "10000000",
            "lines",
            "How many lines such a network may have where it is only measured, as a matrix.",
        ),
        Setting(
            "network_exact",
            "20000",
            "nodes",
            "In a network with more nodes the betweenness is estimated from a sample.",
        ),
        Setting(
            "network_pivots",
            "1000",
            "nodes",
            "From how many nodes such an estimate follows the shortest ways.",
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
            "correction_address",
            "",
            "address",
            "Where readers report an error: an https or mailto address in which {title} and {body} "
            "stand for the text; by default the page shows the text to copy.",
        ),
        Setting(
            "workbook_limit",
            "200",
            "megabytes",
            "How large a workbook may be when it is unpacked.",
        ),
        Setting(
            "serve_workers",
            "0",
            "processes",
            "How many worker processes answer quick requests; 0 takes two for each processor.",
        ),
        Setting(
            "serve_slow_workers",
            "8",
            "processes",
            "How many queries that have run for a second may go on beside the quick ones, each in "
            "a process of low priority.",
        ),
        Setting(
            "serve_seconds",
            "30",
            "seconds",
            "How long a query may run on the server before it is stopped.",
        ),
        Setting(
            "serve_rows",
            "1000000",
            "rows",
            "How many rows or statements an answer may have; 0 for any number.",
        ),
        Setting(
            "serve_bytes",
            "500",
            "megabytes",
            "How large an answer may be; 0 for any size.",
        ),
        Setting(
            "serve_memory",
            "1000",
            "megabytes",
            "How much memory a worker may use beyond the release that all workers share.",
        ),
        Setting(
            "serve_total_memory",
            "4000",
            "megabytes",
            "How much memory all workers together may use beyond the release; above it the query "
            "that uses the most is stopped.",
        ),
        Setting(
            "serve_queue",
            "256",
            "requests",
            "How many requests may wait for a worker; more are told to come back.",
        ),
        Setting(
            "serve_patience",
            "20",
            "seconds",
            "How long a request waits for a worker before it is told to come back.",
        ),
        Setting(
            "serve_client_queries",
            "4",
            "requests",
            "How many requests of one client are worked on at once; further ones wait.",
        ),
        Setting(
            "serve_request",
            "1000",
            "kilobytes",
            "How large a request may be.",
        ),
        Setting(
            "serve_url",
            "16",
            "kilobytes",
            "How long an address may be; longer queries go by POST.",
        ),
        Setting(
            "serve_held_back",
            "2000",
            "kilobytes",
            "How much of an answer is held back before its status is sent, so that a failure "
            "until then is told in words.",
        ),
        Setting(
            "serve_cache",
            "64",
            "megabytes",
            "How much memory the cache of answers may take; 0 keeps none.",
        ),
        Setting(
            "serve_watch",
            "5",
            "seconds",
            "How often the server looks for a new release in its folder; 0 waits for SIGHUP.",
        ),
        Setting(
            "serve_base",
            "",
            "IRI",
            "The IRI that names begin with on this server, such as https://graph.example.org/, so "
            "that they lead here; by default names stay as the release has them.",
        ),
        Setting(
            "serve_services",
            "",
            "addresses",
            "The SPARQL endpoints that SERVICE may ask, with blanks between them; none by default.",
        ),
        Setting(
            "serve_public",
            "",
            "address",
            "The address under which readers reach the server, such as https://graph.example.org/; "
            "by default that of each request.",
        ),
        Setting(
            "serve_proxies",
            "127.0.0.1",
            "addresses",
            "The proxies whose word is taken for who asks (X-Forwarded-For), with commas between "
            "them.",
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
