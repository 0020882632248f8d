"""Hand-made answers for the pages of one topic: each shape once, in every state of a number."""

from __future__ import annotations

from dataclasses import replace

from dashboard.measures.result import Result, Row
from tests.web.example_results import everything, ratio, result, total

STEPS = (("lead", 6800, 6800), ("score", 2510, 2700), ("budget", 780, 900), ("won", 49, 49))


def funnel() -> Result:
    """People who entered each step, and who reached it or a later one."""
    rows = []
    for order, (step, strict, reached) in enumerate(STEPS, 1):
        for reading, people in (("strict", strict), ("reached", reached)):
            row = total(people, order=order, step=step, reading=reading)
            rows.append(replace(row, n=people, events=people))
    return result("funnel", *rows, finding="6,800 people came in.")


def months() -> Result:
    """Two months, the later too young to be won."""
    young = Row({"row": "2026-10", "column": "won"}, None, None, None, 300, 2, status="too early")
    return result(
        "cohort_conversion",
        ratio(60, 400, row="2026-09", column="mql"),
        ratio(9, 400, row="2026-09", column="won"),
        ratio(3, 7, row="2026-10", column="mql"),
        replace(young, details={"horizon_days": 365}),
        finding="In 30 days 15 % of leads got to MQL.",
    )


def stages() -> Result:
    """One stage of each size: enough, small, and too few."""
    return result(
        "forward_moves_rate",
        replace(ratio(61, 119, path_group="through_every_gate"), details={"unit": "share"}),
        replace(ratio(8, 20, path_group="no_gate"), details={"unit": "share"}),
        replace(ratio(3, 7, path_group="missed_a_step"), details={"unit": "share"}),
        finding="61 of 119 deals took a step forward.",
    )


def outside() -> Result:
    """The three counts, in deals and in money."""
    rows = []
    for count, deals, money in (("strict", 20, 3.5e6), ("ours", 26, 4.2e6), ("wide", 41, 5.7e6)):
        for statistic, part, whole in (("deals", deals, 96), ("amount", money, 11.6e6)):
            row = ratio(part, whole, component=count, statistic=statistic)
            bounds = {"bound_low": row.value, "bound_high": (row.value or 0) + 0.0625}
            rows.append(replace(row, **bounds))
    return result(
        "won_without_born_closed",
        *rows,
        finding="26 of 96 wins did not come through our gate.",
        finding_by={"strict": "20 of 96 wins did not, by the strict count."},
    )


def weekdays() -> Result:
    """Columns: two days."""
    return result(
        "update_weekdays", ratio(40, 200, weekday="monday"), ratio(60, 200, weekday="friday")
    )


def bridge() -> Result:
    """From stock to stock: 100 and 50 less 30 are 120; beside them money, some of it raised."""
    rows = []
    for order, (name, value) in enumerate(
        (("open_at_start", 100), ("created", 50), ("won", -30), ("open_at_end", 120)), 1
    ):
        row = total(value, order=order, component=name, statistic="deals")
        rows.append(replace(row, n=abs(value), events=abs(value)))
    for order, name in ((1, "open_at_start"), (1.5, "raised"), (4, "open_at_end")):
        rows.append(total(1000 * order, order=order, component=name, statistic="amount"))
    return result("pipeline_bridge", *rows)


def topics() -> dict[str, Result]:
    """Everything of the sample company, and these."""
    made = (funnel(), months(), stages(), outside(), weekdays(), bridge())
    return {**everything(), **{each.measure.id: each for each in made}}
