"""Both engines give the same results, one by one, on the project's graph whole and broken."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from citygraph.errors import UnknownName
from citygraph.namespaces import Namespaces, foreign
from citygraph.validation import ENGINES, validate

NS = Namespaces()
COMPARED = {
    NS.term("earliestStart"),
    NS.term("latestEnd"),
    foreign("oa:start"),
    foreign("oa:end"),
}


def ntriples(triples):
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)


@pytest.fixture(scope="module")
def triples(release_folder):
    text = (release_folder / "citygraph.ttl").read_bytes()
    return sorted((q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)), key=str)


@pytest.fixture(scope="module")
def shapes(release_folder):
    return (release_folder / "shapes.ttl").read_text(encoding="utf-8")


def broken(triples, seed):
    """The graph with defects sown all over: lost, doubled, misdirected and ill-typed statements."""
    dice = random.Random(seed)
    own = f"{NS.base}id/"
    result = []
    for triple in triples:
        if not triple.subject.value.startswith(own) or dice.random() > 0.06:
            result.append(triple)
            continue
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        match dice.randrange(4):
            case 0:
                continue
            case 1:
                result += [triple, ox.Triple(subject, predicate, ox.Literal("=1+1"))]
            case 2:
                result.append(ox.Triple(subject, predicate, NS.node("city", "nowhere")))
            case 3:
                # pySHACL passes over ill-typed literals in comparisons, which SHACL 4.5 forbids
                if isinstance(value, ox.Literal) and predicate not in COMPARED:
                    ill = ox.Literal("31.12.2021", datatype=foreign("xsd:date"))
                    result.append(ox.Triple(subject, predicate, ill))
                else:
                    result += [triple, ox.Triple(subject, foreign("schema:endDate"), ox.Literal(7))]
    return result


def test_the_engines_agree_on_the_valid_graph(triples, shapes):
    data = ntriples(triples)
    results = {engine: validate(data, shapes, engine) for engine in ENGINES}
    assert results["pyshifty"] == results["pyshacl"]
    assert not [r for r in results["pyshacl"] if r.severity == "Violation"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engines_agree_on_a_broken_graph(triples, shapes, seed):
    data = ntriples(broken(triples, seed))
    results = {engine: set(validate(data, shapes, engine)) for engine in ENGINES}
    assert len(results["pyshacl"]) > 150
    assert len({r.component for r in results["pyshacl"]}) >= 5
    assert results["pyshifty"] - results["pyshacl"] == set()
    assert results["pyshacl"] - results["pyshifty"] == set()


def test_an_unknown_engine_gets_a_suggestion(shapes):
    with pytest.raises(UnknownName) as caught:
        validate(b"", shapes, "pyshackle")
    assert "pyshacl" in caught.value.hint
