"""The report: the same words and numbers as the app, whole in one page, and as PDF."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import answer, words
from dashboard.measures.result import Result, plain
from dashboard.present.overview_words import PAIRS
from dashboard.present.pages import PAGES
from dashboard.reports.completeness import of_html
from dashboard.reports.gathering import gathered
from dashboard.reports.html import report_html
from dashboard.reports.material import Material
from dashboard.reports.parts import Answer, Figure
from dashboard.reports.pdf import report_pdf
from dashboard.reports.sections import sections
from dashboard.snapshots.change import Part
from dashboard.snapshots.made_from import Question, manifest_of
from tests.reports import small_company
from tests.reports.changed import MOVED, REFUSED_WON, WENT_SILENT, WIN_RATE, changes

GOLDEN = Path(__file__).with_name("golden") / "report.html"
PARTS = (
    Part("restated", 0.01, 2),
    Part("new", 0.03, 12),
    Part("mix", 0.01, 0),
    Part("rate", 0.02, 0),
)
WORD = re.compile(r"\d[\d.,]*")
BOLD = re.compile(r"<text style=\"[^\"]*font-weight: 600[^\"]*\"[^>]*>([^<]*)</text>")


def gather(workspace: Path) -> Iterator[Material]:
    with closing(answer.open_warehouse(workspace)) as warehouse:
        question = Question(warehouse.default_filters())
        manifest = manifest_of(warehouse, question)
        manifest = manifest.model_copy(update={"product_version": "1.2.3"})
        yield gathered(warehouse, question, manifest)


@pytest.fixture(scope="module")
def demo(demo_workspace: Path) -> Iterator[Material]:
    yield from gather(demo_workspace)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    """A company of fixed exports, with changes since a week before."""
    workspace = small_company.built(tmp_path_factory.mktemp("small"))
    told = changes(WENT_SILENT, REFUSED_WON, MOVED)
    told = replace(told, figures=(replace(WIN_RATE, parts=PARTS),))
    for material in gather(workspace):
        yield replace(material, changes=told)


def answers_of(material: Material) -> dict[str, Answer]:
    """Every answer that a report tells, in full or as a line."""
    chapters = sections(material).chapters
    return {each.name: each for part in chapters for each in (*part.answers, *part.lines)}


def test_the_report_of_a_fixed_company_is_the_one_that_was_reviewed(small, request):
    text = report_html(small)
    if request.config.getoption("--update-golden"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_report_is_whole_light_and_reaches_nothing_outside(demo, small):
    for material in (demo, small):
        text = report_html(material)
        assert of_html(text) == []
        assert len(text.encode()) < 400_000
        assert "<script" not in text


def test_the_same_material_gives_the_same_bytes(small):
    assert report_html(small) == report_html(small)
    assert report_pdf(small) == report_pdf(small)


def test_a_pdf_is_one(demo):
    made = report_pdf(demo)
    assert made.startswith(b"%PDF-")
    assert len(made) < 1_000_000


def test_every_answer_says_the_finding_of_its_measure(demo):
    told = answers_of(demo)
    text = report_html(demo)
    for measure_id, one in told.items():
        result = demo.results[measure_id]
        assert one.finding.startswith(result.finding.removesuffix(".")), measure_id
        assert one.question == result.measure.question
        assert html.escape(one.finding, quote=False).replace("'", "&#39;") in text.replace(
            "&#34;", '"'
        ), measure_id


def test_every_measure_of_a_page_has_its_place(demo):
    """In full, as a line, or in the first part."""
    first = {
        "control_totals",
        "stalled_immediately",
        *(each for pair in PAIRS for each in pair[1:]),
    }
    shown = {*answers_of(demo), *first}
    missing = {
        measure
        for page in PAGES
        if page.built and page.path != "/"
        for measure in page.measures
        if measure not in shown
    }
    assert missing == set()


def test_every_bold_number_of_a_figure_is_one_of_its_answer(demo):
    """What stands out in a figure is a number of numbers.json, as the app writes it."""
    looked_at = 0
    for measure_id, one in answers_of(demo).items():
        result = demo.results[measure_id]
        known = numbers_in(result, demo.currency)
        for block in one.blocks:
            if not isinstance(block, Figure):
                continue
            for said in BOLD.findall(block.paper.svg("")):
                for number in WORD.findall(html.unescape(said)):
                    looked_at += 1
                    assert number.rstrip(".,") in known, (measure_id, said)
    assert looked_at > 150


def numbers_in(result: Result, currency: str) -> set[str]:
    """Every number of an answer's JSON in every way that the product writes numbers."""
    found: set[str] = {"100"}
    flags = 9
    found |= {str(each) for each in range(1, flags)}
    for row in result.table():
        for value in plain(row).values():
            if isinstance(value, str | bool) or value is None or not isinstance(value, int | float):
                continue
            number = float(value)
            said = [words.count(abs(number)), words.in100(number), words.percent(number)]
            said += [words.money(abs(number), currency), words.days(number), words.hours(number)]
            said += [words.rate(number), words.index(number), words.more_or_fewer(number)]
            said += [str(words.half_up(number, 1, times=100)), str(words.half_up(number, 1))]
            found |= {each.rstrip(".,") for text in said for each in WORD.findall(text)}
    return found | sums_of(result)


def sums_of(result: Result) -> set[str]:
    """Counts of several rows together, as stacks and shares that end at a hundred show them."""
    return (
        {str(each) for each in range(101)} if result.measure.shape in ("curve", "trend") else set()
    )


def test_what_can_be_drawn_is_drawn(demo):
    """Of each answer in full, but for a number that its line of words says all of."""
    for chapter in sections(demo).chapters:
        for one in chapter.answers:
            result = demo.results[one.name]
            alone = result.measure.shape == "number" and len(result.rows) == 1
            assert one.blocks or alone or one.needs or not result.rows, one.name


def test_the_overview_is_the_first_part(demo):
    made = sections(demo)
    assert [row.number for row in made.rows] == [1, 2, 3]
    assert all(row.figure and row.figure.narrow for row in made.rows)
    assert [pair.question for pair in made.pairs] == [pair[0] for pair in PAIRS]


def test_names_are_words_and_never_markup(small):
    text = report_html(small)
    assert "New &lt;score&gt; model" in text
    assert "<score>" not in text
    assert "Fixed &amp; Firm" in text


def test_a_row_that_cannot_be_told_keeps_its_place(small):
    moving = sections(small).rows[1]
    assert moving.figure is None
    assert moving.sentence[0][0].startswith("Not computable")
    assert moving.notes


def test_changes_stand_before_the_pages_with_their_parts(small):
    chapters = sections(small).chapters
    since = chapters[0]
    assert since.title == "Since 16 Oct 2026"
    assert [said for said, _ in since.points] == [WENT_SILENT.said, REFUSED_WON.said, MOVED.said]
    (table,) = since.told[0].blocks
    (rate,) = (row for row in table.rows if row[0] == "Win rate")
    _, then, parts, now = rate
    assert (then, now) == ("24.0 in 100", "31.0 in 100")
    assert [part.split(" ")[0] for part in parts.split("; ")] == ["+1.0", "+3.0", "+1.0", "+2.0"]


def test_the_first_report_says_that_it_is(demo):
    since = sections(demo).chapters[0]
    assert since.points == ()
    assert "first report" in since.note


def test_who_sees_a_part_is_told_nothing_of_the_whole_exports(demo):
    made = sections(replace(demo, is_limited=True))
    assert "data" not in [each.name for each in made.chapters]
    assert made.check == "your part of the company"
    assert "Opportunity.csv" not in report_html(replace(demo, is_limited=True))


def test_one_page_alone_has_its_own_headline_and_no_other_page(demo):
    gate = replace(demo, only="gate", path="/gate", followed=None)
    made = sections(gate)
    assert made.rows == ()
    assert [each.name for each in made.chapters] == ["since", "gate", "data", "made"]
