"""The mail of a report: its points as text first, then as HTML that any mail program shows."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard import words
from dashboard.measures.filters import Dimension
from dashboard.present import theme
from dashboard.present.control_words import check_of
from dashboard.present.pages import page_at
from dashboard.present.period_words import period_words
from dashboard.present.sentence import plural
from dashboard.reports.envelope import Letter
from dashboard.reports.mail_parts import Point, Way
from dashboard.reports.mail_points import points_of
from dashboard.reports.mail_subject import subject
from dashboard.reports.material import Material
from dashboard.reports.ways import way_to
from dashboard.snapshots.change import Changes
from dashboard.snapshots.judged import as_usual, not_judged

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Mail:
    """All that stands in a mail, in words."""

    subject: str
    preview: str
    from_whom: str
    scope: str
    points: Sequence[Point]
    button: Way | None
    foot: Sequence[str]


def letter(told: Material, report: str) -> Letter:
    """Return the mail of a report, which goes by this name in the config.

    Nothing in it is of another part of the company than its answers are, nor of any clock.
    """
    mail = mail_of(told, report)
    images = {each.picture.cid: each.picture.png for each in mail.points if each.picture}
    return Letter(mail.subject, _text(mail), _html(mail), images)


def mail_of(told: Material, report: str) -> Mail:
    """Return what a mail of this report says."""
    points = points_of(told)
    page = page_at(told.path)
    address = way_to(told, page.path)
    return Mail(
        subject=subject(told),
        preview=" ".join(each.said for each in points[:2]),
        from_whom=f"{told.config.company.name} · data to {_day(told.as_of_day)}",
        scope=_scope(told),
        points=points,
        button=Way(f"Open {_called(page.name)}", address) if address else None,
        foot=list(_foot(told, report)),
    )


def _called(page: str) -> str:
    return "the overview" if page == "Overview" else page


def _day(day: dt.date) -> str:
    return f"{day:%A} {words.date(day)}"


def _scope(told: Material) -> str:
    """Say of what the mail speaks, since when, and what else was looked at and is as usual."""
    dimensions = told.warehouse.context.dimensions
    period = words.begun(period_words(told.filters, told.as_of_day).removeprefix("the "))
    said = ", ".join([period, *_chosen(told, dimensions)])
    changes = told.changes
    if told.is_known:
        return f"{said}. Nothing has changed since the last report: the exports are the same."
    if changes is None:
        return f"{said}. The first report of its kind: the next one says what has changed."
    since = words.date(dt.date.fromisoformat(changes.since_as_of[:10]))
    return f"{said}. Changes since {since}.{_others(changes)}"


def _others(changes: Changes) -> str:
    """Say how much is as usual, and how much cannot be judged; nothing where all of it is told."""
    usual, unknown = as_usual(changes), not_judged(changes)
    noun = "other answer" if changes.lines else "answer"
    parts = []
    if usual:
        parts.append(f"{plural(usual, noun)}: as usual")
    if unknown:
        of = words.count(unknown) if usual else plural(unknown, noun)
        parts.append(f"{of} cannot be judged yet")
    return f" {'; '.join(parts)}." if parts else ""


def _chosen(told: Material, dimensions: Sequence[Dimension]) -> Iterator[str]:
    """Yield what is chosen of each way to cut the figures; all of it where nothing is."""
    for each in dimensions:
        values = told.filters.where.get(each.name)
        if values is not None:
            yield f"{each.label} {words.listed(list(values), 'or')}"
        elif not told.is_limited:
            yield f"every {each.label}"


def _foot(told: Material, report: str) -> Iterator[str]:
    at = told.as_of.replace(tzinfo=dt.UTC).astimezone(told.config.company.zone)
    zone = told.config.company.time_zone
    checked = "" if told.is_limited else f" Totals: {check_of(told).said}."
    part = " This is your part of the company." if told.is_limited else ""
    yield f"Data to {words.date(at.date())}, {at:%H:%M} {zone}.{checked}{part}"
    if told.not_known_then:
        yield f"Only known as of today: {words.listed(list(told.not_known_then))}."
    yield (
        f"Sent as the report “{report}”. Whoever keeps gatecost.toml can stop it, or have it sent "
        "only when something has changed."
    )


def _text(mail: Mail) -> str:
    """Write the mail as text: the points come first, one line each."""
    lines = [f"{number}  {_line(each)}" for number, each in enumerate(mail.points, start=1)]
    ways = [f"{mail.button.said}: {mail.button.address}"] if mail.button else []
    return "\n".join([*lines, "", *ways, mail.from_whom, mail.scope, *mail.foot, ""])


def _line(point: Point) -> str:
    if point.whole:
        said = point.whole if point.beside in point.whole else f"{point.whole} {point.beside}"
    else:
        said = (
            ". ".join(each.removesuffix(".") for each in (point.said, point.beside) if each) + "."
        )
    return f"{said} [{point.way.address}]" if point.way else said


def _html(mail: Mail) -> str:
    ink = {name: theme.colour(name, "light") for name in theme.TOKENS}
    return _templates().get_template("mail.html").render(mail=mail, ink=ink)


@functools.cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
