"""Colours can be told apart: by contrast, by every kind of eye, and never by colour alone."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from dashboard import words
from dashboard.present.theme import PATH_COLOURS, PATH_MARKS, TOKENS, colour

THEMES = ("light", "dark")
GROUNDS = ("bg", "panel", "sunk")
# How three kinds of eye see a colour, in linear light: Machado, Oliveira, Fernandes (2009).
EYES = {
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# The white of sRGB, and its primaries as XYZ.
WHITE = (0.95047, 1.0, 1.08883)
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


def linear(hex_colour):
    """Return a colour as red, green and blue of linear light."""
    parts = [int(hex_colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]


def turned(matrix, vector):
    """Multiply a matrix with a vector."""
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def contrast(one, other):
    """Return the contrast of two colours as WCAG has it, 1 to 21."""
    lights = sorted(turned(XYZ, linear(each))[1] + 0.05 for each in (one, other))
    return lights[1] / lights[0]


def lab(light):
    """Return linear light as CIELAB."""
    scaled = [each / white for each, white in zip(turned(XYZ, light), WHITE, strict=True)]
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other, eye):
    """Return how far apart two colours look to an eye, in steps of CIELAB."""
    seen = [lab([min(1, max(0, each)) for each in turned(eye, linear(c))]) for c in (one, other)]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


def test_contrast_is_that_of_known_pairs():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink2", "ink3", "blue-text", "vermillion-text"])
def test_text_is_read_on_every_ground(ink, ground, theme):
    assert contrast(colour(ink, theme), colour(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_ink_is_read_on_every_tint_of_a_path(theme):
    for tint in ("blue3", "blue4", "vermillion3", "vermillion4", "unknown2"):
        assert contrast(colour("ink", theme), colour(tint, theme)) >= 4.5, tint
    # Between words and their ground, turned round: the button and the words on hover.
    assert contrast(colour("bg", theme), colour("ink", theme)) >= 4.5


def test_white_is_read_on_the_full_colours():
    assert contrast("#FFFFFF", colour("blue", "light")) >= 4.5
    # On vermillion as large and bold text alone, which is how figures write it.
    assert 3 <= contrast("#FFFFFF", colour("vermillion", "light")) < 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["bg", "panel"])
@pytest.mark.parametrize("full", ["blue", "vermillion", "solid", "hatch", "ink3"])
def test_what_carries_meaning_stands_out_of_its_ground(full, ground, theme):
    assert contrast(colour(full, theme), colour(ground, theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_ring_of_focus_stands_out(theme):
    for ground in ("bg", "panel", "sunk"):
        assert contrast(colour("blue-text", theme), colour(ground, theme)) >= 3


def test_no_two_paths_have_one_mark():
    marks = [PATH_MARKS[each] for each in words.PATH_CLASSES]
    assert len(set(marks)) == len(marks)
    assert PATH_COLOURS.keys() == PATH_MARKS.keys()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_every_eye_tells_inside_from_outside(eye, theme):
    inside = {PATH_COLOURS[each] for each in ("in_flow", "returned", "skipped")}
    outside = {PATH_COLOURS[each] for each in ("rejected_before", "bypassed", "back_stamped")}
    for one, other in product(inside, outside):
        assert apart(colour(one, theme), colour(other, theme), EYES[eye]) > 20, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_every_eye_tells_the_shades_of_one_path(eye, theme):
    for path in ("blue", "vermillion"):
        shades = (path, f"{path}2", f"{path}3")
        for one, other in combinations(shades, 2):
            assert apart(colour(one, theme), colour(other, theme), EYES[eye]) > 8, (one, other)


def test_every_token_is_a_colour_in_both_themes():
    for name, values in TOKENS.items():
        assert all(len(linear(each)) == 3 for each in values), name
