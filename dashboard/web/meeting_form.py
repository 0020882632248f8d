"""How a room decides: four choices, none of them chosen, an owner, and a day to look again."""

from __future__ import annotations

from dash import dcc, html

from dashboard import words
from dashboard.decisions import LONGEST
from dashboard.meeting import Item
from dashboard.web.meeting_room import PATH, Room
from dashboard.web.parts import Child, aria

_CHOICES = {
    "keep": ("Keep", "as it is"),
    "change": ("Change", "and say what"),
    "test": ("Test", "every second one"),
    "read_ten": ("Read ten", "without names, now"),
}


def decide_form(room: Room, item: Item) -> html.Div:
    """Return the form of one item, or why nobody can decide here."""
    if not room.may_decide:
        return html.Div(html.P(_closed(room), className="note"), className="decide closed")
    made = room.log.made_on(room.day, item.measure_id or "")
    said = saved(made.review_on) if made else ""
    place = PATH + room.sheet.here(item=item.number).removesuffix("?")
    return html.Div(
        [
            html.Div(
                [_choice(code, *text) for code, text in _CHOICES.items()],
                className="choices-of",
                role="group",
                **aria(label="What we decide"),
            ),
            _field("Owner", f"owner-{item.number}", "owner", "", "who is in the room?"),
            _field("Review on", f"review-{item.number}", "review_on", room.review_on.isoformat()),
            _field("In a sentence", f"note-{item.number}", "note", "", "what exactly, if it helps"),
            html.Button("Save", type="button", className="save", **{"data-save": str(item.number)}),
            dcc.Store(id={"kind": "decide", "of": str(item.number)}),
            html.P(
                said,
                id={"kind": "decided", "of": str(item.number)},
                className="decided",
                role="status",
            ),
        ],
        className="decide",
        **{"data-view": place},
    )


def _closed(room: Room) -> str:
    if room.sheet.is_limited:
        return "You see a part of the company. Who sees all of it decides, and no number is kept."
    if room.sheet.embed:
        return "Within another page nothing is decided: open this item in a window of its own."
    return "This server may not write into its workspace, so nothing can be decided here."


def _choice(code: str, name: str, detail: str) -> html.Button:
    return html.Button(
        [html.B(name), html.Span(detail)],
        type="button",
        **{"data-choice": code},
        **aria(pressed="false"),
    )


def _field(label: str, name: str, key: str, value: str, hint: str = "") -> html.Div:
    """Return a field with its label; what is typed stays in the browser until it is saved."""
    field = dcc.Input(
        id={"kind": "field", "of": name},
        type="text",
        value=value,
        placeholder=hint,
        maxLength=LONGEST.get(key, 10),
        autoComplete="off",
        className=f"field-{key}",
    )
    return html.Div(html.Label([html.Span(label), field]), className=f"field of-{key}")


def side_form(item: Item, side: str, text: str) -> html.Details:
    """Return the fold in which a side changes its words; empty gives the measure's own back."""
    of = f"{item.number}-{side}"
    return html.Details(
        [
            html.Summary("Change these words"),
            html.Label(
                [
                    html.Span(f"What {side} would say", className="heard"),
                    dcc.Textarea(
                        id={"kind": "words", "of": of}, value=text, maxLength=LONGEST["text"]
                    ),
                ]
            ),
            html.Button("Save these words", type="button", **{"data-words": of}),
            dcc.Store(id={"kind": "say", "of": of}),
            html.P(id={"kind": "said", "of": of}, className="note", role="status"),
        ],
        className="change-words",
    )


def saved(review_on: object) -> Child:
    """Return what is said of a decision that is kept."""
    return f"Saved. It returns on {words.formatted(review_on, '')}."
