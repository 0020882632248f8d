"""Hand-made answers for the page of the gate, in each of the states it may be in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from dashboard.measures.registry import Measure, Sides
from dashboard.measures.result import Result, Row
from tests.web.example_results import MEASURES, everything, opportunities_alone, result

LINE = 60


def measure(measure_id: str, **changes: object) -> Measure:
    """Return a measure's words."""
    found = MEASURES.measures.get(measure_id)
    if found is None:
        stand_in = MEASURES["good_catches"]
        changes = {
            "id": measure_id, "title": measure_id.replace("_", " "), "shape": "range",
            "question": f"What is {measure_id.replace('_', ' ')}?", "grade": "bound",
            "sides": Sides(sales="They would have taken our hours.", marketing="Nobody called."),
            **changes,
        }  # fmt: skip
        found = stand_in
    return found.model_copy(update=changes)


def answer(measure_id: str, *rows: Row, keys: tuple[str, ...], **changes: object) -> Result:
    """Return an answer of one of the measures of the gate."""
    made = result("good_catches", *rows, **changes)
    own = measure(measure_id, keys=keys, unit="money")
    return replace(made, measure=own, other_reading=own.other_reading, next_step=own.next_step)


def line(
    name: str, side: str, ends: tuple[float | None, float | None], /, **details: object
) -> Row:
    """Return one line of the balance."""
    low, high = ends
    grade = str(details.pop("grade", "bound"))
    n = int(str(details.pop("n", 1612)))
    told = {"side": side, "unit": "money", "years": 1.0, "certain": max(low or 0.0, 0.0), **details}
    return Row({"component": name}, None, low, high, n, n, grade=grade, details=told)


def balance(net: tuple[float, float], *lines: Row) -> Result:
    """Return the range of what the gate cost or saved, with its lines."""
    total = line("net", "net", net, grade="assumed")
    return answer(
        "gate_cost_range",
        *lines,
        total,
        keys=("component",),
        finding="All told, between the two ends.",
        population="people who came in Nov 2024 to Oct 2025",
    )


def lines(turned_away: float = 1.9e6) -> tuple[Row, ...]:
    """Return the four lines of the design."""
    return (
        line(
            "turned_away", "cost", (0.0, turned_away), grade="assumed",
            leads=1612, recovered=1.4e6, certain=0.0, assumes=["margin", "helps"],
        ),
        line("waiting", "cost", (0.2e6, 0.4e6), grade="adjusted", days=2.4, assumes=["margin"]),
        line("running", "cost", (0.1e6, 0.1e6), hours_low=900, hours_high=900, tools=20_000.0),
        line(
            "hours_kept", "credit", (0.4e6, 0.6e6), hours_low=5000, hours_high=7500,
            people_low=2.4, people_high=3.6, assumes=["hour_cost", "minutes"],
        ),
    )  # fmt: skip


def verdict(net: str, margin: str) -> Result:
    """Return both verdicts."""
    needed = {"leads_needed": 4200} if margin == "not established" else {"leads_needed": None}
    at_line = {"brings": 310.0, "brings_low": -120.0, "brings_high": 740.0}
    costs = {"costs": 240.0, "costs_low": 190.0, "costs_high": 290.0}
    rows = (
        Row({"basis": "margin"}, 70.0, -370.0, 510.0, 940, 940, grade="causal-at-gate",
            details={"finding": margin, **needed, **at_line, **costs}),
        Row({"basis": "net"}, None, -2e6, 0.3e6, 1612, 1612, grade="assumed",
            details={"finding": net, "leads_needed": None}),
    )  # fmt: skip
    return answer(
        "gate_verdict",
        *rows,
        keys=("basis",),
        finding=(
            "At the line one more person is worth between $120 less and $740 more, and takes $190 "
            "to $290 of a seller's time: not settled. About 4,200 people would tell."
        ),
    )


def plan(**changes: object) -> Result:
    """Return the test that would settle it, a smaller one, and how far it is."""
    planned: Mapping[str, object] = {
        "band_low": 45, "band_high": 59, "leads_a_month": 247.0, "passed": 1484, "held": 1484,
        "hours": 4450.0, "people": 2.14, "price": 356_000.0, "days_to_fill": 365, "days": 730,
        "until": dt.date(2028, 11, 1), "sees": 0.02, "today": 0.012, "pays_from": 0.008,
        "most": 0.05, "needed": True, "reason": None, "takes": "4,450 seller hours, $356k",
        "also": "",
        "looks": [dt.date(2027, 3, 1), dt.date(2027, 7, 1)], "unit": "points",
    }  # fmt: skip
    smaller = {**planned, "passed": 462, "held": 462, "hours": 1390.0, "sees": 0.04,
               "price": 111_000.0, "until": dt.date(2027, 11, 1)}  # fmt: skip
    progress = {"passed_so_far": 0, "held_so_far": 0, "running": 0, "started": None,
                "share_done": 0.0, "reading": "not started", "unit": "points"}  # fmt: skip
    return answer(
        "settling_test",
        Row({"statistic": "plan"}, 0.02, None, None, 2964, 2800, details={**planned, **changes}),
        Row({"statistic": "smaller"}, 0.04, None, None, 2964, 2800, details=smaller),
        Row({"statistic": "progress"}, None, None, None, 0, 0, status="too few", details=progress),
        keys=("statistic",),
        finding="Call every second person we would turn away, until November 2027.",
    )


def tradeoff() -> Result:
    """Return what moving the line would change, a fan that opens from today's line."""
    rows = []
    for score in range(40, 85, 5):
        away = LINE - score
        ends = (-27_000.0, 33_000.0) if away > 0 else (20_000.0, 8_000.0)
        net = (ends[0] * away, ends[1] * away)
        told = {"line_today": LINE, "is_today": score == LINE, "unit": "money", "years": 1.0}
        n = abs(away) * 110
        keys = {"line": score, "statistic": "net"}
        rows.append(Row(keys, None, *net, n, n, grade="bound", details=told))
        for name, each in (("leads", 110 * away), ("hours", 330 * away), ("wins", away / 4)):
            keys = {"line": score, "statistic": name}
            rows.append(
                Row(keys, each, None, None, n, n, details={"line_today": LINE, "unit": "count"})
            )
    return answer(
        "threshold_tradeoff",
        *rows,
        keys=("line", "statistic"),
        finding="At 50: between $270k lost and $330k gained a year. Our records cannot say.",
    )


def jump(piled: int = 0) -> Result:
    """Return the comparison at the line: 4 in 100 more are won from the line on."""
    told = {"unit": "points", "line": "60", "bandwidth": 20.0, "visible": "2.1",
            "range": "1.1 to 6.9 more", "said": "4 more", "why": ""}  # fmt: skip
    main = Row({"statistic": "itt_share", "of": None}, 0.04, 0.011, 0.069, 3000, 210,
               grade="causal-at-gate", details=told)  # fmt: skip
    worked = {**told, "range": "48 to 62 more"}
    rows = [main, replace(main, keys={"statistic": "first_stage", "of": None}, value=0.55, low=0.48,
                          high=0.62, details=worked)]  # fmt: skip
    counts = {"unit": "share", "at": 80 + piled, "below": 76, "above": 82}
    rows.append(Row({"statistic": "bunching", "of": None}, 0.6, None, None, 3000, 160,
                    details=counts))  # fmt: skip
    for of in (-10, 10):
        rows.append(Row({"statistic": "placebo", "of": of}, 0.003, -0.02, 0.026, 3000, 210,
                        details={"unit": "points"}))  # fmt: skip
    for points in range(-20, 20):
        share = 0.04 + 0.0005 * points + 0.01 * (points % 3 - 1) + (0.04 if points >= 0 else 0.0)
        n = 80 + (piled if points == 0 else 0)
        rows.append(Row({"statistic": "bin", "of": float(points)}, share, max(share - 0.05, 0.0),
                        share + 0.06, n, round(n * share), details={"unit": "share"}))  # fmt: skip
    return answer("threshold_jump", *rows, keys=("statistic", "of"), finding="4 more in 100 won.")


def _all(*made: Result) -> dict[str, Result]:
    return {**everything(), **{each.measure.id: each for each in made}}


def not_settled() -> dict[str, Result]:
    """The main case: the range lies on both sides of zero."""
    return _all(
        balance((-2.0e6, 0.3e6), *lines()),
        verdict("not established", "not established"),
        plan(),
        tradeoff(),
        jump(),
    )


def works() -> dict[str, Result]:
    """The gate saved, whatever is assumed."""
    saved = line(
        "hours_kept", "credit", (0.9e6, 1.2e6), hours_low=9000, hours_high=12_000, certain=0.9e6
    )
    return _all(
        balance((0.2e6, 0.9e6), *lines(0.2e6)[:3], saved),
        verdict("is working", "is working"),
        plan(),
        tradeoff(),
    )


def costs_more() -> dict[str, Result]:
    """The gate lost, whatever is assumed."""
    turned_away, *_, kept = lines(3.1e6)
    turned_away = replace(turned_away, low=1.1e6)
    return _all(
        balance((-3.0e6, -0.8e6), turned_away, *lines()[1:3], kept),
        verdict("costs more than it saves", "costs more than it saves"),
        plan(),
        tradeoff(),
    )


def not_computable() -> dict[str, Result]:
    """No leads and no gate decisions were exported."""
    told = {
        "status": "not computable",
        "needs": ("lead scores: add Score to Lead.csv", "gate decisions: add LeadHistory.csv"),
        "rows": (),
        "finding": "Not computable: needs lead scores and gate decisions.",
        "next_step": "",
    }
    lacking = [replace(each, **told) for each in not_settled().values()  # type: ignore[arg-type]
               if each.measure.id in ("gate_cost_range", "gate_verdict", "settling_test",
                                      "threshold_tradeoff")]  # fmt: skip
    return {**opportunities_alone(), **{each.measure.id: each for each in lacking}}


def withheld() -> dict[str, Result]:
    """The comparison at the line is withheld, so is the verdict there; the ranges stand."""
    found = not_settled()
    held = found["gate_verdict"]
    reason = "Too many people sit exactly on the line, so the two sides are not alike."
    first = replace(held.rows[0], value=None, low=None, high=None, status="withheld",
                    details={"reason": reason})  # fmt: skip
    said = f"Withheld at the line. {reason}"
    piled = jump(100)
    rows = tuple(replace(each, value=None, low=None, high=None, status="withheld")
                 if each.keys["statistic"] != "bin" else each for each in piled.rows)  # fmt: skip
    found["threshold_jump"] = replace(
        piled, status="withheld", rows=rows, whole=rows,
        finding="Withheld: 180 leads sit on the line, 76 and 82 beside it.",
    )  # fmt: skip
    found["gate_verdict"] = replace(held, rows=(first, *held.rows[1:]), finding=said)
    return found


def too_few() -> dict[str, Result]:
    """So few people that no range can be had."""
    found = not_settled()
    rows = [
        replace(each, low=None, high=None, n=7, events=7, status="too few",
                details={**each.details, "reason": "7 people are too few for a range."})
        for each in found["gate_cost_range"].rows
    ]  # fmt: skip
    found["gate_cost_range"] = replace(
        found["gate_cost_range"], rows=rows, whole=rows, status="too few",
        finding="7 people were turned away: too few to say what the gate cost or saved.",
    )  # fmt: skip
    return found
