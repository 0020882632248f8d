"""The Monday mail of the sample company as a mail program shows it, on a desk and on a phone."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import answer
from dashboard.reports.gathering import gathered
from dashboard.reports.mail import letter
from dashboard.snapshots.made_from import Question, manifest_of
from tests.reports.changed import REFUSED_WON, WENT_SILENT, changes

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.fixture(scope="module")
def mail(demo_workspace, tmp_path_factory) -> Path:
    """The mail as a file, its pictures beside it."""
    with closing(answer.open_warehouse(demo_workspace)) as warehouse:
        question = Question(warehouse.default_filters(), link="https://pipeline.example.com")
        told = gathered(warehouse, question, manifest_of(warehouse, question))
        since = SimpleNamespace(name="2026-10-16")
        told = replace(told, since=since, changes=changes(WENT_SILENT, REFUSED_WON))
        found = letter(told, "monday")
    folder = tmp_path_factory.mktemp("mail")
    html = found.html
    for cid, png in found.images.items():
        (folder / f"{cid}.png").write_bytes(png)
        html = html.replace(f"cid:{cid}", f"{cid}.png")
    (folder / "mail.html").write_text(html, encoding="utf-8")
    return folder / "mail.html"


@pytest.fixture(params=[390, 700])
def page(request, browser, mail):
    """The mail in a window of this width."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    found = context.new_page()
    found.goto(mail.as_uri())
    yield found
    context.close()


def test_a_mail_fits_its_window_and_its_bars_are_drawn(page) -> None:
    wide = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == wide
    bars = page.evaluate(
        "[...document.images].map(e => [e.naturalWidth, e.clientWidth, e.clientHeight])"
    )
    assert len(bars) == 3
    # Two dots of the picture for each of the widest window.
    assert all(dots >= 1148 and 250 < width < wide and height >= 14 for dots, width, height in bars)


def test_no_words_of_a_mail_are_small_or_cut(page) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll('td, div, a')]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .filter(e => e.offsetParent && e.textContent.trim() !== '\\u00a0')
          .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12
                    || e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
          .map(e => e.textContent.slice(0, 40))"""
    )
    assert small == []


def test_a_mail_can_be_read_aloud_and_seen(page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
