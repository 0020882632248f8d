"""What changed since the report before: the few changes that are told, and of what they consist."""

from __future__ import annotations

import datetime as dt

from dashboard import words
from dashboard.followed import AGAINST, SUPPORTS, Moved
from dashboard.present import change_words
from dashboard.present.print.drawn import Table
from dashboard.present.sentence import plural
from dashboard.reports.material import Material
from dashboard.reports.parts import Chapter, Told
from dashboard.snapshots.change import Changes, FigureChange, Restated
from dashboard.snapshots.judged import as_usual

# So many restated values stand in the report; the file beside it has all of them.
_MOST_RESTATED = 20
_NOT_JUDGED = "No change since then can be judged yet."


def followed(told: Material) -> tuple[Chapter, ...]:
    """Return what followed the last thing we changed ourselves, with both readings."""
    found = told.followed
    if found is None:
        return ()
    change = f"{words.date(found.change.day)}: {found.change.label}"
    parts = tuple(
        Told(
            each.title if not each.name else f"{each.title}, {each.name}", each.said, (_both(each),)
        )
        for each in found.told
    )
    title = "What we changed and what followed"
    note = " ".join((f"{change}.", *found.notes))
    return (Chapter("followed", title, [(found.said, "")], note, told=parts),)


def _both(moved: Moved) -> Table:
    """Set what supports that the change did it beside what speaks against it."""
    sides = ((SUPPORTS, moved.supports), (AGAINST, moved.speaks_against))
    return Table((), tuple((name, " ".join(said)) for name, said in sides if said))


def changed(told: Material) -> tuple[Chapter, ...]:
    """Return the chapter of changes; the first report of its kind has nothing to compare with."""
    changes = told.changes
    if changes is None:
        first = "This is the first report of its kind: the next one says what has changed."
        return (Chapter("since", "Since last time", note=first),)
    points = tuple((each.said, each.beside) for each in changes.told())
    usual = "Nothing unusual since then." if as_usual(changes) else _NOT_JUDGED
    quiet = "" if points else usual
    notes = [quiet, changes.headline_restated, _asked(changes), *changes.notes]
    return (
        Chapter(
            "since",
            f"Since {words.date(_day(changes.since_as_of))}",
            note=" ".join(each for each in notes if each),
            points=points,
            told=(*_parts(told, changes), *_restated(changes), *_definitions(changes)),
        ),
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _asked(changes: Changes) -> str:
    return f"{words.count(changes.asked)} figures and kinds of deals were looked at."


def _parts(told: Material, changes: Changes) -> tuple[Told, ...]:
    """Return by which parts each figure moved, one line a figure; as printed they add up."""
    moved = [each for each in changes.figures if each.by and each.parts]
    if not moved:
        return ()
    rows = tuple(_line(each, told.currency) for each in moved)
    head = ("", words.date(_day(changes.since_as_of)), "by what it moved", "now")
    note = "The parts lead from then to now; in brackets, of how many records each is."
    return (Told("The figures that moved", note, (Table(head, rows, frozenset({1, 3})),)),)


def _line(change: FigureChange, currency: str) -> tuple[str, str, str, str]:
    unit, before, after = change.unit, change.before or 0.0, change.after or 0.0
    shown = [each for each in change.parts if each.by or each.records]
    by = change_words.parts(before, [each.by for each in shown], unit, currency)
    told = "; ".join(
        f"{said} {change_words.PARTS[each.kind].lower()} ({words.count(each.records)})"
        for each, said in zip(shown, by, strict=True)
    )
    then, now = (change_words.end(each, unit, currency) for each in (before, after))
    return change.title, then, told, now


def _restated(changes: Changes) -> tuple[Told, ...]:
    if not changes.restated:
        return ()
    shown = changes.restated[:_MOST_RESTATED]
    rows = tuple((each.said or each.record_id, _of(each)) for each in shown)
    many = len(changes.restated)
    note = f"{plural(many, 'value')} of days that were over, stated otherwise now."
    if many > len(shown):
        note += (
            f" These are the first {words.count(len(shown))}; rows/restated.csv has all of them."
        )
    return (Told("Restated", note, (Table(("what", "of"), rows),)),)


def _of(restated: Restated) -> str:
    return words.date(_day(restated.business_date)) if restated.business_date else ""


def _definitions(changes: Changes) -> tuple[Told, ...]:
    said = []
    if changes.definitions:
        named = words.listed([each.title for each in changes.definitions])
        said.append(f"Counted otherwise than in the report before: {named}.")
    if changes.is_config_changed:
        said.append("The config is another one than then.")
    return (Told("Counted otherwise", " ".join(said)),) if said else ()
