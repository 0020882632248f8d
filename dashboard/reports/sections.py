"""A report as data: what stands in which order, ready to be written as HTML and as PDF.

Sentences are the measures' own, figures those of `present/print`; nothing here counts.
"""

from __future__ import annotations

from dashboard import words
from dashboard.present import foot_words, gate_words, headlines, overview_words
from dashboard.present.control_words import check_of, value_of
from dashboard.present.pages import PAGES, Page, page_called
from dashboard.present.sentence import Part, plural
from dashboard.reports import account_part, first_part, page_part, since_part
from dashboard.reports.material import Material
from dashboard.reports.parts import Report
from dashboard.reports.ways import way_to

_FIRST = PAGES[0]


def sections(told: Material) -> Report:
    """Return the report of all pages, or of the one that was asked for."""
    page = page_called(told.only) if told.only else None
    is_first = page in (None, _FIRST)
    shown = page or _FIRST
    return Report(
        title=f"{told.config.company.name}, {foot_words.data_to(told, told.as_of_label)}",
        company=told.config.company.name,
        scope=", ".join(foot_words.filters_said(told, shown.begins)),
        clock=foot_words.clock_words(told, told.as_of_label),
        headline=_headline(told, shown),
        gates=overview_words.gates(told),
        verdict=gate_words.verdict_of(told),
        totals=_totals(told),
        check=check_of(told).said,
        rows=first_part.rows(told) if is_first else (),
        pairs=first_part.pairs(told) if is_first else (),
        schools=first_part.schools(),
        chapters=(
            *since_part.changed(told),
            *page_part.chapters(told, page),
            *since_part.followed(told),
            *account_part.chapters(told),
        ),
        foot=foot_words.whom_counted(told),
        way=way_to(told, shown.path),
    )


def _headline(told: Material, page: Page) -> list[Part]:
    """Return what the report argues first: the headline of its first page that has one."""
    return headlines.headline(told, page.path) or overview_words.headline(told)


def _totals(told: Material) -> str:
    """Return money, deals and accounts won, as far as they are known."""
    result = told.results.get("control_totals")
    money, deals, accounts = (
        value_of(result, name) for name in ("won_amount", "won_deals", "new_accounts")
    )
    said = [] if money is None else [f"{words.money(money, told.currency)} won"]
    said += [] if deals is None else [plural(deals, "deal")]
    said += [] if accounts is None else [plural(accounts, "new account")]
    return " · ".join(said)
