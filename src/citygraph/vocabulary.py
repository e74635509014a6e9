"""The vocabulary: the ontology's terms and the code lists, as the loader and the queries need them.

`graph:vocabulary` of a release holds the code lists whole, and of the ontology and its alignments
every triple without a blank node (class expressions and lists stay in the ontology's own file).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.errors import UnreadableInput
from citygraph.namespaces import Namespaces, foreign
from citygraph.resources import ontology_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ONTOLOGY_FILES", "Vocabulary", "load_vocabulary", "slug"]

_SKOS_IN_SCHEME = foreign("skos:inScheme")
_OWL_CLASS = foreign("owl:Class")
_RDFS_SUBCLASS = foreign("rdfs:subClassOf")
ONTOLOGY_FILES: Final = ("citygraph.ttl", "roles.ttl", "topics.ttl", "codes.ttl", "alignments.ttl")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Vocabulary:
    """What the ontology folder says.

    Attributes:
        triples: The IRI-only triples that go into ``graph:vocabulary``.
        schemes: The keys of the concepts of each code list, by the scheme's name.
        classes: The local name of each ontology class by its name in a table (``working-group``).
    """

    def __init__(self, triples: set[ox.Triple], namespaces: Namespaces) -> None:
        self.triples = {
            t for t in triples if not isinstance(t.subject, ox.BlankNode | ox.Triple)
            and not isinstance(t.object, ox.BlankNode | ox.Triple)
        }  # fmt: skip
        self.schemes: dict[str, set[str]] = {}
        self.classes: dict[str, str] = {}
        cg = namespaces.term("").value
        for triple in self.triples:
            subject = triple.subject
            assert isinstance(subject, ox.NamedNode)
            if triple.predicate == _SKOS_IN_SCHEME and isinstance(triple.object, ox.NamedNode):
                scheme = triple.object.value.removeprefix(namespaces.base)
                key = subject.value.removeprefix(f"{namespaces.base}{scheme}/")
                self.schemes.setdefault(scheme, set()).add(key)
            elif subject.value.startswith(cg) and (
                triple.predicate == _RDFS_SUBCLASS or triple.object == _OWL_CLASS
            ):
                local = subject.value.removeprefix(cg)
                self.classes[_CAMEL.sub("-", local).lower()] = local


def load_vocabulary(namespaces: Namespaces, folder: Path | None = None) -> Vocabulary:
    """Read the ontology, the code lists and the alignments.

    Args:
        namespaces: The base to read them under.
        folder: The ontology folder; the project's own by default.

    Returns:
        The vocabulary.

    Raises:
        UnreadableInput: A file is missing or is not Turtle.
    """
    folder = folder or ontology_folder()
    triples: set[ox.Triple] = set()
    for name in ONTOLOGY_FILES:
        path = folder / name
        try:
            text = namespaces.localise(path.read_text(encoding="utf-8"))
            triples.update(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
        except (OSError, SyntaxError) as error:
            raise UnreadableInput(f"{path} cannot be read: {error}.") from error
    return Vocabulary(triples, namespaces)


def slug(text: str) -> str:
    """Return a text as a key: lower-case ASCII words joined by hyphens.

    Letters lose their diacritics; letters of other scripts are written by their Unicode names'
    last word, which keeps keys distinct and stable.
    """
    import unicodedata

    letters: list[str] = []
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        if letter.isascii():
            letters.append(letter)
        elif letter.isalpha():
            letters.append(_TRANSLITERATED.get(letter, f"{ord(letter):x}"))
        elif not unicodedata.combining(letter):
            letters.append(" ")
    return re.sub(r"[^a-z0-9]+", "-", "".join(letters)).strip("-")


_TRANSLITERATED = {"ø": "o", "đ": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
