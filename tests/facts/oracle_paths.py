"""The path class of each deal, worked out record by record from PRODUCT.md part 2."""

from __future__ import annotations

from tests.facts.oracle import (
    BACK_STAMP,
    GATES,
    LOOK_BACK,
    Deal,
    Verdict,
    World,
    closing,
    day,
    link,
    person_of,
)


def path_class(world: World, deal: Deal) -> str | None:
    """Return the first class whose rule matches."""
    verdicts = [verdict for verdict in world.verdicts if verdict.at <= world.as_of]
    if not verdicts:
        return None
    person, _ = link(world, deal)
    if person is None:
        return "unlinked"
    reached = [
        v for v in verdicts if person_of(world, v.lead) == person and in_reach(world, deal, v)
    ]
    before = [v for v in reached if counts_as_before(reached, deal, v)]
    asked = set(GATES) - {v.gate for v in before if v.verdict == "waived"}
    passed = {v.gate for v in before if v.verdict == "pass"} & asked
    late = [v for v in reached if v.verdict == "pass" and v not in before]
    passed_after = {v.gate for v in late if is_before_close(world, deal, v)} & asked
    words = [v for v in before if v.verdict in ("pass", "fail")]
    failed = any(v.verdict == "fail" for v in words)
    if not failed and not passed and not passed_after and before_history(world, deal, person):
        return "unlinked"
    if words and max(words, key=lambda v: (v.at, GATES[v.gate], v.verdict)).verdict == "fail":
        return "rejected_before"
    if not asked:
        return "bypassed"
    if passed == asked:
        return "returned" if failed else "in_flow"
    if passed:
        return "skipped"
    return "back_stamped" if passed_after else "bypassed"


def in_reach(world: World, deal: Deal, verdict: Verdict) -> bool:
    """Return whether a verdict is recent enough, and later than the person's previous deal."""
    person = link(world, deal)[0]
    mine = [other for other in world.deals if link(world, other)[0] == person]
    mine.sort(key=lambda other: (other.at, other.id))
    before = mine[: mine.index(deal)]
    age = day(deal.at) - day(verdict.at)
    if age > LOOK_BACK or age < -30:
        return False
    if not before:
        return True
    if verdict.is_recorded:
        return verdict.at > before[-1].at
    return day(verdict.at) > day(before[-1].at)


def is_clearly_before(deal: Deal, verdict: Verdict) -> bool:
    """Return whether a verdict was recorded long enough before the deal."""
    if verdict.is_recorded:
        return verdict.at + BACK_STAMP <= deal.at
    return day(verdict.at) <= day(deal.at)


def counts_as_before(reached: list[Verdict], deal: Deal, verdict: Verdict) -> bool:
    """Return whether a verdict counts as before: a later gate also shortly after the deal."""
    if is_clearly_before(deal, verdict):
        return True
    if verdict.verdict != "pass" or not verdict.is_recorded:
        return False
    is_later_gate = any(
        other.verdict == "pass"
        and is_clearly_before(deal, other)
        and GATES[other.gate] < GATES[verdict.gate]
        for other in reached
    )
    return is_later_gate and verdict.at <= deal.at + BACK_STAMP


def is_before_close(world: World, deal: Deal, verdict: Verdict) -> bool:
    """Return whether a verdict came before the deal was closed."""
    _, closed_at, closed_day = closing(world, deal)
    if closed_at is not None and verdict.is_recorded:
        return verdict.at < closed_at
    return closed_day is None or day(verdict.at) <= closed_day


def before_history(world: World, deal: Deal, person: str) -> bool:
    """Return whether nothing need be known of a person: the history is too young to tell."""
    starts = max(
        min(day(lead.at) for lead in world.leads),
        min(day(verdict.at) for verdict in world.verdicts if verdict.at <= world.as_of),
    )
    records = [day(lead.at) for lead in world.leads if person_of(world, lead.id) == person]
    is_known = bool(records) and min(records) >= starts
    return not is_known and day(deal.at) - starts < LOOK_BACK
