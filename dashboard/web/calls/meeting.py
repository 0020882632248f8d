"""What a meeting writes: decisions, and the words of the two sides. All else it sends is ignored.

A browser says what was chosen, by whom and until when; what the finding reads that day is worked
out here again, from the address, so that nobody can put words into the log that were not there.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from dash import MATCH, Input, Output, State

from dashboard import decisions, meeting
from dashboard.decisions import Decision, Meeting
from dashboard.errors import ConfigError, GatecostError
from dashboard.meeting import Item
from dashboard.web import rendering
from dashboard.web.calls.base import Opener, UserOf, place
from dashboard.web.guard import QuietDash
from dashboard.web.meeting_form import saved
from dashboard.web.meeting_room import PATH, Room, room_of
from dashboard.web.parts import Child

_LOG = logging.getLogger(__name__)
_NO = "Nothing was saved: this item is no longer there. Load the page again."


def connect(app: QuietDash, opener: Opener, user_of: UserOf) -> None:
    """Add the calls that write."""

    def room(view: object) -> Room:
        path, query = place(view)
        desk, user = opener(), user_of()
        return room_of(desk, rendering.sheet(desk, path, query, user), user)

    def decide(asked: object, _named: object) -> Child:
        return _safely(lambda found: _decide(room(found.get("view")), found), asked)

    def say(asked: object, _named: object) -> Child:
        return _safely(lambda found: _say(room(found.get("view")), found), asked)

    for kind, said, call in (("decide", "decided", decide), ("say", "said", say)):
        app.callback(
            Output({"kind": said, "of": MATCH}, "children"),
            Input({"kind": kind, "of": MATCH}, "data"),
            State({"kind": kind, "of": MATCH}, "id"),
            prevent_initial_call=True,
        )(call)


def _safely(call: Callable[[Mapping[str, object]], Child], asked: object) -> Child:
    """Answer in words whatever was sent; a fault of ours is in the log."""
    if not isinstance(asked, dict):
        return ""
    try:
        return call(asked)
    except ConfigError as error:
        return f"Nothing was saved. {error}"
    except GatecostError as error:
        _LOG.exception("A decision could not be kept")
        return str(error)


def _decide(room: Room, asked: Mapping[str, object]) -> Child:
    item = _item(room)
    measure = room.measure(item) if item else None
    if item is None or measure is None or not room.may_decide:
        return _NO
    before = room.log.made_on(room.day, measure.id)
    row = room.main_row(item)
    made = Decision(
        id=before.id if before else decisions.new_id(),
        decided_on=room.day,
        slot=item.slot,
        measure_id=measure.id,
        question=measure.question,
        finding=item.result.finding if item.result else "",
        choice=decisions.cleaned(asked.get("choice"), "choice"),
        owner=decisions.cleaned(asked.get("owner"), "owner"),
        note=decisions.cleaned(asked.get("note", ""), "note"),
        review_on=_day(asked.get("review_on")),
        address=PATH + room.sheet.here(item=0).removesuffix("?"),
        value=row.value if row else None,
        low=row.low if row else None,
        high=row.high if row else None,
    )
    kept = [made]
    if item.decision is not None and item.decision.id != made.id:
        kept.append(replace(item.decision, closed_on=room.day))
    held = Meeting(room.day, meeting.shown(room.items, room.prices))
    decisions.add(room.desk.workspace, *kept, meeting=held)
    return saved(made.review_on)


def _say(room: Room, asked: Mapping[str, object]) -> Child:
    item = _item(room)
    if item is None or item.measure_id is None or not room.may_decide:
        return _NO
    side = asked.get("side")
    if not isinstance(side, str):
        return _NO
    decisions.say(room.desk.workspace, item.measure_id, side, str(asked.get("text") or ""))
    return "Saved. It stands here the next time this item is opened."


def _item(room: Room) -> Item | None:
    return room.open_item if room.sheet.path == PATH else None


def _day(text: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(text).strip())
    except ValueError:
        raise ConfigError("Write the day of the review as year, month, day: 2027-01-28.") from None
