"""The line that compares our totals with the company's own report, and who may read it."""

from __future__ import annotations

import pytest

from dashboard.measures.access import User
from dashboard.web.app import build_app
from tests.web import example_results as examples
from tests.web.reading import page_of, text_of, with_class


def _line(client):
    return text_of(with_class(page_of(client), "totals"))


def _ours(desk, *rows):
    desk.results = {**desk.results, "control_totals": examples.result("control_totals", *rows)}


def _report(desk, **changes):
    totals = desk.config.control_totals.model_copy(update=changes)
    desk.config = desk.config.model_copy(update={"control_totals": totals})


def test_no_row_on_our_side_is_zero(example, example_desk):
    _ours(example_desk)
    said = _line(example)
    assert "does not match “Closed won FY26”: 0 won here, 96 there; $11.6M less here" in said
    assert "confirmed by" not in said


def test_no_deal_created_on_our_side_is_zero(example, example_desk):
    _report(example_desk, won_count=None, won_amount=None, deals_created=12)
    _ours(example_desk)
    assert "does not match “Closed won FY26”: 0 created here, 12 there" in _line(example)


def test_an_empty_report_matches_no_wins(example, example_desk):
    _report(example_desk, won_count=0, won_amount=0.0)
    _ours(example_desk)
    assert "= equal to “Closed won FY26”, confirmed by RevOps" in _line(example)


@pytest.mark.parametrize("money", [[], [examples.total(None, statistic="won_amount")]])
def test_wins_without_amounts_do_not_match_the_money(example, example_desk, money):
    _ours(example_desk, examples.total(96, statistic="won_deals"), *money)
    said = "does not match “Closed won FY26”: its money cannot be checked"
    assert said in _line(example)


def test_a_report_without_figures_is_not_yet_checked(example, example_desk):
    _report(example_desk, won_count=None, won_amount=None, deals_created=None)
    said = _line(example)
    assert "not yet checked against “Closed won FY26”" in said
    assert "matches" not in said


def test_a_limited_user_learns_nothing_of_the_companys_report(example_desk):
    _ours(example_desk, examples.total(20, statistic="won_deals"))
    reader = User("north", {"region": ("North",)})
    client = build_app(lambda: example_desk, user_of=lambda: reader).server.test_client()
    said = _line(client)
    assert "your part of the company" in said
    assert not any(each in said for each in ("Closed won FY26", "96", "here", "matches"))


def test_a_limited_workspace_is_not_compared_with_the_company(example, example_desk):
    access = example_desk.config.access.model_copy(update={"limits": {"region": ["North"]}})
    example_desk.config = example_desk.config.model_copy(update={"access": access})
    assert "your part of the company" in _line(example)
    assert "Closed won FY26" not in _line(example)


def test_a_user_without_limits_reads_the_check(example_desk):
    client = build_app(lambda: example_desk, user_of=lambda: User("all")).server.test_client()
    assert "= equal to “Closed won FY26”" in _line(client)
