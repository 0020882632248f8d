"""What a snapshot is called: its day, and of what it was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dashboard import words
from dashboard.config import Config
from dashboard.measures.filters import Filters, parse_month
from dashboard.present.pages import page_called
from dashboard.present.period_words import period_words
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.manifest import Manifest


def day_of(snapshot: Snapshot) -> str:
    """Return the last day that its data know."""
    return words.date(snapshot.manifest.as_of_date)


def labels_of(snapshots: Iterable[Snapshot]) -> dict[str, str]:
    """Return what each snapshot of one question is called: its day, and which of a day it is."""
    found: dict[dt.date, list[Snapshot]] = {}
    for each in snapshots:
        found.setdefault(each.manifest.as_of_date, []).append(each)
    labels = {}
    for same in found.values():
        for number, each in enumerate(reversed(same), start=1):
            more = f", {_ordinal(number)} report" if len(same) > 1 else ""
            labels[each.name] = f"{day_of(each)}{more}"
    return labels


def _ordinal(number: int) -> str:
    named = {1: "first", 2: "second", 3: "third"}
    return named.get(number, f"{number}th")


def asked_words(manifest: Manifest, config: Config) -> str:
    """Say of what a snapshot is: its period, its filters, its one page, its readers."""
    said = [period_words(_period(manifest), manifest.as_of_date, config.company.fiscal_year_starts)]
    said += _chosen(manifest.filters.get("where"), config)
    if manifest.only:
        said.append(f"the page {page_called(manifest.only).name}")
    for each in _chosen(manifest.asked.get("limits"), config):
        said.append(f"for who sees {each}")
    if manifest.is_rerun:
        said.append("made again as of that day")
    return ", ".join(said)


def _period(manifest: Manifest) -> Filters:
    start, end = (manifest.filters.get(key) for key in ("from", "to"))
    return Filters(
        start=parse_month(start) if start else None, end=parse_month(end) if end else None
    )


def _chosen(where: object, config: Config) -> list[str]:
    labels = {each.name: each.on_screen for each in config.dimensions}
    found = where if isinstance(where, dict) else {}
    return [
        f"{labels.get(name, name)} {words.listed([*values], 'or')}"
        for name, values in found.items()
    ]
