"""What each page of a topic argues first, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.measures.counts import USUAL
from dashboard.present import funnel_words, gate_words, moving_words, overview_words, wins_words
from dashboard.present.answers import Answers
from dashboard.present.pages import page_at
from dashboard.present.sentence import Part


def headline(told: Answers, path: str, count: str = USUAL) -> list[Part]:
    """Return the headline of a page; `count` says by which count a deal came from outside."""
    if path == _WINS:
        return wins_words.headline(told, count)
    say = _HEADLINES.get(path)
    return say(told) if say else _first_finding(told, path)


def _first_finding(told: Answers, path: str) -> list[Part]:
    """Say what the first answer of a page found, where the page joins no answers."""
    found = (told.usable(each) for each in page_at(path).measures)
    return [(next((each.finding for each in found if each and each.finding), ""), "")]


def _of_the_gate(told: Answers) -> list[Part]:
    """Say both ends of what the gate lost and saved; what is counted where there is no net."""
    said = gate_words.headline(told)
    if said:
        return said
    won = told.row("rejected_then_won", statistic="deals")
    if won is not None:
        return overview_words.the_gate(told, won, overview_words.people_turned_away(told))
    return [("What does our gate lose, and what does it save?", "")]


_WINS = "/wins"
_HEADLINES: Mapping[str, Callable[[Answers], list[Part]]] = {
    "/": overview_words.headline,
    "/momentum": moving_words.headline,
    "/gate": _of_the_gate,
    "/funnel": funnel_words.headline,
}
