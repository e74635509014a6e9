"""What a text says about its entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.extraction.items import Item, Row, make_row
from citygraph.extraction.lexicon import lexicon
from citygraph.extraction.mentions import Entity
from citygraph.extraction.positions import find_positions
from citygraph.extraction.statements import Relation, Statements
from citygraph.extraction.topics import Topics

if TYPE_CHECKING:
    from datetime import date

    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.known import KnownNames

__all__ = ["Relation", "RelationFinder"]


class RelationFinder:
    """Finds relations in the sentences of a document."""

    def __init__(self, known: KnownNames) -> None:
        self.known = known

    def find(
        self, text: str, analysed: list[Analysed], table: EntityTable, published: date | None
    ) -> list[Relation]:
        """Return what the sentences say.

        Args:
            text: The text.
            analysed: Its sentences with their mentions.
            table: The entities; gets those that are named by a general noun only.
            published: The day the text appeared on.
        """
        from citygraph.extraction.events import find_event_relations
        from citygraph.extraction.initiatives import find_initiative_relations

        topics = Topics(text, analysed, table)
        said = Statements()
        for number, item in enumerate(analysed):
            if not item.mentions and not item.dates and not topics.carries(number):
                topics.note(item, number)
                continue
            plain = topics.plain_items(number)
            row = make_row(text, item, number, lexicon(item.language), plain)
            find_positions(text, row, topics, said)
            find_event_relations(text, row, topics, said)
            find_initiative_relations(text, row, topics, said)
            topics.note_row(text, row)
        found = said.relations()
        _keep_plain(table, found)
        return found


def _keep_plain(table: EntityTable, found: list[Relation]) -> None:
    used = set()
    for relation in found:
        used.add(id(relation.subject))
        if isinstance(relation.object, Entity):
            used.add(id(relation.object))
    for entity in table.entities:
        if entity.plain and id(entity) in used:
            entity.plain = False
    table.entities.sort(key=lambda entity: entity.mentions[0].start)


_ = (Item, Row)
