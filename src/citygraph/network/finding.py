"""Finding the node that a person means by a key, an IRI or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import ParameterError, UnknownName, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.network.nodes import Node

__all__ = ["find_node"]


def find_node(text: str, nodes: Mapping[str, Node], kind: str = "") -> str:
    """Return the key of the node that is meant.

    Args:
        text: A key (``city/sofia-bg`` or ``sofia-bg``), an IRI, or a name in any language.
        nodes: The nodes of the network.
        kind: The kind of thing it must be, such as ``city``; empty for any.

    Raises:
        UnknownName: No node has that name; those with similar names are in the hint.
        ParameterError: Several nodes have it.
    """
    those = {key: n for key, n in nodes.items() if not kind or n.kind == kind}
    wanted = text.strip()
    if wanted in those:
        return wanted
    folded = wanted.casefold()
    found = [k for k, n in those.items() if wanted == n.iri or k.partition("/")[2] == folded]
    found = found or [
        key
        for key, node in those.items()
        if folded in {name.casefold() for name in (*node.names, node.label)}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise ParameterError(
            f"'{text}' may mean {len(found)} things here.",
            hint=f"Write one of these keys: {', '.join(found[:10])}.",
        )
    known = [
        name
        for key, node in those.items()
        for name in (key.partition("/")[2], *sorted({node.label, *node.names}))
    ]
    what = kind or "actor, initiative or event"
    raise UnknownName(
        f"This network holds no {what} named '{text}'.",
        hint=did_you_mean(text, known, cutoff=65)
        or "It may take part in nothing within the period and filters chosen.",
    )
