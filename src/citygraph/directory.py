"""Which thing is meant by a name: its key, its IRI, or a name that a source gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.choices import known_values
from citygraph.collation import folded
from citygraph.errors import UnknownName, did_you_mean
from citygraph.queries import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.namespaces import Namespaces
    from citygraph.store import Store

__all__ = ["Directory"]

_OFFERED = 5
_NEAR = 70.0


class Directory:
    """The keys and names of one kind of thing in a graph.

    Args:
        kind: ``city``, ``initiative`` and so on: the part of an IRI after ``id/``.
        store: The graph.
        namespaces: Its base.
    """

    def __init__(self, kind: str, store: Store, namespaces: Namespaces) -> None:
        self.kind = kind
        self._prefix = f"{namespaces.base}id/{kind}/"
        self.names: Mapping[str, Sequence[str]] = known_values(
            Parameter(kind, kind), store, namespaces
        )
        self._keys: dict[str, list[str]] = {}
        for key, names in self.names.items():
            for name in dict.fromkeys(map(folded, names)):
                self._keys.setdefault(name, []).append(key)

    def find(self, name: str) -> str:
        """Return the IRI of the thing of that name.

        Args:
            name: A key (``sofia-bg``), an IRI, or a name in any language; capitals and accents do
                not matter.

        Raises:
            UnknownName: Nothing has the name, or several things have it.
        """
        key = name.removeprefix(self._prefix)
        if key in self.names:
            return self._prefix + key
        found = self._keys.get(folded(name), [])
        if len(found) == 1:
            return self._prefix + found[0]
        if found:
            shown = ", ".join(f"{self._named(key)} ({key})" for key in found[:_OFFERED])
            raise UnknownName(
                f"'{name}' can mean {len(found)} things: {shown}.", hint="Use the key instead."
            )
        names = [entry for names in self.names.values() for entry in names]
        hint = did_you_mean(name, [*names, *self.names], cutoff=_NEAR)
        raise UnknownName(f"There is no {self.kind} '{name}' in this graph.", hint=hint)

    def _named(self, key: str) -> str:
        return self.names[key][0] if self.names[key] else key
