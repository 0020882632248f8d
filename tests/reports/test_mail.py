"""The Monday mail: its subject, its six points, its text and its HTML, and who reads what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import answer, decisions
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.present import overview_words
from dashboard.present.sentence import plain
from dashboard.reports.envelope import as_mail
from dashboard.reports.gathering import gathered
from dashboard.reports.mail import letter
from dashboard.reports.mail_subject import LONGEST, subject
from dashboard.reports.material import Material
from dashboard.reports.since_part import changed
from dashboard.reports.slack_message import report_message
from dashboard.snapshots.change import Line, Part
from dashboard.snapshots.made_from import Question, manifest_of
from tests.reports.changed import (
    MOVED,
    REFUSED_WON,
    RESTATED,
    WENT_SILENT,
    WIN_RATE,
    WOKE,
    changes,
)
from tests.reports.company import built

LINK = "https://pipeline.example.com"
DESIGN = (WENT_SILENT, REFUSED_WON)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[answer.Warehouse]:
    workspace = built(tmp_path_factory.mktemp("company"))
    with closing(answer.open_warehouse(workspace)) as found:
        yield found


def gather(warehouse: answer.Warehouse, **asked: Any) -> Material:
    question = Question(warehouse.default_filters(), link=LINK, **asked)
    return gathered(warehouse, question, manifest_of(warehouse, question))


@pytest.fixture(scope="module")
def first(warehouse: answer.Warehouse) -> Material:
    """The first report of a company: nothing to compare it with."""
    return replace(gather(warehouse), name="2026-10-23")


@pytest.fixture(scope="module")
def north(warehouse: answer.Warehouse) -> Material:
    """The report of who may see one region."""
    return gather(warehouse, user=User("north", {"region": ("North",)}))


def later(first: Material, *lines: Line, **known: Any) -> Material:
    since: Any = SimpleNamespace(name="2026-10-16")
    return replace(first, since=since, changes=changes(*lines, **known))


def points_of(text: str) -> list[str]:
    """Return the numbered lines with which a mail begins."""
    head = text.split("\n\n", maxsplit=1)[0].split("\n")
    assert [each.split("  ")[0] for each in head] == [str(at + 1) for at in range(len(head))]
    return [each.split("  ", 1)[1] for each in head]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (DESIGN, "$1.4M went silent; 1 refused buyer won"),
        ((REFUSED_WON,), "1 refused buyer won"),
        ((WOKE,), "2 silent deals woke"),
        ((MOVED,), "Win rate: 31 %, was 24 %"),
        ((RESTATED,), "3 past records restated"),
        ((WENT_SILENT, MOVED, WOKE), "$1.4M went silent"),
        ((), "Pipeline: nothing unusual this week"),
    ],
)
def test_the_subject_is_the_fact_or_that_nothing_is_unusual(first, lines, said) -> None:
    assert subject(later(first, *lines)) == said
    assert len(said) <= LONGEST == 40


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "since 16 Oct"), (6, "this week"), (8, "this week"), (30, "since 16 Oct")],
)
def test_a_quiet_subject_says_since_when(first, days, said) -> None:
    assert subject(later(first, days=days)) == f"Pipeline: nothing unusual {said}"


def test_the_first_subject_is_a_fact_too(first) -> None:
    # Of each ten deals with number 0 to 4 five are won, and every third passed no gate: 22 of 70.
    assert subject(first) == "22 of 70 wins came round our gate"


def test_a_mail_begins_with_its_points_at_most_six(first) -> None:
    found = letter(later(first, *DESIGN), "monday")
    points = points_of(found.text)
    assert len(points) == 6
    assert points[0].startswith(f"{WENT_SILENT.said} Usual: 0 to 2 deals a week. [{LINK}/reports?")
    assert points[1] == f"{REFUSED_WON.said} [{LINK}/?deal=DC]"
    assert points[2].startswith(plain(overview_words.how_wins_came(first)))
    assert "31 in 100 now, 27 on 16 Oct 2026: as usual." in points[2]
    assert points[5].startswith("Restated: 1 past record. Arden: closed 3 Sep 2026, 30 Aug")


def test_a_mail_never_says_that_nothing_was_restated_beside_what_was(first) -> None:
    quiet = later(first)
    none = replace(quiet.changes, restated=())
    unlisted = replace(WIN_RATE, parts=(Part("restated", -0.02, 3),))
    nothing = "Nothing of the past was restated"
    for found, is_said in (
        (none, True),
        (replace(none, figures=(unlisted,)), False),
        (replace(none, headline_restated="Restated: much."), False),
    ):
        assert (nothing in letter(replace(quiet, changes=found), "monday").text) is is_said


def test_more_changes_share_a_point_and_none_is_left_out(first) -> None:
    found = letter(later(first, *DESIGN, MOVED, WOKE), "monday")
    points = points_of(found.text)
    assert len(points) == 6
    assert points[1].startswith("3 further changes beyond the usual.")
    for each in (REFUSED_WON, MOVED, WOKE):
        assert each.said in points[1]


def test_a_quiet_week_has_what_stands_alone(first) -> None:
    found = letter(later(first), "monday")
    assert len(points_of(found.text)) == 4
    # Tested and not beyond luck: one share; usual weeks are known of two kinds of deals. The win
    # rate is beyond luck: it is neither.
    assert " 3 answers: as usual; 11 cannot be judged yet." in found.text
    mail = letter(later(first, *DESIGN), "monday").text
    # Silent deals are told now, and so are wins of which no usual week is known.
    assert " 2 other answers: as usual; 10 cannot be judged yet." in mail


def test_what_is_told_further_down_or_was_restated_is_not_counted_as_usual(first) -> None:
    told = later(first, *DESIGN, WOKE, RESTATED, RESTATED, MOVED, asked=5)
    # Two figures and three kinds of deals: only the one share is as usual, and none is left over.
    assert "16 Oct 2026. 1 other answer: as usual.\n" in letter(told, "monday").text


def test_nothing_is_called_usual_where_nothing_could_be_judged(first) -> None:
    quiet = later(first)
    untested = [replace(each, p=None, is_signal=False) for each in quiet.changes.figures]
    known = replace(quiet.changes, figures=tuple(untested), usual={})
    told = replace(quiet, changes=known)
    assert subject(told) == "Pipeline: no change can be judged yet"
    text = letter(told, "monday").text
    assert " 15 answers cannot be judged yet." in text
    assert "as usual" not in text
    (chapter,) = changed(told)
    assert chapter.note.startswith("No change since then can be judged yet.")


def test_a_decision_that_is_due_comes_first_of_the_rest(first) -> None:
    made = decisions.Decision(
        id="1", decided_on=dt.date(2026, 9, 1), slot="cost", measure_id="win_rate",
        question="Is it so?", finding="It was.", choice="change", owner="RevOps",
        review_on=dt.date(2026, 10, 29), note="enterprise skips the score",
    )  # fmt: skip
    log = decisions.Log(decisions=[made, replace(made, id="2", review_on=dt.date(2026, 11, 1))])
    found = points_of(letter(replace(later(first), log=log), "monday").text)
    # The second is due nine days on: not before the next mail.
    assert found[-1].startswith("Due 29 Oct 2026: “enterprise skips the score”. Restated: 1 past")


class Reader(HTMLParser):
    """What a mail program is asked to show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.images: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        if tag == "a":
            self.links.append(told["href"])
        if tag == "img":
            self.images.append(told)


def test_the_html_loads_nothing_and_leads_to_the_dashboard_alone(first) -> None:
    found = letter(later(first, *DESIGN), "monday")
    read = Reader(found.html)
    assert not read.tags & {"script", "link", "iframe", "form", "svg", "object"}
    assert "url(" not in found.html
    assert read.links
    assert all(each.startswith(f"{LINK}/") for each in read.links)
    assert [each["src"] for each in read.images] == [f"cid:{cid}" for cid in found.images]
    assert all(each["alt"] for each in read.images)


def test_the_html_says_what_the_text_says_and_names_are_no_markup(first) -> None:
    found = letter(later(first, *DESIGN), "monday")
    assert "Fjord &lt;AS&gt; &amp; Sons" in found.html
    assert "<AS>" not in found.html
    for point in (plain(overview_words.how_wins_came(first)), "$620k", "24 days, Discovery"):
        assert point in found.html


def test_nothing_is_said_to_be_as_it_was_where_that_is_not_known(first) -> None:
    told = later(first)
    quiet = replace(told.changes, restated=())
    known = letter(replace(told, changes=quiet), "monday").text
    assert "Nothing of the past was restated since 16 Oct 2026" in known
    unknown = replace(told, changes=replace(quiet, is_restated_known=False))
    text = letter(unknown, "monday").text
    assert "Nothing of the past was restated" not in text
    assert "It is not known what of the past was restated since 16 Oct 2026" in text


def test_without_an_address_nothing_is_a_link(first) -> None:
    bare = replace(first, manifest=first.manifest.model_copy(update={"link": None}))
    found = letter(later(bare, *DESIGN), "monday")
    assert Reader(found.html).links == []
    assert "[" not in found.text


def test_a_mail_weighs_little_and_is_the_same_each_time(first) -> None:
    made = [letter(later(first, *DESIGN), "monday") for _ in range(2)]
    at = dt.datetime(2026, 10, 26, 7, 0, tzinfo=dt.UTC)
    mails = [as_mail(each, "r@example.com", "ann@example.com", "monday", at) for each in made]
    assert mails[0] == mails[1]
    assert len(mails[0]) < 200_000


def test_who_reads_a_part_is_told_nothing_of_the_rest(first, north) -> None:
    # Money of the South is counted in millions, that of the North in thousands.
    assert "$770M" in letter(first, "monday").text
    found = letter(north, "north")
    slack = report_message(north, "north").decode()
    for text in (found.text, found.html, slack):
        assert "South" not in text
        assert not re.search(r"\$[\d.]+M", text)
        assert "70 wins" not in text
        assert "our own report" not in text
    assert "region North" in found.text
    assert "This is your part of the company." in found.text
    assert f"{LINK}/?region=North" in found.text


def test_a_report_of_one_page_says_what_that_page_says(warehouse) -> None:
    told = gather(warehouse, only="wins")
    points = points_of(letter(told, "monday").text)
    assert 1 < len(points) <= 6
    findings = [told.results[each].finding for each in ("won_without_gate_trend",)]
    assert any(each in " ".join(points) for each in findings)
    assert f"Open How wins came: {LINK}/wins" in letter(told, "monday").text


def test_a_company_without_wins_has_a_mail_too(warehouse) -> None:
    question = Question(Filters(start=dt.date(2020, 1, 1), end=dt.date(2020, 1, 1)), link=LINK)
    told = gathered(warehouse, question, manifest_of(warehouse, question))
    found = letter(told, "monday")
    assert found.subject == "Pipeline: the first report"
    assert len(points_of(found.text)) >= 3


def test_slack_gets_the_same_points_in_its_own_markup(first) -> None:
    import json

    told = later(first, *DESIGN)
    message = json.loads(report_message(told, "monday"))
    assert message["text"] == letter(told, "monday").subject
    assert [each["type"] for each in message["blocks"]] == [
        "header", "context", *["section"] * 7, "context",
    ]  # fmt: skip
    said = message["blocks"][2]["text"]["text"]
    assert said.startswith("*$1.4M went silent*\nUsual: 0 to 2 deals a week. <https://")
    assert "|Fjord &lt;AS&gt; &amp; Sons> · 23 days, Evaluation · $450k" in said
    assert all(len(each["text"]["text"]) <= 3000 for each in message["blocks"][2:-1])
