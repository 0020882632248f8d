"""What the exports held, in words: how much can be traced, how many rows were read."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import words
from dashboard.inventory import FileLine, Inventory
from dashboard.present import overview_words
from dashboard.present.answers import Answers
from dashboard.present.nothing import no_wins
from dashboard.present.sentence import Part, plural


def headline(told: Answers) -> list[Part]:
    """Say how much of what was won can be traced to a person, in money where money is known."""
    deals = overview_words.wins(told)
    if deals == 0:
        return [(f"{no_wins(told)[:-1]}: nothing to trace.", "")]
    if told.usable("path_mix") is None:
        return [("Where our wins came from, these exports do not say yet.", "")]
    for statistic, noun in (("amount", "the money we won"), ("deals", "the deals we won")):
        whole = sum(
            told.numerator("path_mix", part=each, statistic=statistic)
            for each in words.PATH_CLASSES
        )
        untraced = overview_words.won_by(told, ("unlinked",), statistic)
        if whole > 0:
            traced = words.in100(1 - untraced / whole)
            return [
                (f"{traced} in 100", "strong"),
                (f" of {noun} can be traced to the person it came through.", ""),
            ]
    return [("What was won has no amounts and no paths to trace.", "")]


def rows_read(inventory: Inventory) -> str:
    """Say how many rows were read, and that none was lost."""
    # One file may become several tables; its rows were read once.
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for each in inventory.files:
        if each.status == "ignored":
            continue
        known = rows.get((each.source_name, each.file), (0, 0))
        rows[each.source_name, each.file] = max(known, (each.read, each.quarantined))
    files, read = len(rows), sum(each for each, _ in rows.values())
    aside = sum(each for _, each in rows.values())
    if read == 0:
        return "Nothing was read."
    kept = "all of them taken in" if aside == 0 else f"{words.count(aside)} put aside with reasons"
    return f"{plural(read, 'row')} read from {plural(files, 'file')}, {kept}. None was lost."


def of_one_file(lines: Iterable[FileLine]) -> list[list[FileLine]]:
    """Gather the lines of each file, in the order of the files."""
    found: dict[tuple[str, str], list[FileLine]] = {}
    for each in lines:
        found.setdefault((each.source_name, each.file), []).append(each)
    return list(found.values())
