"""What is said of the events of a deal's story, and of the rule that gave the deal its path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard import words

Event = Mapping[str, Any]

# A letter or a call goes from one side to the other; anything else one side does.
_SENT = ("call", "email", "e-mail", "letter", "marketing e-mail", "message", "sms")
_SENT_BY = {"buyer": "from the buyer", "seller": "to the buyer", "mutual": "with the buyer"}
_DONE_BY = {"buyer": "by the buyer", "seller": "by our side", "mutual": "with the buyer"}
_DECIDERS = {"system": "a rule", "buyer": "the buyer"}

_RULES = {
    "in_flow": "Every gate that was asked was passed before the deal was created, and none said no"
    " before.",
    "returned": "A gate had said no; then every gate that was asked was passed before the deal.",
    "skipped": "Some gates were passed before the deal was created, not all.",
    "rejected_before": "The last word of a gate before the deal was no, whatever was passed"
    " earlier.",
    "back_stamped": "No gate was passed before the deal; the first was stamped within 30 days"
    " after it was created, before it closed.",
    "bypassed": "No gate was passed before the deal, and none in the 30 days after it.",
    "unlinked": "No person or no history is known by which to tell.",
}
# The same more exactly, where it is known how.
_RULES_BY_ORIGIN = {
    "rest_after": "Some gates were passed before the deal was created, the rest after it.",
    "rest_missing": "Some gates were passed before the deal was created; the rest never were.",
    "account_only": "The deal names an account and no person, so no verdict can be found.",
    "no_person": "The deal names neither a person nor an account, so no verdict can be found.",
    "before_history": "Nothing was found, and the deal was created less than a year after the"
    " lead history begins: what happened before is not recorded.",
    "account_unknown": "No person is linked, and nobody of the account was a lead in the year"
    " before.",
    "no_gate_applies": "No gate was asked of it: none was in force for its source on that day.",
}
_LINKS = {
    "converted_lead": "Its person is the lead that became the deal.",
    "contact_role": "Its person is the one with a role in the deal: the primary, else the"
    " earliest.",
}


def what(event: Event) -> str:
    """Say what happened, in a few words."""
    return _WHAT[event["kind"]](event)


def who(event: Event) -> str:
    """Say who did it, by role and never by name; nothing where it is nobody's doing."""
    kind, role = event["kind"], event.get("role")
    if kind in ("lead", "hand_raise"):
        return "the buyer"
    if kind in ("pass", "fail", "waived"):
        decider = event.get("decided_by")
        return str(_DECIDERS.get(decider, decider)) if decider else ""
    if kind in _EDITS:
        return "a program" if event.get("is_integration") else "our side"
    if kind != "touch":
        return ""
    ours = role or "our side"
    return {"buyer": "the buyer", "mutual": f"the buyer and {ours}"}.get(event["side"], ours)


def note(event: Event) -> str:
    """Say what else is to be known of an event."""
    said = []
    if event["kind"] in ("pass", "fail", "waived"):
        said.append(_counts(event))
        told, known = event.get("decided_date"), event["day"]
        if told is not None and told != known:
            said.append(f"dated {words.date(told)}")
    elif event["kind"] in ("lead", "hand_raise") and not event.get("is_linked"):
        said.append("somebody else of the buyer")
    elif event["kind"] == "silence":
        allowed = words.days(event["threshold_days"])
        said.append(f"silent since {words.date(event['since_day'])}, after {allowed} allowed")
    return ", ".join(each for each in said if each)


def _counts(event: Event) -> str:
    if not event.get("is_linked"):
        return "somebody else of the buyer: does not count for the path"
    if event.get("is_before") is None:
        return "out of reach of the deal: does not count for the path"
    return "" if event["is_before"] else "after the deal was created"


def _lead(event: Event) -> str:
    source = event.get("source")
    is_told = source not in (None, "", "(not recorded)")
    return f"Came in as a lead, from {source}" if is_told else "Came in as a lead"


def _verdict(event: Event) -> str:
    said = words.word(event["kind"])
    if event.get("fail_kind"):
        said += f" ({words.word(event['fail_kind'])})"
    reason = f": {event['reason']}" if event.get("reason") else ""
    return f"{event['label']}: {said}{reason}"


def _touch(event: Event) -> str:
    """Say it as the export does, where a `[[touch]]` has put a kind in the place of its words."""
    channel, called = event.get("channel") or "contact", event.get("called") or ""
    if called.casefold() not in ("", channel.casefold()):
        return words.begun(called)
    sides = _SENT_BY if channel.casefold() in (*_SENT, "contact") else _DONE_BY
    return words.begun(f"{channel} {sides.get(event.get('side') or '', '')}".strip())


def _amount(event: Event) -> str:
    before, amount = event.get("amount_before"), event["amount"]
    after = words.whole_money(amount, event["currency"])
    if before is None:
        return f"Amount first recorded: {after}"
    way = "raised" if amount > before else "lowered"
    return f"Amount {way}: {words.whole_money(before, event['currency'])} to {after}"


def _close_date(event: Event) -> str:
    before, planned = event.get("close_date_before"), event["close_date"]
    if before is None:
        return f"Planned close first recorded: {words.date(planned)}"
    way = "put off" if planned > before else "brought forward"
    return f"Planned close {way}: {words.date(before)} to {words.date(planned)}"


def _stage(before: str) -> Callable[[Event], str]:
    return lambda event: f"{before}: {event['stage_before']} to {event['stage']}"


def _until(event: Event) -> str:
    until = event.get("until_day")
    return f" until {words.date(until)}" if until else " until now"


def _silence(event: Event) -> str:
    lasted: dt.timedelta = event["until_day"] - event["day"]
    return f"No sign of life{_until(event)} ({words.days(lasted.days)})"


def _handed_off(event: Event) -> str:
    talked = "after a talk on record" if event["has_conversation_before"] else "without a talk"
    return f"Handed on to another owner, {talked}"


_WHAT: Mapping[str, Callable[[Event], str]] = {
    "lead": _lead,
    "hand_raise": lambda _: "Asked for contact",
    "pass": _verdict,
    "fail": _verdict,
    "waived": _verdict,
    "created": lambda _: "Deal created",
    "handed_off": _handed_off,
    "forward": _stage("Step forward"),
    "backward": _stage("Step back"),
    "change": _stage("Stage changed"),
    "amount": _amount,
    "close_date": _close_date,
    "touch": _touch,
    "silence": _silence,
    "parked": lambda event: f"Parked, {event['stage']}{_until(event)}",
    "asked_to_wait": lambda event: f"Parked for the buyer{_until(event)}",
    "won": lambda _: "Won",
    "lost": lambda _: "Lost",
    "next": lambda _: "Next contact agreed",
}
# Events of one moment stand in this order.
KINDS = tuple(_WHAT)
# What begins after all else on its day, unless its moment is known.
LAST_OF_A_DAY = ("silence", "parked", "asked_to_wait", "won", "lost", "next")
_EDITS = ("forward", "backward", "change", "amount", "close_date")


def why(deal: Event) -> tuple[str, ...]:
    """Say by which rule a deal has its path, and how its person is known."""
    path = deal.get("path_class")
    if path is None:
        return ("No gate decisions were exported, so its path cannot be told.",)
    origin = deal.get("sub_origin") or ""
    said = [_RULES_BY_ORIGIN.get(origin) or _RULES[path]]
    if path == "bypassed" and origin not in _RULES_BY_ORIGIN:
        said.append(f"It came by: {words.word(origin)}.")
    said.append(_LINKS.get(deal.get("link_kind") or "", ""))
    return tuple(each for each in said if each)


def gate_said(events: Sequence[Event], *, is_asked: bool) -> str:
    """Say what one gate said of a deal, in the order of days."""
    told = []
    for event in events:
        said = f"{words.word(event['kind'])} {words.date(event['day'])}"
        said += f" ({event['reason']})" if event.get("reason") else ""
        told.append(said if event["is_before"] else f"{said}, after the deal was created")
    if not is_asked:
        told.append("not asked of this deal")
    return "; ".join(told) or "nothing recorded in reach of the deal"
