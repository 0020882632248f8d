"""What the figures of a page assume: each number, whose it is, and a field to put another there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dash import dcc, html

from dashboard import words
from dashboard.config import Assumptions
from dashboard.measures import assumptions as assuming
from dashboard.measures.assumptions import Assumption, written
from dashboard.web.parts import Child, aria
from dashboard.web.sheet import Sheet


@dataclass(frozen=True)
class Line:
    """How one assumption stands on the page.

    `unit` stands behind the field, where a number is typed `times` as large as the config has it.
    """

    name: str
    said: Callable[[float, str], str]
    unit: str
    times: int = 1


_LINES = {
    "hour_cost": Line("What an hour of a seller costs", words.whole_money, "{currency} an hour"),
    "margin": Line(
        "What is left of an amount won, after making and delivering",
        lambda share, _: f"{words.in100(share)} of 100",
        "of 100",
        times=100,
    ),
    "minutes": Line(
        "How long a call or mail takes, where no minutes are recorded",
        lambda minutes, _: f"{minutes:g} minutes",
        "minutes",
    ),
    "spare_hours": Line(
        "Hours that all sellers together have to spare in a year",
        lambda hours, _: f"{words.count(hours)} hours",
        "hours",
    ),
    "horizon": Line(
        "How long each person is followed", lambda days, _: words.days(days), "days, 30 to 365"
    ),
    "running_cost": Line("What tools of the gate cost in a year", words.whole_money, "{currency}"),
}


def assumptions(sheet: Sheet) -> html.Section:
    """Return the list of what is assumed; a number typed there is in the address from then on."""
    changed = sheet.filters.assumed
    back = html.A("Back to our own numbers", href=_without(sheet, *changed), className="link")
    return html.Section(
        [
            html.P(
                "Our records do not say these. Put another number there and all figures that rest "
                "on it are worked out again; the address keeps it, so a link shares it.",
                className="note",
            ),
            html.Ul([_line(sheet, each) for each in assuming.all_of_them()], className="assumed"),
            html.P([back], className="back") if changed else None,
        ],
        id="assumptions",
        **aria(label="What these figures assume"),
    )


def _line(sheet: Sheet, each: Assumption) -> html.Li:
    line, is_own = _LINES[each.key], each.name in sheet.filters.assumed
    value = getattr(sheet.assumptions, each.name)
    unit = line.unit.format(currency=sheet.currency)
    typed = "" if value is None else written(value * line.times)
    field = dcc.Input(
        id={"kind": "assumed", "of": each.key},
        type="text",
        inputMode="decimal",
        value=typed,
        placeholder="not known" if value is None else "",
        maxLength=17,
        autoComplete="off",
        className="assumed-field",
    )
    reset = html.A(
        ["back to ", html.B(_said(sheet, each, sheet.config.assumptions))],
        href=_without(sheet, each.name),
        className="link",
    )
    return html.Li(
        [
            html.Label([html.Span(line.name), field, html.Span(unit, className="unit")]),
            html.Span(_said(sheet, each, sheet.assumptions), className="on-paper"),
            html.Span(_whose(sheet, each), className="whose"),
            reset if is_own else None,
            html.Span(className="fault", role="alert"),
        ],
        className="changed" if is_own else None,
        **{
            "data-assume": each.key,
            "data-value": typed,
            "data-low": written(each.low * line.times),
            "data-high": written(each.high * line.times),
            "data-times": str(line.times),
            "data-whole": "yes" if each.is_whole else None,
        },
    )


def _said(sheet: Sheet, each: Assumption, numbers: Assumptions) -> str:
    value = getattr(numbers, each.name)
    return words.UNKNOWN if value is None else _LINES[each.key].said(value, sheet.currency)


def _whose(sheet: Sheet, each: Assumption) -> str:
    """Say whose number it is: the reader's, the company's, or one that nobody has confirmed."""
    if each.name in sheet.filters.assumed:
        return "yours, in this address"
    said = sheet.config.assumptions
    if each.name not in said.model_fields_set:
        return "default, not yet confirmed"
    if said.confirmed_by:
        return f"confirmed by {said.confirmed_by}"
    return "your company’s, not yet confirmed"


def _without(sheet: Sheet, *names: str) -> str:
    """Return this page's address without some of the reader's own numbers."""
    kept = {name: value for name, value in sheet.filters.assumed.items() if name not in names}
    return sheet.filtered(replace(sheet.filters, assumed=kept))


def assumed_words(sheet: Sheet, keys: tuple[str, ...]) -> Child:
    """Say in a line what a figure assumes, each as it is called on the list below."""
    told = [
        f"{_begun_small(_LINES[each.key].name)}: {_said(sheet, each, sheet.assumptions)}"
        for each in assuming.all_of_them()
        if each.key in keys
    ]
    if not told:
        return None
    return html.P(["Your assumption: ", "; ".join(told), "."], className="note assumed-words")


def _begun_small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
