"""In which role somebody takes part in an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name

if TYPE_CHECKING:
    from citygraph.extraction.items import Row, Trigger
    from citygraph.extraction.mentions import Entity

__all__ = ["is_panel", "role_told"]

_ROLES: Final = {
    "speak": "speaker",
    "moderate": "moderator",
    "open": "opening-speaker",
    "attend": "attendee",
}
_PANELLISTS: Final = (
    "panelist",
    "panellist",
    "panellijas",
    "paneldelt",
    "paneldeel",
    "панелист",
    "панеліст",
    "πανελιστ",
)
_PANEL: Final = re.compile(
    r"\bpanel|paneel|пане[лл]|πανελ|pallbord|(?:tavola|mesa|masa|table|taula|mahai) (?:rotond|redon|rotund|ronde|rodona|ingur)|round ?table|rundbord|rundebord|rondetafel"
    r"|podium|okrugl|okrogl|kulat|okruhl|okragl|кръгл|кругл|округл|тркалезн|στρογγυλ|kerekasztal|umarlaud|apskritas|apalais|hringbord|tryez|yuvarlak"
)
_NOUN: Final = 22  # letters before the name of an event that its noun may take


def role_told(row: Row, trigger: Trigger, category: str) -> str:
    """Return the role in an event that a word tells."""
    word = row.analysed.sentence.words[trigger.first].folded
    if category == "speak":
        if word.startswith(_PANELLISTS):
            return "panellist"
        if "keynote" in word:
            return "keynote-speaker"
    return _ROLES[category]


def is_panel(text: str, event: Entity) -> bool:
    """Return whether an event is a panel or a round table; its noun may stand before its name."""
    first = event.mentions[0]
    return bool(_PANEL.search(fold_name(text[max(0, first.start - _NOUN) : first.end])))
