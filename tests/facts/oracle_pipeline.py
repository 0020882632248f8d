"""What opened, closed and changed the worth of each deal, and how often persons entered a step.

Written from METHODS A, decision 4 and what each fact says of itself. Money in whole units of the
company's currency; a rate is for one unit from a day on.
"""

from __future__ import annotations

from itertools import pairwise

from tests.facts.company import FullDeal
from tests.facts.oracle import Deal, Verdict, World, closing, day, history, person_of, role_of

OWN = "USD"
RATES = {"EUR": ((380, 2.0), (420, 1.5))}


def rate(currency: str, today: int) -> float | None:
    """Return what one unit was worth on a day, None where nobody says."""
    if currency == OWN:
        return 1.0
    known = [worth for since, worth in RATES.get(currency, ()) if since <= today]
    return known[-1] if known else None


def currency_of(deal: Deal) -> str:
    """Return the currency of a deal, the company's where none is recorded."""
    return (deal.currency if isinstance(deal, FullDeal) else None) or OWN


def worth(amount: float | None, deal: Deal, today: int | None) -> float | None:
    """Return an amount in the company's currency on a day."""
    if amount is None:
        return None
    if currency_of(deal) == OWN:
        return amount
    exchange = None if today is None else rate(currency_of(deal), today)
    return None if exchange is None else amount * exchange


def notes(world: World, deal: Deal) -> list[tuple[int, float]]:
    """Return the recorded amounts in order, with their days."""
    found = sorted(
        (note.at, note.amount)
        for note in (deal.notes if isinstance(deal, FullDeal) else ())
        if note.amount is not None and note.at <= world.as_of
    )
    return [(day(at), amount) for at, amount in found]


def amount_at_creation(world: World, deal: Deal) -> float | None:
    """Return the first recorded amount by the rate of the day of creation."""
    found = notes(world, deal)
    return worth(found[0][1], deal, day(deal.at)) if found else None


def amount_at_end(world: World, deal: Deal) -> float | None:
    """Return the amount when the deal was closed, else at the as-of date."""
    outcome, _, closed = closing(world, deal)
    until = world.last_day if outcome == "open" else closed
    known = [amount for at, amount in notes(world, deal) if until is not None and at <= until]
    last = known[-1] if known else deal.amount if isinstance(deal, FullDeal) else None
    return worth(last, deal, until)


def turns(world: World, deal: Deal) -> list[tuple[int, str, str]]:
    """Return the days on which a deal was closed or opened again: what it was, what it became."""
    found = []
    state = "open"
    for change in history(world, deal):
        role = role_of(change)
        if role is None:
            continue
        into = role if role in ("won", "lost") else "open"
        if into != state:
            found.append((max(day(change.at), day(deal.at)), state, into))
        state = into
    outcome = closing(world, deal)[0]
    if outcome not in ("open", state):
        # The record alone tells of this close.
        found.append((end_day(world, deal), "open", outcome))
    return found


def end_day(world: World, deal: Deal) -> int:
    """Return the day of the close, never before the creation, or the as-of date."""
    closed = closing(world, deal)[2]
    is_open = closing(world, deal)[0] == "open"
    return (
        world.last_day if is_open else max(day(deal.at), day(deal.at) if closed is None else closed)
    )


def changes(world: World) -> list[dict[str, object]]:
    """Return what fct_pipeline_changes should say, events of one kind and day added up."""
    rows: list[dict[str, object]] = []
    for deal in world.deals:
        outcome, _, closed = closing(world, deal)
        is_dated = outcome == "open" or closed is not None
        sums: dict[tuple[str, int | None], list[tuple[int, float | None]]] = {}
        for kind, today, deals, amount in events(world, deal):
            sums.setdefault((kind, today if is_dated else None), []).append((deals, amount))
        for (kind, today), each in sums.items():
            known = [amount for _, amount in each if amount is not None]
            rows.append(
                {
                    "opportunity_id": deal.id,
                    "component": kind,
                    "day": today,
                    "events": len(each),
                    "deals": sum(deals for deals, _ in each),
                    "amount": sum(known) if known else None,
                }
            )
    return rows


Event = tuple[str, int, int, float | None]


def events(world: World, deal: Deal) -> list[Event]:
    """Return each event of a deal: its kind, day, and what it adds in deals and in money."""
    turned = turns(world, deal)
    amounts = _priced(world, deal)
    found: list[Event] = [("created", day(deal.at), 1, amount_at_creation(world, deal))]
    outcome = closing(world, deal)[0]
    for number, (today, before, into) in enumerate(turned):
        value = _worth_on(amounts, today)
        if into in ("won", "lost"):
            is_final = number == len(turned) - 1 and into == outcome
            end = amount_at_end(world, deal) if is_final else value
            found.append((into, today, -1, None if end is None else -end))
        if before in ("won", "lost"):
            found.append(("reopened", today, 1, value))
    found += _revaluations(amounts, turned)
    found += _exchange(world, deal, amounts)
    return found + _unexplained(world, deal, found)


def _priced(world: World, deal: Deal) -> list[tuple[int, float | None]]:
    priced = [(max(at, day(deal.at)), worth(amount, deal, at)) for at, amount in notes(world, deal)]
    return [(at, amount_at_creation(world, deal)) for at, _ in priced[:1]] + priced[1:]


def _worth_on(amounts: list[tuple[int, float | None]], today: int) -> float | None:
    """Return the last amount known by a day, else the first."""
    known = [amount for at, amount in amounts if at <= today and amount is not None]
    later = [amount for _, amount in amounts if amount is not None]
    return known[-1] if known else later[0] if later else None


def _revaluations(
    amounts: list[tuple[int, float | None]], turned: list[tuple[int, str, str]]
) -> list[Event]:
    """Return the changes of the amount while the deal was open; one of the same day came first."""
    found = []
    for (_, before), (at, amount) in pairwise(amounts):
        states = [into for today, _, into in turned if today < at]
        if before is None or amount is None or (states and states[-1] != "open"):
            continue
        if amount != before:
            found.append(("raised" if amount > before else "lowered", at, 0, amount - before))
    return found


def _exchange(world: World, deal: Deal, amounts: list[tuple[int, float | None]]) -> list[Event]:
    """Return what an amount in another currency has gained by the rate at the end."""
    today, value = end_day(world, deal), amount_at_end(world, deal)
    known = [amount for at, amount in amounts if at <= today and amount is not None]
    if currency_of(deal) == OWN or not known or value is None or value == known[-1]:
        return []
    gain = value - known[-1]
    return [("raised" if gain > 0 else "lowered", today, 0, gain)]


def _unexplained(world: World, deal: Deal, found: list[Event]) -> list[Event]:
    is_open = closing(world, deal)[0] == "open"
    left = int(is_open) - sum(deals for _, _, deals, _ in found)
    value = (amount_at_end(world, deal) or 0) if is_open else 0
    over = value - sum(amount or 0 for *_, amount in found)
    if left == 0 and abs(over) < 0.005:
        return []
    return [("unexplained", end_day(world, deal), left, over)]


def entries(world: World, steps: dict[str, str], month: object) -> list[dict[str, object]]:
    """Return what fct_lead_entries should say, given the step that each gate stands for."""
    days: dict[tuple[str, str], set[int]] = {}
    by_person: dict[tuple[str, str], list[Verdict]] = {}
    for one in world.verdicts:
        if one.verdict == "pass" and one.at <= world.as_of:
            by_person.setdefault((person_of(world, one.lead), steps[one.gate]), []).append(one)
    for key, passes in by_person.items():
        days[key] = _days_of_entry(passes)
    return [
        {
            "person_id": person,
            "step": step,
            "day": today,
            "place": place,
            "is_new_in_month": place == 1 or month(today) != month(sorted(entered)[place - 2]),  # type: ignore[operator]
        }
        for (person, step), entered in days.items()
        for place, today in enumerate(sorted(entered), start=1)
    ]


def _days_of_entry(passes: list[Verdict]) -> set[int]:
    """Return the first day, and each day on which a gate was passed that had been before."""
    first = min(day(one.at) for one in passes)
    again = set()
    for gate in {one.gate for one in passes}:
        again |= set(sorted({day(one.at) for one in passes if one.gate == gate})[1:])
    return {first} | again
