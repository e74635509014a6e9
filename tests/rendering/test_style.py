from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.rendering.style import (
    SERIES,
    number_text,
    scheme_variables,
    shortened,
    stylesheet,
    text_width,
)


def scheme(name):
    return dict(re.findall(r"--cg-(\w+): (#[0-9a-f]{6});", scheme_variables(name)))


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour):
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# How the colours look without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
}


def seen(colour, sight):
    rgb = linear(colour)
    mixed = [max(0.0, sum(w * p for w, p in zip(row, rgb, strict=True))) for row in SIGHT[sight]]
    return [m ** (1 / 2.2) for m in mixed]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_colours_stand_out_from_paper(name):
    colours = scheme(name)
    for number in range(1, SERIES + 1):
        assert contrast(colours[str(number)], colours["paper"]) >= 3
    assert contrast(colours["ink"], colours["paper"]) >= 7
    assert contrast(colours["soft"], colours["paper"]) >= 4.5
    assert contrast(colours["ink"], colours["land"]) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_first_four_series_can_be_told_apart_by_all_readers(name, sight):
    colours = scheme(name)
    shown = [seen(colours[str(number)], sight) for number in range(1, 5)]
    for one, other in itertools.combinations(shown, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.1


def test_both_schemes_have_the_same_names_and_the_rules_use_them():
    assert scheme("light").keys() == scheme("dark").keys()
    assert set(re.findall(r"var\(--cg-(\w+)\)", stylesheet())) == scheme("light").keys()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (1234.0, "1,234"), (-5, "-5"), (0.5, "0.5"), (1 / 3, "0.33"), (0.001, "0.001"),
        (1e15, "1e+15"), (-0.0, "0"), (2.999, "3"), (12345.678, "12,345.68"),
    ],
)  # fmt: skip
def test_numbers_are_for_readers(value, text):
    assert number_text(value) == text


@given(st.text(max_size=80), st.floats(20, 300))
def test_shortened_texts_fit(content, width):
    short = shortened(content, width)
    assert text_width(short) <= width + 0.001
    assert short == " ".join(content.split()) or short.endswith("…")
