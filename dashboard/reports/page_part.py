"""The pages in a report: the answers of each with their figures, further answers as lines."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.counts import USUAL
from dashboard.measures.result import Result
from dashboard.present import headlines
from dashboard.present.marks import by_count
from dashboard.present.number_words import kind_of, numbers_of, of_whom
from dashboard.present.overview_words import PAIRS
from dashboard.present.pages import PAGES, Page
from dashboard.present.print.dispatch import drawn
from dashboard.present.print.drawn import Picture
from dashboard.reports.material import Material
from dashboard.reports.parts import Answer, Block, Chapter, Figure
from dashboard.reports.ways import way_to

# Answers that the first part has told, and pages whose answers stand elsewhere.
_FIRST = {"control_totals", "stalled_immediately", *(each for pair in PAIRS for each in pair[1:])}
_ELSEWHERE = ("/data", "/reports")
# Of these pages one answer is told in full, the others as lines.
_ONE_IN_FULL = ("/meeting",)
_USABLE = ("ok", "too few")


def chapters(told: Material, only: Page | None) -> tuple[Chapter, ...]:
    """Return a chapter for each page that has answers; of one page alone if it was asked for."""
    pages = [each for each in PAGES if each.built and each.measures and each.path not in _ELSEWHERE]
    shown = pages if only is None else [only]
    told_before: set[str] = set(_FIRST) if only in (None, PAGES[0]) else set()
    made = []
    for page in shown:
        chapter = _chapter(told, page, told_before)
        told_before |= {each.name for each in (*chapter.answers, *chapter.lines)}
        if chapter.answers or chapter.lines:
            made.append(chapter)
    return tuple(made)


def _chapter(told: Material, page: Page, before: set[str]) -> Chapter:
    in_full = dict.fromkeys((*page.hero, *page.cards))
    if page.path in _ONE_IN_FULL:
        in_full = dict.fromkeys(page.hero[:1])
    elsewhere = _told_later(page) if told.only is None else set()
    answers = [
        answer_of(told, told.results[each])
        for each in in_full
        if each in told.results and each not in before | elsewhere
    ]
    rest = [each for each in page.measures if each not in in_full]
    lines = [
        answer_of(told, told.results[each], is_line=True)
        for each in rest
        if each in told.results and each not in before | elsewhere
    ]
    # The report begins with the Overview's headline.
    lead = [] if page.path == "/" else headlines.headline(told, page.path)
    name = page.path.strip("/") or "more"
    title = "Also on the Overview" if page.path == "/" else page.name
    return Chapter(name, title, lead, answers=tuple(answers), lines=tuple(lines))


def _told_later(page: Page) -> set[str]:
    """Return what the Overview rests on and a page of its own tells in full."""
    if page.path != "/":
        return set()
    others = [each for each in PAGES if each.built and each.path not in ("/", *_ELSEWHERE)]
    return {measure for each in others for measure in each.measures}


def answer_of(told: Material, result: Result, *, is_line: bool = False) -> Answer:
    """Return one answer as a report tells it; as a line with its question and finding alone."""
    shown = by_count(result, USUAL)
    measure = result.measure
    way = way_to(told, "/", about=measure.id)
    base = Answer(measure.id, measure.question, shown.finding or measure.title, way=way)
    if is_line:
        return base
    if result.status not in _USABLE:
        return _without(base, result)
    numbers = numbers_of(shown, USUAL, told.currency)
    return Answer(
        name=base.name,
        question=base.question,
        finding=base.finding,
        pieces=(*numbers, words.word(kind_of(shown, USUAL))),
        blocks=blocks_of(told, result),
        other_reading=result.other_reading,
        next_step=result.next_step,
        definition=measure.definition,
        about=tuple(of_whom(shown)),
        way=way,
    )


def _without(base: Answer, result: Result) -> Answer:
    """Return an answer that cannot be given: why, and what to export."""
    return Answer(
        name=base.name,
        question=base.question,
        finding=base.finding,
        needs=tuple(map(words.begun, result.needs)),
        definition=result.measure.definition,
        about=result.notes,
        way=base.way,
    )


def blocks_of(told: Material, result: Result) -> tuple[Block, ...]:
    """Return the figures and tables of an answer, each figure under a name of its own."""
    made: list[Block] = []
    for at, each in enumerate(drawn(told, result)):
        if isinstance(each, Picture):
            name = f"{result.measure.id}-{at}"
            made.append(Figure(name, each.paper, each.spoken, None, each.title, each.note))
        else:
            made.append(each)
    return tuple(made)
