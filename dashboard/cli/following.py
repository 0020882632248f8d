"""The command that says what followed a change."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing

from rich.text import Text

from dashboard import answer, decisions, words
from dashboard.cli import printing
from dashboard.cli.commands import pairs_of
from dashboard.followed import (
    AGAINST,
    SUPPORTS,
    Changed,
    Followed,
    Moved,
    Request,
    changes_of,
    find,
    followed,
)


def follow(asked: argparse.Namespace) -> int:
    """Print what followed a change; without one, the changes there are."""
    with closing(answer.open_warehouse(asked.workspace)) as warehouse:
        changes = changes_of(warehouse.config, decisions.log(asked.workspace))
        if asked.mark is None:
            _list(changes, asked.format)
            return 0
        request = Request(
            months=asked.months,
            control=pairs_of(asked.control, "--control") or None,
            where=pairs_of(asked.where, "--where"),
        )
        found = followed(warehouse, find(changes, asked.mark), request, changes)
    if asked.format == "json":
        printing.json_object(found.to_json())
    elif asked.format == "csv":
        printing.csv_rows(found.table())
    else:
        _tell(found)
    return 0


def _list(changes: Sequence[Changed], style: str) -> None:
    rows = [_listed(each) for each in changes]
    if style == "json":
        printing.json_object(rows)
    elif style == "csv":
        printing.csv_rows(rows)
    elif rows:
        printing.plain_table(rows)
    else:
        printing.aside("No change is dated: add [[mark]] with date, label and kind to the config.")


def _listed(change: Changed) -> Mapping[str, object]:
    control = next(iter(change.control.items()), None)
    return {
        "mark": change.key,
        "kind": "decision" if change.is_decision else change.kind,
        "label": change.label,
        "not touched": f"{control[0]} {words.listed(list(control[1]), 'or')}" if control else "",
    }


def _tell(found: Followed) -> None:
    """Print a report for people: the sentence, a table, then both readings of each measure."""
    printing.text(f"{words.date(found.change.day)}: {found.change.label}")
    printing.styled(Text(found.said, style="bold"))
    for note in found.notes:
        printing.styled(Text(note, style="dim"))
    told = [each for each in found.told if each.before and each.after]
    if told:
        printing.text("")
        printing.plain_table([_line(each) for each in told])
    for each in told:
        _readings(each)
    rest = [each for each in found.rows if not each.is_told]
    if rest:
        printing.text("\nNot set beside each other:")
    for each in rest:
        said = each.said if each.was else f"{each.title}: {each.said}"
        printing.text(f"- {said}")


def _line(moved: Moved) -> dict[str, object]:
    before, after, by = moved.before, moved.after, moved.by
    return {
        "measure": f"{moved.title}, {moved.name}" if moved.name else moved.title,
        "months": f"{before.label}, {after.label}" if before and after else "",
        "before": moved.was_text,
        "after": moved.now_text,
        "difference": by.said if by else "",
        "status": words.word(moved.status),
    }


def _readings(moved: Moved) -> None:
    printing.text("")
    printing.styled(Text(moved.said, style="bold"))
    printing.text(f"{SUPPORTS}:")
    for said in moved.supports:
        printing.text(f"- {said}")
    printing.text(f"{AGAINST}:")
    for said in moved.speaks_against:
        printing.text(f"- {said}")
    for said in moved.notes:
        printing.styled(Text(said, style="dim"))
