"""Loading from a remote SPARQL endpoint: by pages, with retries, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.errors import EndpointError, InvalidData, UsageError
from citygraph.loading.graphs import GraphLoad, load_statements, open_target
from citygraph.loading.paging import batches, fill_block, page, read_end
from citygraph.mapping import map_rows
from citygraph.namespaces import foreign
from citygraph.release.building import NO_DATE
from citygraph.release.graph import BuiltGraph
from citygraph.remote import RemoteStore
from citygraph.settings import setting_as_int
from citygraph.store import Answer, LocalStore, Triples
from citygraph.tables import suppress
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tenacity import RetryCallState

    from citygraph.loading.graphs import Target
    from citygraph.namespaces import Namespaces

__all__ = ["Recipe", "fetch", "load_endpoint", "read_recipe"]


@dataclass(frozen=True)
class Recipe:
    """A CONSTRUCT query for an endpoint, and what its front matter says.

    Attributes:
        text: The query.
        source: Defaults for the source: its key and the cells of its row.
        values: SELECT queries on the graph of the tables; the rows of each fill the VALUES block of
            its variables. The query is asked once for each batch of the first one's rows.
        retrieved_as: The variable whose block takes the day of retrieval; empty where none does.
    """

    text: str
    source: Mapping[str, str]
    values: tuple[str, ...] = ()
    retrieved_as: str = ""


def read_recipe(name: str, text: str) -> Recipe:
    """Read a CONSTRUCT query, with or without front matter.

    Args:
        name: What the query is called.
        text: Its text.

    Raises:
        UnreadableInput: The front matter cannot be read.
    """
    from citygraph.queries import read_query

    if not any(line.startswith("#+") for line in text.splitlines()):
        return Recipe(text, {})
    extra = read_query(name, text).extra
    source = {key: str(value) for key, value in (extra.get("source") or {}).items()}
    values = extra.get("values") or ()
    values = (values,) if isinstance(values, str) else tuple(map(str, values))
    return Recipe(text, source, values, str(extra.get("retrieved_as", "")))


def load_endpoint(
    endpoint: str,
    recipe: Recipe,
    into: Path,
    source: str,
    details: Mapping[str, str],
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None],
    *,
    page_size: int | None = None,
    dry_run: bool = False,
) -> GraphLoad:
    """Load what a remote endpoint answers as a source.

    Args:
        endpoint: The endpoint's address.
        recipe: The CONSTRUCT query.
        into: The folder of the tables.
        source: The source's key.
        details: Cells of the source's row.
        engine: The SHACL engine.
        namespaces: The base.
        progress: Is told each step.
        page_size: Rows a page; 0 to ask for everything at once; the setting by default.
        dry_run: Whether to check only.

    Returns:
        What it came to.

    Raises:
        EndpointError: The endpoint failed for good.
        QuerySyntaxError: The query does not parse.
        UsageError: The query cannot be paged, or a detail of the source is missing.
        InvalidData: There is no statement, or one has a blank node.
    """
    store = RemoteStore(endpoint)
    defaults = {"address": endpoint, **recipe.source}
    defaults.pop("key", None)
    with open_target(into, source, details, namespaces, defaults=defaults) as target:
        if target.report:
            return load_statements((), target, engine, namespaces, progress)
        texts = list(_texts(recipe, target, namespaces))
        size = setting_as_int("endpoint_page") if page_size is None else page_size
        triples: set[ox.Triple] = set()
        for number, text in enumerate(texts, start=1):
            part = f", part {number} of {len(texts)}" if len(texts) > 1 else ""
            paged = size if not recipe.values or read_end(text).sorted else 0
            triples |= fetch(store, text, paged, lambda step, part=part: progress(step + part))  # type: ignore[misc]
        return load_statements(triples, target, engine, namespaces, progress, dry_run=dry_run)


def fetch(
    store: RemoteStore, query: str, size: int, progress: Callable[[str], None]
) -> set[ox.Triple]:
    """Return all that an endpoint answers to a CONSTRUCT query.

    Args:
        store: The endpoint.
        query: The query.
        size: Rows a page; 0 to ask for everything at once.
        progress: Is told each step.

    Returns:
        The statements.

    Raises:
        EndpointError: The endpoint failed as often as it may, or leaves OFFSET unheeded.
        UsageError: The query is no CONSTRUCT query, or has no ORDER BY to page by.
    """
    end = read_end(query)
    if not size or end.limited:
        progress("Asking")
        return set(_ask(store, query, progress))
    if not end.sorted or not end.open:
        lacks = "has no ORDER BY" if not end.sorted else "ends in a VALUES block"
        raise UsageError(
            f"The query {lacks}, so its answer cannot be read page by page.",
            hint="Add ORDER BY with every variable of the template at its end, or ask for all of "
            "it at once with --page-size 0.",
        )
    found: set[ox.Triple] = set()
    last: set[ox.Triple] = set()
    number = 0
    while True:
        progress(f"Asking for page {number + 1}, {len(found):,} statements so far")
        triples = set(_ask(store, page(query, size, number), progress))
        if not triples:
            return found
        if triples == last:
            raise EndpointError(
                f"{store.endpoint} sent the same page twice, so it may leave OFFSET unheeded.",
                hint="Ask for all of it at once with --page-size 0; or put the pattern into "
                "{ SELECT DISTINCT ... }, if many rows give one statement.",
            )
        found |= triples
        last = triples
        number += 1


def _ask(store: RemoteStore, query: str, progress: Callable[[str], None]) -> list[ox.Triple]:
    """Ask once, and again after a growing wait where the endpoint fails in passing."""
    from tenacity import Retrying, retry_if_exception, stop_after_attempt

    longest = setting_as_int("endpoint_longest_delay")

    def worth_another(error: BaseException) -> bool:
        return (
            isinstance(error, EndpointError)
            and error.transient
            and (error.retry_after or 0) <= longest
        )

    def tell(state: RetryCallState) -> None:
        wait = state.next_action.sleep if state.next_action else 0
        progress(f"Attempt {state.attempt_number} failed; waiting {wait:,.1f} s")

    for attempt in Retrying(
        retry=retry_if_exception(worth_another),
        stop=stop_after_attempt(setting_as_int("endpoint_attempts")),
        wait=_wait,
        before_sleep=tell,
        reraise=True,
    ):
        with attempt:
            answer = store.query(query)
    if not isinstance(answer, Triples):
        raise UsageError(
            "The query is no CONSTRUCT query.",
            hint="It must begin, after its prefixes, with CONSTRUCT { ... } WHERE { ... }.",
        )
    return answer.triples


def _wait(state: RetryCallState) -> float:
    """Return the seconds to wait: twice as long each time, with chance; never less than asked."""
    from tenacity import wait_exponential, wait_random

    first = setting_as_int("endpoint_first_delay") / 1000
    longest = setting_as_int("endpoint_longest_delay")
    seconds = (wait_exponential(first, max=longest) + wait_random(0, first))(state)
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, EndpointError) else None
    return max(float(seconds), asked or 0)


def _texts(recipe: Recipe, target: Target, namespaces: Namespaces) -> Iterator[str]:
    """Yield the query as often as its values need it."""
    text = namespaces.localise(recipe.text)
    if recipe.retrieved_as:
        day = ox.Literal(target.source_row["retrieved"], datatype=foreign("xsd:date"))
        text = fill_block(text, [recipe.retrieved_as], [[day]])
    if not recipe.values:
        yield text
        return
    graph = _tables_graph(target, namespaces)
    first, *others = (_rows(graph, query, namespaces) for query in recipe.values)
    for answer in others:
        text = fill_block(text, answer.columns, _terms(answer))
    for batch in batches(_terms(first), setting_as_int("endpoint_batch")):
        yield fill_block(text, first.columns, batch)


def _tables_graph(target: Target, namespaces: Namespaces) -> LocalStore:
    facts = map_rows(suppress(target.rows), load_vocabulary(namespaces), namespaces)
    return LocalStore(BuiltGraph(facts, namespaces, "", NO_DATE).store)


def _rows(graph: LocalStore, query: str, namespaces: Namespaces) -> Answer:
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in namespaces.prefixes.items())
    answer = graph.query(prefixes + namespaces.localise(query))
    if not isinstance(answer, Answer):
        raise UsageError("What stands under 'values' in the front matter must be SELECT queries.")
    if not answer.rows:
        raise InvalidData(
            "The tables hold nothing that the endpoint could be asked about.",
            hint=f"This finds nothing in them: {' '.join(query.split())}",
        )
    return answer


def _terms(answer: Answer) -> list[list[ox.NamedNode | ox.Literal]]:
    """Return the rows in which every cell is filled with what a VALUES block may hold."""
    rows = []
    for row in answer.rows:
        terms = [term for term in row if isinstance(term, ox.NamedNode | ox.Literal)]
        if len(terms) == len(row):
            rows.append(terms)
    return rows
