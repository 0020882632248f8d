"""What changed in a week, written by hand: the changes of the mail in the design, and none."""

from __future__ import annotations

from dashboard.snapshots.change import Changes, DealChange, FigureChange, Line, Restated, Usual

SILENT = tuple(
    DealChange("went_silent", f"D{name}", name, amount, f"{name} …", stage, days, "2026-09-29")
    for name, amount, days, stage in (
        ("Elm", 620_000.0, 24, "Discovery"),
        ("Fjord <AS> & Sons", 450_000.0, 23, "Evaluation"),
        ("Gale", 330_000.0, 22, "Discovery"),
    )
)
CORVID = DealChange(
    "won_after_turned_away", "DC", "Corvid", 240_000.0,
    "Corvid won, $240k. We had turned it away on 3 Mar 2026 as “too small”.", date="2026-10-20",
)  # fmt: skip
WENT_SILENT = Line(
    "deals", "went_silent",
    "$1.4M went silent: Elm $620k, Fjord <AS> & Sons $450k and Gale $330k.",
    "Usual: 0 to 2 deals a week.", tuple(each.record_id for each in SILENT), 1_400_000.0,
)  # fmt: skip
REFUSED_WON = Line("deals", "won_after_turned_away", CORVID.said, "", ("DC",), 240_000.0)
WOKE = Line("deals", "revived", "2 deals woke.", "", ("D1", "D2"))
RESTATED = Line("restated", "won_amount", "Restated: won was $2M and is $3M.", "", ("D1",) * 3)
WIN_RATE = FigureChange(
    "win_rate", "win_rate", {}, "Win rate", "share", 0.24, 0.31, 0.07, (), "cohorts",
    p=0.001, q=0.01, is_signal=True, said="Win rate: 31 %; 24 % on 16 Oct 2026.",
)  # fmt: skip
WINS = FigureChange(
    "won_without_gate_deals", "won_without_gate", {}, "Won without a gate", "share",
    0.27, 0.31, 0.04, (), "cohorts", p=0.4, q=0.6,
)  # fmt: skip
MOVED = Line("figure", "win_rate", WIN_RATE.said, "Of it: new 7 more.")
ARDEN = Restated(
    "deals", "DA", "close_date", "2026-09-03", "2026-08-30", "2026-09-03", "Arden",
    "Arden: closed 3 Sep 2026, 30 Aug 2026 before.",
)  # fmt: skip


def changes(*lines: Line, days: int = 7, asked: int = 15) -> Changes:
    """Return the changes since 16 Oct 2026 of which these are told."""
    return Changes(
        since="2026-10-16", since_as_of="2026-10-16T00:00:00", as_of="2026-10-23T00:00:00",
        days=days, deals=(*SILENT, CORVID), figures=(WIN_RATE, WINS), restated=(ARDEN,),
        definitions=(), is_config_changed=False, headline_restated="", asked=asked, lines=lines,
        usual={"went_silent": Usual(0, 2, 26), "revived": Usual(0, 1, 26)},
    )  # fmt: skip
