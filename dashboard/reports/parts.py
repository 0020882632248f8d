"""What a report consists of: answers, rows, chapters, as plain data for HTML and PDF alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.present.print.drawn import Table
from dashboard.present.print.paper import Paper
from dashboard.present.sentence import Part


@dataclass(frozen=True)
class Figure:
    """A drawn figure under its own name; `narrow` is the same for a phone, where it differs."""

    name: str
    paper: Paper
    spoken: str
    narrow: Paper | None = None
    title: str = ""
    note: str = ""


Block = Figure | Table


@dataclass(frozen=True)
class Answer:
    """One answer: question, finding, its numbers in words, what is drawn of it, how to read it.

    `about` says of whom it speaks and what to mind, `needs` what to export where it cannot be
    given; `way` is the address of the answer in the dashboard, where one is served.
    """

    name: str
    question: str
    finding: str
    pieces: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    other_reading: str = ""
    next_step: str = ""
    definition: str = ""
    about: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    way: str | None = None


@dataclass(frozen=True)
class Row:
    """One of the three rows of the Overview: its sentence, its bar, what is said beside it."""

    number: int
    name: str
    grade: str
    sentence: Sequence[Part]
    figure: Figure | None
    notes: tuple[str, ...] = ()
    way: str | None = None


@dataclass(frozen=True)
class Side:
    """One side of a question in the ledgers; without a number there is the reason."""

    name: str
    number: str
    phrase: str
    detail: str
    bar: Figure | None = None


@dataclass(frozen=True)
class Pair:
    """A fixed question, with what the funnel says and what happened after."""

    question: str
    funnel: Side
    after: Side


@dataclass(frozen=True)
class Told:
    """A part of a chapter in words and tables, under a small heading."""

    title: str
    note: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A part of the report under its own heading.

    `points` are facts with what stands beside each, `answers` are told in full, `lines` with their
    question and finding alone.
    """

    name: str
    title: str
    lead: Sequence[Part] = ()
    note: str = ""
    points: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()
    lines: tuple[Answer, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole report, from its first sentence to how it was made."""

    title: str
    company: str
    scope: str
    clock: str
    headline: Sequence[Part]
    gates: str
    verdict: str
    totals: str
    check: str
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    schools: tuple[str, str]
    chapters: tuple[Chapter, ...]
    foot: str
    way: str | None = None
    is_whole: bool = True
