"""Gates on the labels in five languages: all there, in the right script, in the right alphabet."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from rdflib import DCTERMS, RDFS, SKOS, Graph, Literal, URIRef

from .finding import Finding
from .terms import classes, concepts, properties, schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES: Final = ("en", "sv", "fi", "bg", "ca")
ALPHABETS: Final = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "sv": "abcdefghijklmnopqrstuvwxyzåäöé",
    "fi": "abcdefghijklmnopqrstuvwxyzåäöšž",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "ca": "abcdefghijklmnopqrstuvwxyzàçèéíïòóúü",
}
# Names that are written alike in all languages.
NAMES: Final = frozenset({"GeoNames", "citygraph"})
# Capitals that look the same in the Latin and the Cyrillic script.
LOOK_ALIKES: Final = frozenset("ABCEHKMOPTXY")


def missing_labels(graph: Graph) -> list[Finding]:
    """Each class, property, concept and code list has one label in each language."""
    found = []
    for term, path in _labelled(graph):
        languages = [v.language for v in graph.objects(term, path) if isinstance(v, Literal)]
        found += [
            Finding("label_language", term, f"{number} labels in {language}")
            for language in LANGUAGES
            if (number := languages.count(language)) != 1
        ]
        found += [
            Finding("label_language", term, f"a label in {language}")
            for language in sorted({str(one) for one in languages} - set(LANGUAGES))
        ]
    return found


def wrong_letters(graph: Graph) -> list[Finding]:
    """Each label is spelt with the letters of its language."""
    return [
        Finding("label_script", term, f"'{value}'@{value.language}: {reason}")
        for term, path in _labelled(graph, SKOS.altLabel)
        for value in graph.objects(term, path)
        if isinstance(value, Literal) and value.language in ALPHABETS
        for reason in _faults(str(value), value.language)
    ]


def _labelled(graph: Graph, *more: URIRef) -> Iterator[tuple[URIRef, URIRef]]:
    kinds = (
        (classes(graph), RDFS.label),
        (properties(graph), RDFS.label),
        (concepts(graph), SKOS.prefLabel),
        (schemes(graph), DCTERMS.title),
    )
    for terms, path in kinds:
        for term in terms:
            for one in (path, *more):
                yield term, one


def _faults(text: str, language: str) -> Iterator[str]:
    if unicodedata.normalize("NFC", text) != text:
        yield "accents are separate characters"
    for word in re.findall(r"\w+", text):
        if word in NAMES or word.isdigit():
            continue
        if language == "bg" and re.search("[A-Za-z]", word):
            if re.search("[\u0400-\u04ff]", word):
                yield f"'{word}' mixes Latin and Cyrillic letters"
            elif not _is_acronym(word):
                yield f"'{word}' is written in Latin letters"
            continue
        strange = {c for c in word.casefold() if not c.isdigit()} - set(ALPHABETS[language])
        if strange:
            yield f"'{word}' has {', '.join(sorted(strange))}"


def _is_acronym(word: str) -> bool:
    """Tell whether a Latin word in a Bulgarian label is an acronym that is not Cyrillic in disguise."""
    if not re.fullmatch(r"[A-Z0-9]{2,}", word):
        return False
    return bool(re.search(r"[0-9]", word)) or not set(word) <= LOOK_ALIKES
