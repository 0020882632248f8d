"""Figures on paper: words stay words and keep to their room, the same marks give the same bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

import pytest

from dashboard.present import theme
from dashboard.present.print.overview import NARROW, WIDE, pictures
from dashboard.present.print.paper import Paper, fitted, width_of
from dashboard.present.print.strips import gate_strip, path_strip, silent_strip
from tests.reports.test_report import demo  # noqa: F401


def drawn() -> Paper:
    paper = Paper(200, 60)
    paper.rect(0, 0, 100, 20, "blue")
    paper.hatched(100, 0, 80, 20)
    paper.whisker(40, 60, 10)
    paper.line([(0, 30), (50, 40), (100, 30)], "vermillion", 2, "dash")
    for at, path in enumerate(theme.PATH_MARKS):
        paper.mark(path, at * 20, 50)
    paper.text(0, 40, "Fjord <AS> & $1 & $2", "ink", bold=True)
    return paper


def test_words_stay_words_and_are_escaped():
    made = drawn().svg('said "so" <here>')
    assert ">Fjord &lt;AS&gt; &amp; $1 &amp; $2</text>" in made
    assert 'aria-label="said &quot;so&quot; &lt;here&gt;"' in made


def test_a_figure_stands_in_any_page_of_others():
    """No name, style or definition of its own, which two figures of a page would share."""
    made = drawn().svg("")
    assert not re.search(r"\bid=|<style|<defs|<metadata|xlink|font-family", made)
    assert 'viewBox="0 0 200 60"' in made


def test_the_same_marks_give_the_same_bytes():
    assert drawn().svg("x") == drawn().svg("x")
    assert drawn().png() == drawn().png()


def test_words_keep_the_width_they_were_measured_by():
    made = drawn().svg("")
    wide = width_of("Fjord <AS> & $1 & $2", bold=True)
    assert f'textLength="{wide:.1f}"' in made


def test_widths_are_those_of_the_type():
    """Inter at 12 pixels: an em is 12, a zero 7.5 of them, and bold is wider."""
    assert width_of("0" * 10) == pytest.approx(75, abs=3)
    assert width_of("through every gate", bold=True) > width_of("through every gate")
    assert width_of("ab") == pytest.approx(width_of("a") + width_of("b"))


@pytest.mark.parametrize("room", [12.0, 40.0, 90.0, 400.0])
def test_a_long_name_is_cut_to_its_room(room):
    name = "A company with a name that has no end"
    kept = fitted(name, room)
    assert width_of(kept) <= room
    assert kept == name if room == 400.0 else kept.endswith("…")


def test_a_png_has_two_dots_for_each_pixel():
    assert struct.unpack(">II", drawn().png()[16:24]) == (400, 120)


@pytest.mark.parametrize("strip", [path_strip, silent_strip, gate_strip])
def test_a_strip_for_the_mail_is_small_and_has_no_words(strip: Callable, demo):  # noqa: F811
    paper = strip(demo)
    made = paper.png()
    assert struct.unpack(">II", made[16:24])[0] == 1200
    assert len(made) < 10_000
    assert "<text" not in paper.svg("")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_word_of_the_three_bars_leaves_its_picture(width: float, demo):  # noqa: F811
    for name, paper in pictures(demo, width).items():
        assert paper is not None, name
        for style, place, said in re.findall(
            r'<text style="([^"]*)" ([^>]*)>([^<]*)<', paper.svg("")
        ):
            left = float(re.search(r'x="([-\d.]+)"', place)[1])
            wide = float(re.search(r'textLength="([\d.]+)"', place)[1])
            start = {"end": left - wide, "middle": left - wide / 2}.get(
                next(iter(re.findall(r"text-anchor: (\w+)", style)), ""), left
            )
            assert start >= -0.5, (name, said)
            assert start + wide <= width + 0.5, (name, said)
