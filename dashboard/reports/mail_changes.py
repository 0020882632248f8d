"""The points of a mail that tell what changed, what is due and what was restated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard import words
from dashboard.present import overview_words
from dashboard.present.sentence import plural
from dashboard.reports.mail_parts import Deal, Point, Way, way
from dashboard.reports.material import Material
from dashboard.reports.ways import way_to
from dashboard.snapshots.change import Changes, DealChange, Line

# So many points have changes of their own; further ones share the last of them.
_MOST_CHANGES = 2
# So many deals are listed under a point.
_MOST_DEALS = 5
# Who reads on Monday prepares what is due until the next one.
_AHEAD = dt.timedelta(days=7)


def changes(told: Material) -> Iterator[Point]:
    """Yield what changed and is more than noise, each deal of it named."""
    lines = list(told.changes.told()) if told.changes else []
    own = lines if len(lines) <= _MOST_CHANGES else lines[: _MOST_CHANGES - 1]
    for line in own:
        yield _change(told, line)
    others = lines[len(own) :]
    if others:
        yield Point(
            f"{plural(len(others), 'further change')} beyond the usual",
            " ".join(each.said for each in others),
            _since(told),
        )


def _since(told: Material) -> Way | None:
    """Lead to the page that sets this report beside the one before."""
    if told.since is None:
        return None
    address = way_to(told, "/reports", since=told.since.name, upto=told.name)
    return way("What changed", address)


def _change(told: Material, line: Line) -> Point:
    if line.about != "deals" or told.changes is None:
        return Point(line.said, line.beside, _since(told))
    of_line = [each for each in told.changes.deals if each.record_id in line.records]
    deals = [each for each in of_line if each.kind == line.key]
    if len(deals) == 1:
        return _one_deal(told, line, deals[0])
    listed = [_deal(told, each) for each in deals[:_MOST_DEALS]]
    others = len(deals) - len(listed)
    if others:
        listed.append(Deal(f"{words.count(others)} more", "", ""))
    head = line.said.partition(": ")[0]
    return Point(head, line.beside, _since(told), tuple(listed), whole=line.said)


def _one_deal(told: Material, line: Line, deal: DealChange) -> Point:
    """Part what became of a deal from how it came: Corvid won, $240k. We had turned it away."""
    worth = f", {words.money(deal.amount, told.currency)}" if deal.amount is not None else ""
    head = f"{_name(deal)} won{worth}"
    rest = line.said.removeprefix(f"{head}. ") if line.said.startswith(f"{head}. ") else ""
    story = way("Its story", way_to(told, "/", deal=deal.record_id))
    if not rest:
        return Point(line.said, line.beside, story)
    return Point(head, f"{rest} {line.beside}".strip(), story, whole=line.said)


def _deal(told: Material, deal: DealChange) -> Deal:
    amount = words.money(deal.amount, told.currency) if deal.amount is not None else ""
    return Deal(_name(deal), _what(deal), amount, way_to(told, "/", deal=deal.record_id))


def _name(deal: DealChange) -> str:
    return deal.account or f"Deal {deal.record_id}"


def _what(deal: DealChange) -> str:
    days = words.days(deal.silent_days) if deal.silent_days is not None else ""
    if deal.kind == "went_silent":
        return ", ".join(each for each in (days, deal.stage) if each)
    if deal.kind == "revived":
        return f"after {days}" if days else ""
    day = dt.date.fromisoformat(deal.date) if deal.date else None
    return f"won {words.date(day)}" if day else ""


# A fact, what is beside it, and where it leads.
_Fact = tuple[str, str, Way | None]


def rest(told: Material) -> Iterator[Point]:
    """Yield one more point, of what is due, what was restated and how much can be traced."""
    found = [each for say in (_due, _restated, _traced) if (each := say(told)) is not None]
    if found:
        first, *others = found
        beside = [first[1], *(f"{said}. {more}".strip() for said, more, _ in others)]
        leads = next((each for _, _, each in found if each), None)
        yield Point(first[0], " ".join(filter(None, beside)), leads)


def _due(told: Material) -> _Fact | None:
    """Name the decision that has waited longest for its review, and count the others."""
    found = told.log.due(told.as_of_day + _AHEAD)
    if not found:
        return None
    first, others = found[0], len(found) - 1
    more = f"And {plural(others, 'other decision')} to look at again." if others else ""
    said = f"Due {words.date(first.review_on)}: “{first.note or first.question}”"
    return said, more, way("The meeting", way_to(told, "/meeting"))


def _restated(told: Material) -> _Fact | None:
    changes = told.changes
    if changes is None:
        return None
    records = len({(each.table, each.record_id) for each in changes.restated})
    if not records:
        day = words.date(dt.date.fromisoformat(changes.since_as_of[:10]))
        if not changes.is_restated_known:
            return f"It is not known what of the past was restated since {day}", "", None
        if not _stands(changes):
            return None
        return f"Nothing of the past was restated since {day}", "", None
    more = f" {words.count(records - 1)} more." if records > 1 else ""
    detail = changes.headline_restated or f"{changes.restated[0].said}{more}"
    return f"Restated: {plural(records, 'past record')}", detail, _since(told)


def _stands(changes: Changes) -> bool:
    """Say whether it is sure that nothing was restated, also nothing that no build noted."""
    parts = (part for each in changes.figures for part in each.parts)
    return not changes.headline_restated and not any(each.kind == "restated" for each in parts)


def _traced(told: Material) -> _Fact | None:
    """Say of how much won money the way is known."""
    known = overview_words.won_by(told, tuple(words.PATH_CLASSES), "amount")
    if not known or told.usable("path_mix") is None:
        return None
    unknown = overview_words.won_by(told, ("unlinked",), "amount")
    return f"{words.percent(1 - unknown / known)} of won money can be traced", "", None
