"""Writing what was accepted into the tables: checked first, and all of it or nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.errors import UsageError
from citygraph.loading.tables import TableLoad, load_tables
from citygraph.reviewing.drafts import Draft, merged
from citygraph.tables import write_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.namespaces import Namespaces
    from citygraph.reviewing.session import Review

__all__ = ["keep_texts", "write_accepted"]


def write_accepted(
    review: Review,
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None],
    *,
    dry_run: bool = False,
) -> TableLoad:
    """Check the accepted facts together with the tables and, if all is well, write them.

    A row that this source has already is kept, and what is new is added to it.

    Args:
        review: The review.
        engine: The SHACL engine.
        namespaces: The base of the graph.
        progress: Is told each step.
        dry_run: Whether to check only.

    Returns:
        What it came to.

    Raises:
        UsageError: Nothing is accepted.
    """
    review.reload()
    drafts = review.drafts()
    if not drafts:
        raise UsageError(
            "Nothing that is accepted would change the tables.", hint="Accept something first."
        )
    new = merged(drafts, review.package)
    for name, rows in new.items():
        table = review.package.tables[name]
        there = {tuple(r[c] for c in table.primary_key): r for r in review.rows.get(name, ())}
        for index, row in enumerate(rows):
            old = there.get(tuple(row.get(column, "") for column in table.primary_key))
            if old:
                both = [Draft(name, dict(old.cells)), Draft(name, row)]
                (rows[index],) = merged(both, review.package)[name]
    with tempfile.TemporaryDirectory(prefix="citygraph-review-") as name:
        folder = Path(name) / "accepted"
        write_tables(folder, new, review.package)
        done = load_tables(folder, review.folder, engine, namespaces, progress, dry_run=dry_run)
    if done.written:
        review.reload()
    return done


def keep_texts(review: Review, folder: Path) -> list[Path]:
    """Write the texts that spans count in, where they are not the documents themselves.

    Args:
        review: The review.
        folder: The folder; it is made where something is written.

    Returns:
        The files, each named by its checksum as in ``sources.csv``.
    """
    written = []
    for document in dict.fromkeys(p.document for p in review.proposals.values()):
        text = review.text(document)
        if text and text.copy:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{text.sha256}.txt"
            path.write_bytes(text.content.encode("utf-8"))
            written.append(path)
    return written
