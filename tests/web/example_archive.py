"""A made-up archive: three reports of the whole company, one of a region, as files on the disk."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import polars as pl

from dashboard.snapshots.archive import Snapshot, folder_of, read
from dashboard.snapshots.change import (
    Changes,
    DealChange,
    DefinitionChange,
    FigureChange,
    Line,
    Mover,
    Part,
    Restated,
    Usual,
)
from dashboard.snapshots.manifest import Input, Manifest

DEALS = (
    DealChange("went_silent", "006A", "Elm", 620_000.0, "Elm, $620k, fell silent."),
    DealChange("went_silent", "006B", "Fjord <b>", 450_000.0, "Fjord, $450k, fell silent."),
    DealChange("went_silent", "006C", None, 330_000.0, "A deal, $330k, fell silent."),
    DealChange(
        "won_after_turned_away", "006D", "Corvid", 240_000.0, "Corvid won, $240k.",
        date="2026-10-21",
    ),
)  # fmt: skip
FIGURES = (
    FigureChange(
        "won_amount", "control_totals", {"statistic": "won_amount"}, "Money won", "money",
        11_450_000.0, 11_600_000.0, 150_000.0,
        (Part("restated", -90_000.0, 2), Part("left", -400_000.0, 3), Part("new", 640_000.0, 4)),
        test="weeks", tested=640_000.0, low=0.0, high=500_000.0, p=0.01, q=0.04, is_signal=True,
        usual=Usual(0.0, 500_000.0, 40), restated_share=0.008,
        movers=(Mover("006D", "Corvid", 240_000.0), Mover("006E", "Gale", -90_000.0)),
        said="Money won rose from $11.45M to $11.6M.", why="Usual: $0 to $500k a week.",
    ),
    FigureChange(
        "stalled_immediately", "stalled_immediately", {"path_group": "through_every_gate"},
        "Deals that passed and went silent at once", "share", 0.3755, 0.3814, 0.0059,
        (Part("matured", 0.0021, 9), Part("new", 0.0044, 12), Part("rate", -0.0006, 300)),
        said="38 in 100, as usual.",
    ),
    FigureChange(
        "deals_created", "control_totals", {"statistic": "deals_created"}, "Deals created",
        "count", 524.0, 524.0, 0.0, (),
    ),
)  # fmt: skip
CHANGES = Changes(
    since="2026-10-16",
    since_as_of="2026-10-16T06:00:00",
    as_of="2026-10-23T06:00:00",
    days=7,
    deals=DEALS,
    figures=FIGURES,
    restated=(
        Restated(
            "deals", "006E", "closed_date", "2026-09-30", "2026-09-30", "2026-09-12", "Gale",
            "Gale: closed 12 Sep 2026, 30 Sep 2026 before.",
        ),
        Restated(
            "leads", "00Q1", "score", "2026-09-02", "64", None, None,
            "Lead 00Q1: score not stated, 64 before.",
        ),
    ),
    definitions=(DefinitionChange("win_rate", "Deals won of those closed"),),
    is_config_changed=True,
    headline_restated="",
    asked=14,
    lines=(
        Line("deals", "went_silent", "$1.4M went silent: Elm $620k, Fjord $450k, one more $330k.",
             "Usual: 0 to 2 deals a week.", ("006A", "006B", "006C"), 1_400_000.0),
        Line("deals", "won_after_turned_away",
             "Corvid won, $240k. We had turned it away on 3 Mar 2026.", "", ("006D",), 240_000.0),
        Line("figure", "won_amount", "Money won: $11.6M, before $11.45M.",
             "Usual: $0 to $500k a week."),
    ),
    notes=("The reports lie 7 days apart.",),
)  # fmt: skip
QUIET = Changes("2026-10-09", "2026-10-09T06:00:00", "2026-10-16T06:00:00", 7, (), (), (), (),
                is_config_changed=False, headline_restated="", asked=14)  # fmt: skip


def put(
    workspace: Path,
    name: str,
    changes: Changes | None = None,
    previous: str | None = None,
    where: dict[str, list[str]] | None = None,
    limits: dict[str, list[str]] | None = None,
    account: str | None = "Elm",
) -> Snapshot:
    """Write a snapshot as it stands in an archive and read it again."""
    folder = folder_of(workspace) / name
    (folder / "rows").mkdir(parents=True)
    (folder / "state").mkdir()
    title = f"<!DOCTYPE html><html lang='en'><title>{name}</title><h1>Report {name}</h1></html>"
    (folder / "report.html").write_text(title, encoding="utf-8")
    kept = None if changes is None else changes.to_json()
    (folder / "changes.json").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "numbers.json").write_text("{}", encoding="utf-8")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "rows" / "won_without_gate.csv").write_text("record_id\n006A\n", encoding="utf-8")
    (folder / "rows" / "restated.csv").write_text("record_id\n", encoding="utf-8")
    deals = pl.DataFrame({"opportunity_id": ["006A"], "account_name": [account]})
    deals.write_parquet(folder / "state" / "deals.parquet")
    files = {
        each.relative_to(folder).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }
    day = dt.date.fromisoformat(name[:10])
    asked: dict[str, object] = {"period": "default"}
    asked |= {"where": where} if where else {}
    asked |= {"limits": limits} if limits else {}
    manifest = Manifest(
        product_version="0",
        as_of=dt.datetime.combine(day, dt.time(6)),
        as_of_date=day,
        as_of_label="",
        time_zone="UTC",
        filters={"from": "2025-11", "to": "2026-10", "where": {**(where or {}), **(limits or {})}},
        asked=asked,
        inputs=(Input(source="crm", file="deals.csv", rows=None if limits else 10, content="0"),),
        previous=previous,
        are_names_shown=account is not None,
        files=files,
    )
    (folder / "manifest.json").write_text(manifest.text(), encoding="utf-8")
    return read(workspace, name)


def fill(workspace: Path) -> None:
    """Write the whole archive."""
    put(workspace, "2026-10-09")
    put(workspace, "2026-10-16", QUIET, "2026-10-09")
    put(workspace, "2026-10-23", CHANGES, "2026-10-16")
    part = {"region": ["North"]}
    put(workspace, "2026-10-23_0a1b2c3d", None, None, limits=part)
