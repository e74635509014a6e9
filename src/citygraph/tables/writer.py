"""Writing tables: sorted, in one form, and all of them or none.

The tables of one call are first written to a folder of their own beside the old ones. One rename
then makes them the tables that count; moving them to their places comes after. A process that is
killed before the rename leaves the old tables, one that is killed after it leaves the new ones:
readers look into the folder of new tables first (:func:`current_file`), and the next writer
finishes the moves.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.tables.schema import Package, Table

__all__ = ["current_file", "lock_tables", "table_bytes", "write_tables"]

_STAGED: Final = ".writing-"
_WRITTEN: Final = ".written"


def write_tables(
    folder: Path, tables: Mapping[str, Iterable[Mapping[str, str]]], package: Package
) -> list[Path]:
    """Write tables: all of them or, when anything fails, none.

    Rows are sorted by the table's primary key, cells are quoted only where they must be, and lines
    end with a line feed. A table whose bytes would not change is left alone; tables that are not
    named stay as they are. Where another process may write too, call it within
    :func:`lock_tables`, together with the reading that the new rows rest on.

    Args:
        folder: The folder of the tables; it is made when it is missing.
        tables: Table name to all rows of it; a row maps columns to text, and a column that it
            lacks is empty.
        package: What the tables are.

    Returns:
        The files that changed.

    Raises:
        UsageError: A table or column is not one of the package's.
        UnreadableInput: The folder cannot be written.
    """
    contents = {
        (table := _known(name, package)).path: table_bytes(table, rows)
        for name, rows in tables.items()
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _finish(folder)
        changed = {
            name: data for name, data in contents.items() if _bytes_of(folder / name) != data
        }
        if changed:
            _replace(folder, changed)
    except OSError as error:
        raise UnreadableInput(
            f"The tables in {folder} cannot be written: {error.strerror or error}.",
            hint="Nothing was changed. Look at the folder's permissions and the space left.",
        ) from error
    return [folder / name for name in sorted(changed)]


def table_bytes(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a table as the bytes of its file.

    The first row of a thing with a name carries the name, whichever row it stood in.

    Args:
        table: What the table is.
        rows: All its rows, in any order.

    Returns:
        CSV in UTF-8, sorted, with a header row.

    Raises:
        UsageError: A row has a column that is not the table's.
    """
    columns = [field.name for field in table.fields]
    wanted = set(columns)
    records: list[list[str]] = []
    for row in rows:
        if not wanted.issuperset(row):
            strange = min(row.keys() - wanted)
            raise UsageError(
                f"{table.path} has no column '{strange}'.",
                hint=f"Its columns are {', '.join(columns)}.",
            )
        records.append([row.get(column, "") for column in columns])
    places = [columns.index(column) for column in table.primary_key]
    records.sort(key=lambda record: ([record[place] for place in places], record))
    if table.holds_entities:
        _put_names_first(records, columns.index("key"), columns.index("name"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(records)
    return text.getvalue().encode()


def current_file(folder: Path, name: str) -> Path:
    """Return where a table stands: at its place, or where an unfinished write left it.

    Args:
        folder: The folder of the tables.
        name: The table's file name.

    Returns:
        The path, whether there is a file or not.
    """
    written = folder / _WRITTEN / name
    return written if written.is_file() else folder / name


@contextmanager
def lock_tables(folder: Path) -> Iterator[None]:
    """Keep other writers away while tables are read, changed and written.

    The lock ends with the process, however that ends.

    Args:
        folder: The folder of the tables.

    Raises:
        UsageError: Another process is writing there.
    """
    try:
        import fcntl
    except ImportError:  # no such locks here; writing itself is still all or nothing
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(
                f"Another command is changing the tables in {folder}.",
                hint="Wait for it to end, and try again.",
            ) from error
        yield
    finally:
        os.close(handle)


def _known(name: str, package: Package) -> Table:
    if name not in package.tables:
        raise UsageError(
            f"There is no table '{name}'.", hint=f"The tables are {', '.join(package.tables)}."
        )
    return package.tables[name]


def _put_names_first(records: list[list[str]], key: int, name: int) -> None:
    names: dict[str, str] = {}
    for record in records:
        if record[name]:
            names.setdefault(record[key], record[name])
    seen: set[str] = set()
    for record in records:
        if record[key] not in seen:
            record[name] = names.get(record[key], "")
            seen.add(record[key])


def _replace(folder: Path, contents: Mapping[str, bytes]) -> None:
    staged = Path(tempfile.mkdtemp(prefix=_STAGED, dir=folder))
    try:
        staged.chmod(0o755)
        for name, data in contents.items():
            with (staged / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        staged.rename(folder / _WRITTEN)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    # The new tables count from here on, so what fails now is left to the next writer.
    with suppress(OSError):
        _finish(folder)


def _finish(folder: Path) -> None:
    """Move what an earlier write left, and remove what it had not finished."""
    written = folder / _WRITTEN
    if written.is_dir():
        for path in sorted(written.iterdir()):
            path.replace(folder / path.name)
        written.rmdir()
    for staged in folder.glob(f"{_STAGED}*"):
        shutil.rmtree(staged, ignore_errors=True)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
