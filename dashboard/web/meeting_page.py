"""The page Meeting: a first screen before any finding, then five items, one screen each."""

from __future__ import annotations

import functools

from dash import html

from dashboard import words
from dashboard.decisions import CHOICES, Decision
from dashboard.meeting import Item
from dashboard.present.sentence import plural
from dashboard.web import meeting_start
from dashboard.web.listing import Column, listing
from dashboard.web.meeting_item import item_screen
from dashboard.web.meeting_room import PATH, Room
from dashboard.web.page_frame import first_line, foot, safely
from dashboard.web.parts import Child, aria

# What the five slots are called, above each screen and on the agenda.
NAMES = {
    "due": "Due",
    "cost": "Cost",
    "credit": "Credit",
    "argue": "Argue",
    "nobodys": "Nobody’s",
}


def meeting_page(room: Room) -> list[Child]:
    """Return the screen that the address asks for."""
    item = room.open_item
    if item is None:
        return [html.Div(_start(room), className="meeting")]
    return [html.Div(_item(room, item), className="meeting meeting-item")]


def _start(room: Room) -> list[Child]:
    sheet = room.sheet
    return [
        first_line(sheet, "Leads of"),
        safely(functools.partial(meeting_start.head, sheet), "the headline of the meeting"),
        _begin(room),
        safely(functools.partial(meeting_start.picture, sheet), "where the leads went"),
        safely(functools.partial(meeting_start.agreements, sheet), "the written answers"),
        safely(functools.partial(_agenda, room), "the agenda"),
        safely(functools.partial(_past, room), "the past decisions"),
        _counts(room),
        foot(sheet),
    ]


def _begin(room: Room) -> html.P:
    """Return the way from the first screen to the first item."""
    first = html.A(
        "Start with item 1", href=_address(room, 1), className="link", **{"data-step": "on"}
    )
    return html.P(
        [first, html.Span("or →", className="keys", **aria(hidden="true"))], className="begin"
    )


def _item(room: Room, item: Item) -> list[Child]:
    return [
        _steps(room, item),
        safely(functools.partial(item_screen, room, item), f"item {item.number}"),
        html.Div(
            [
                _counts(room),
                html.P(
                    "← → or Page keys to step, Esc to leave",
                    className="keys",
                    **aria(hidden="true"),
                ),
            ],
            className="meeting-foot",
        ),
    ]


def _steps(room: Room, item: Item) -> html.Div:
    """Return the way through the meeting; the arrow keys follow these very links."""
    links = [_step(room, each, is_open=each is item) for each in room.items]
    before, after = item.number - 1, item.number + 1
    ways: list[Child] = [
        html.A("←", href=_address(room, before), **{"data-step": "back"}, **aria(label="One back"))
    ]
    if after <= len(room.items):
        ways.append(
            html.A(
                "→", href=_address(room, after), **{"data-step": "on"}, **aria(label="One further")
            )
        )
    leave = html.A("Leave", href=_address(room, 0), className="link", **{"data-step": "leave"})
    return html.Div(
        [
            html.Div([html.B("Pipeline and gate"), f" {words.date(room.day)}"], className="when"),
            html.Nav(links, **aria(label="Items")),
            html.Div(
                [html.Span(f"item {item.number} of {len(room.items)}"), *ways, leave],
                className="stepping",
            ),
        ],
        className="steps",
    )


def _step(room: Room, item: Item, *, is_open: bool) -> html.A:
    made = item.measure_id and room.log.made_on(room.day, item.measure_id)
    number = html.Span("✓" if made else str(item.number), className="round")
    here = aria(current="step") if is_open else {}
    decided = html.Span(", decided", className="heard") if made else None
    name = [number, " ", html.Span(NAMES[item.slot], className="name"), decided]
    return html.A(name, href=_address(room, item.number), **here)


def _address(room: Room, number: int) -> str:
    return PATH + room.sheet.here(item=number).removesuffix("?")


def _agenda(room: Room) -> html.Section:
    """Return the five items, a line each: on paper this is the agenda."""
    found = sum(item.measure_id is not None for item in room.items)
    questions, _ = room.questions
    title = f"Today: {words.count(found)} of {len(room.items)} items filled, "
    title += f"from {plural(questions, 'question')}"
    return html.Section(
        [
            html.Div(html.H2(title), className="section-head"),
            html.Ol([_line(room, item) for item in room.items], className="agenda"),
        ],
        id="agenda",
    )


def _line(room: Room, item: Item) -> html.Li:
    name = html.Span([html.B(str(item.number)), " ", NAMES[item.slot]], className="slot")
    if item.measure_id is None:
        return html.Li([name, html.Span(item.why, className="none")])
    measure = room.measure(item)
    said: list[Child] = [html.B(_said(item))]
    if item.result is not None and item.result.other_reading:
        said.append(html.Span([" Other reading: ", item.result.other_reading], className="other"))
    if item.result is not None and item.result.next_step:
        said.append(html.Span([" ", item.result.next_step], className="ask-of"))
    question = measure.question if measure else ""
    way = html.A(question, href=_address(room, item.number), className="link")
    return html.Li([name, html.Span([way, html.Br(), *said])])


def _said(item: Item) -> str:
    if item.decision is not None:
        chosen = CHOICES.get(item.decision.choice, item.decision.choice)
        day = words.date(item.decision.decided_on)
        now = f" It reads now: {item.result.finding}" if item.result else ""
        return f"On {day} we decided: {chosen}.{now}"
    return item.result.finding if item.result else ""


def _past(room: Room) -> Child:
    """Return all that was decided, the last first, in a fold."""
    log = room.log
    lost = [
        html.P(
            f"{plural(len(log.unreadable), 'line')} of the log cannot be read; gatecost decisions "
            "names them.",
            className="note",
        )
    ] * bool(log.unreadable)
    if not log.decisions:
        return html.Section([html.P("Nothing was decided yet.", className="note"), *lost])
    newest = sorted(log.decisions, key=lambda each: each.decided_on, reverse=True)
    columns = (
        Column("Decided"), Column("Question"), Column("What"), Column("Owner"), Column("Returns"),
    )  # fmt: skip
    rows = [_past_row(each, room) for each in newest]
    return html.Details(
        [
            html.Summary(f"Past decisions ({len(newest)})"),
            listing(columns, rows, name="Past decisions"),
            *lost,
        ],
        className="past",
        id="past",
    )


def _past_row(decision: Decision, room: Room) -> list[Child]:
    chosen = CHOICES.get(decision.choice, decision.choice)
    read = html.Span([html.Br(), f"It read: {decision.finding}"], className="note")
    note = html.Span([html.Br(), decision.note], className="note")
    what = [html.B(chosen), *([note] if decision.note else [])]
    asked = [decision.question, *([read] if decision.finding else [])]
    returns = words.date(decision.review_on)
    if decision.closed_on:
        returns = f"looked at again on {words.date(decision.closed_on)}"
    elif decision.is_due(room.day):
        returns = f"due since {returns}"
    return [words.date(decision.decided_on), asked, what, decision.owner, returns]


def _counts(room: Room) -> html.P:
    """Say how many questions there are, how many compare, and why some have no answer."""
    questions, unanswered = room.questions
    compared, beyond = room.compared.asked, len(room.compared.beyond)
    data = html.A("why", href=room.sheet.elsewhere("/data"), className="link")
    clear = f"{words.count(beyond) if beyond else 'none'} {'are' if beyond > 1 else 'is'}"
    lacking = f"{words.count(unanswered)} cannot be answered: "
    said = (
        f"{plural(questions, 'question')} asked. Of the {words.count(compared)} on this page that "
        f"set two groups side by side, {clear} beyond luck among so many. "
        f"{lacking if unanswered else 'All can be answered.'}"
    )
    return html.P([said, *([data] if unanswered else [])], className="meeting-counts")
