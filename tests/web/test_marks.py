"""Every mark's number equals the rows it opens; the page is the command line is the CSV."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys

import pytest

from dashboard import words
from dashboard.measures.filters import Filters
from dashboard.present.pages import PAGES
from dashboard.web import url_state
from tests.web.reading import drawer_of, each_component, links, page_of, text_of, with_class

FILTERED = ("?", "?segment=SMB", "?from=2026-01&to=2026-06&region=Europe", "?from=all&to=all")
COUNT = re.compile(r"See the ([\d,]+)")


def marks_of(page):
    """Return the addresses of all marks of a page, each once."""
    return sorted({each["href"] for each in links(page, "drill=")})


def rows_said(drawer):
    """Return what the drawer's title counts."""
    title = next(iter(with_class(drawer, "n-of-n")))
    return int(text_of(title).split(" of ")[1].split(", ")[0].replace(",", ""))


def counted_by(result, mark):
    """Return the count of a mark as its number has it: events, or all rows of a ledger."""
    if result.measure.shape == "ledger":
        return sum(row.n for row in result.rows)
    row = result.row(**mark)
    return row.value if row.events is None else row.events


@pytest.fixture(scope="module", params=FILTERED)
def query(request):
    """A page's address: the default, two filtered ones, all data."""
    return request.param


def test_every_mark_opens_as_many_rows_as_it_counts(demo, demo_desk, query):
    known = demo_desk.known(None)
    marks = marks_of(page_of(demo, query))
    assert len(marks) >= 20
    for address in marks:
        view = url_state.read(address, known)
        result = demo_desk.answers((view.drill,), view.filters, None)[view.drill]
        found = demo_desk.records(view.drill, view.filters, dict(view.mark), None)
        assert found.n == counted_by(result, dict(view.mark)), address
        assert rows_said(drawer_of(demo, address)) == found.n, address


def test_links_open_exactly_the_deals_they_name(demo, query):
    for link in links(page_of(demo, query), "drill="):
        named = COUNT.match(text_of(link["children"]))
        if named:
            drawer = drawer_of(demo, link["href"])
            assert rows_said(drawer) == int(named[1].replace(",", "")), link["href"]


def test_money_of_a_mark_is_the_money_of_its_rows(demo_desk):
    known = demo_desk.known(None)
    for part in ("in_flow", "bypassed", "unlinked"):
        mark = {"part": part, "statistic": "amount"}
        row = demo_desk.answers(("path_mix",), known.default, None)["path_mix"].row(**mark)
        frame = demo_desk.records("path_mix", known.default, mark, None).frame
        assert frame["amount_at_close"].sum() == pytest.approx(row.numerator)


def test_money_in_the_drawer_is_the_money_on_the_page(demo, demo_desk):
    known = demo_desk.known(None)
    for measure_id in ("stalled_value", "pipeline_created"):
        result = demo_desk.answers((measure_id,), known.default, None)[measure_id]
        row = result.row(statistic="amount")
        said = words.money(row.value if row.numerator is None else row.numerator)
        drawer = drawer_of(demo, f"?drill={measure_id}&mark=statistic:amount")
        title = next(each for each in each_component(drawer) if each["type"] == "H2")
        assert text_of(title).endswith(said)


def test_paths_add_up_to_the_totals(demo_desk, query):
    filters = url_state.read(query, demo_desk.known(None)).filters
    found = demo_desk.answers(("path_mix", "control_totals"), filters, None)
    paths = found["path_mix"]
    for statistic, total in (("deals", "won_deals"), ("amount", "won_amount")):
        parts = [row.numerator for row in paths.rows if row.keys["statistic"] == statistic]
        whole = found["control_totals"].row(statistic=total).value
        assert sum(parts) == pytest.approx(whole)


def test_csv_of_rows_is_what_the_command_line_prints(demo, demo_workspace):
    mark = "&mark=component:ours&mark=statistic:deals"
    from_web = demo.get(f"/csv/rows?segment=SMB&drill=won_without_gate{mark}").text
    command = ["rows", "won_without_gate", "--where", "segment=SMB"]
    command += ["--mark", "component=ours", "--mark", "statistic=deals"]
    assert from_web == _command_line(command, demo_workspace)


@pytest.mark.parametrize("measure_id", ["path_mix", "stalled_immediately", "largest_wins"])
def test_csv_of_a_figure_is_what_the_command_line_prints(demo, demo_workspace, measure_id):
    from_web = demo.get(f"/csv/figure?about={measure_id}").text
    command = ["measure", measure_id, "--format", "csv"]
    assert from_web == _command_line(command, demo_workspace)


def test_csv_of_the_page_holds_every_figure(demo, demo_desk):
    rows = list(csv.DictReader(io.StringIO(demo.get("/csv/figures?").text)))
    answered = demo_desk.answers(PAGES[0].measures, demo_desk.known(None).default, None)
    assert {row["id"] for row in rows} == {
        measure_id for measure_id, result in answered.items() if result.rows
    }


def test_csv_holds_all_rows_however_few_are_shown(demo, demo_desk):
    drawer = drawer_of(demo, "?drill=good_catches")
    shown = len(next(iter(with_class(drawer, "records")))["props"]["children"])
    rows = list(csv.reader(io.StringIO(demo.get("/csv/rows?drill=good_catches").text)))
    assert shown == url_state.FIRST_ROWS
    assert len(rows) - 1 == rows_said(drawer) > shown


def test_answers_are_remembered_until_the_warehouse_changes(demo_desk):
    first = demo_desk.answers(("win_rate",), Filters(), None)
    again = demo_desk.answers(("path_mix", "win_rate"), Filters(), None)
    assert again["win_rate"] is first["win_rate"]


def _command_line(command, workspace):
    printed = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *command, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        check=True,
    )
    return printed.stdout
