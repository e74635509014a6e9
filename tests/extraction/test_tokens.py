from citygraph.extraction.gazetteer import gazetteer
from citygraph.extraction.known import KnownNames
from citygraph.extraction.lexicon import lexicon
from citygraph.extraction.tokens import WordMemory, sentences, shape_of


def test_sentences_keep_their_offsets(known: KnownNames) -> None:
    text = "Dr. Smith spoke in Lyon. It was good!\n\n- A list"
    found = list(sentences(text, WordMemory(lexicon("en"), known)))
    assert [text[s.start : s.end].strip() for s in found] == [
        "Dr. Smith spoke in Lyon.",
        "It was good!",
        "- A list",
    ]
    assert text[found[1].starts[0] : found[1].ends[0]] == "It"


def test_shapes() -> None:
    assert [shape_of(w) for w in ("city", "City", "ICC", "mySMART", "2030")] == list("ltumd")


def test_a_word_is_worked_out_once(known: KnownNames) -> None:
    memory = WordMemory(lexicon("fi"), known)
    word = memory.get("Helsingissä")
    assert gazetteer().places(word.place)[0].name == "Helsinki"
    assert not word.exact
    assert memory.get("Helsingissä") is word


def test_irish_names_lose_their_changed_head(known: KnownNames) -> None:
    assert WordMemory(lexicon("ga"), known).get("mBaile").folded == "baile"


def test_a_line_without_an_end_is_cut(known: KnownNames) -> None:
    text = "word " * 5000
    found = list(sentences(text, WordMemory(lexicon("en"), known)))
    assert len(found) > 5
    assert sum(len(sentence.words) for sentence in found) == 5000


def test_a_full_stop_ends_a_sentence_unless_the_word_goes_on(known: KnownNames) -> None:
    memory = WordMemory(lexicon("en"), known)
    whole = [
        "Prof. Berg came.",
        "On 12. May it rained.",
        "J. Berg came.",
        "See Ph.D. Berg.",
        "Nr. 5. Street",
    ]
    for text in whole:
        assert len(list(sentences(text + " " * 20, memory))) == 1, text
    for text in (
        "They came in 2012. May was cold.",
        "The city grew. Berg came.",
        "It was so. “Yes” he said.",
    ):
        assert len(list(sentences(text, memory))) == 2, text
