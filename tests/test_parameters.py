from __future__ import annotations

import pytest
from pyoxigraph import Literal

from citygraph.errors import ParameterError
from citygraph.namespaces import Namespaces
from citygraph.parameters import Parameter, check_period, checked_term

NS = Namespaces()
CITIES = {
    "sofia-bg": ["Sofia", "София"],
    "vitoria-es": ["Vitoria-Gasteiz", "Vitoria"],
    "vitoria-pt": ["Vitória", "Vitoria"],
}
CITY = Parameter("city", "city", example="sofia-bg")


def term(value, parameter=CITY, known=CITIES):
    return checked_term(parameter, value, NS, lambda _parameter: known)


def test_a_slip_offers_the_key_and_its_name():
    with pytest.raises(ParameterError) as caught:
        term("Sofai")
    assert caught.value.message == "'Sofai' is not a city that 'city' can be."
    assert caught.value.hint == "Did you mean 'sofia-bg' (Sofia)?"


def test_a_name_that_several_have_lists_them():
    with pytest.raises(ParameterError) as caught:
        term("vitoria")
    assert caught.value.message == (
        "'vitoria' can mean more than one city: "
        "'vitoria-es' (Vitoria-Gasteiz) or 'vitoria-pt' (Vitória)."
    )
    assert caught.value.hint == "Give the key, for example --param city=vitoria-es"


def test_many_of_one_name_are_counted():
    known = {f"town-{n}": ["Newtown"] for n in range(8)}
    with pytest.raises(ParameterError, match=r"\(and 3 others\)"):
        term("Newtown", known=known)


def test_nothing_to_choose_is_said():
    with pytest.raises(ParameterError) as caught:
        term("Sofia", known={})
    assert caught.value.hint == "The release holds no city to choose."


@pytest.mark.parametrize("value", ["2020", "-5"])
def test_a_year_is_a_number(value):
    assert term(value, Parameter("from", "year")) == Literal(int(value))


@pytest.mark.parametrize("value", ["20x", "٢٠٢٠", "1e3", "9999999999"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ParameterError, match="is not a whole number"):
        term(value, Parameter("from", "year", example="2020"))


@pytest.mark.parametrize(("name", "day"), [("from", "2020-02-01"), ("to", "2020-02-29")])
def test_a_month_is_a_period(name, day):
    assert term("2020-02", Parameter(name, "date")).value == day


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (Literal(2020), Literal(2020), False),
        (Literal(2021), Literal(2020), True),
        (Literal(900), Literal(1000), False),
        (Literal("2020-10-01"), Literal("2020-09-30"), True),
        (Literal("2020-09-30"), Literal("2020-09-30"), False),
    ],
)
@pytest.mark.parametrize("names", [("from", "to"), ("since", "until"), ("after", "before")])
def test_a_period_must_not_end_before_it_begins(names, first, last, wrong):
    terms = {names[0]: [first], names[1]: [last]}
    if not wrong:
        check_period(terms)
        return
    with pytest.raises(ParameterError, match="upside down"):
        check_period(terms)


def test_half_a_period_is_no_period():
    check_period({"from": [Literal(2021)]})
    check_period({"to": [Literal(2021)], "from": []})
