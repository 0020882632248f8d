"""What is said of the gate all told: its range, its verdict, and the test that would settle it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present.answers import Answers
from dashboard.present.sentence import Part

RANGE, VERDICT, TEST = "gate_cost_range", "gate_verdict", "settling_test"
NET = "net"
# finding of a verdict: how it is called on screen
_VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "costs more than it saves": "Loses more than it saves",
        "is working": "Saves more than it loses",
        "not established": "Not settled",
    }
)
NOT_SETTLED = _VERDICTS["not established"]


@dataclass(frozen=True)
class Net:
    """What the gate saved less what it lost, in money: what is lost lies below zero."""

    low: float
    high: float

    @property
    def finding(self) -> str:
        """Return what the whole range says."""
        if self.low > 0:
            return "is working"
        return "costs more than it saves" if self.high < 0 else "not established"


def net_of(told: Answers) -> Net | None:
    """Return both ends of the net; nothing where it cannot be computed."""
    row = told.row(RANGE, component=NET)
    if row is None or row.low is None or row.high is None:
        return None
    return Net(row.low, row.high)


def verdict_of(told: Answers) -> str:
    """Return the verdict on all told in words; "" where there is no net."""
    net = net_of(told)
    if net is None:
        return ""
    row = told.row(VERDICT, basis=NET)
    said = str(row.details.get("finding") or "") if row else ""
    return _VERDICTS.get(said, _VERDICTS[net.finding])


def verdict_word(row: Row) -> str:
    """Return the verdict of one row in words."""
    return _VERDICTS.get(str(row.details.get("finding") or ""), words.begun(words.word(row.status)))


def ends(net: Net, currency: str) -> tuple[str, str]:
    """Write both ends, what was lost first: $2M lost, $300k saved."""
    return amount(net.low, currency), amount(net.high, currency)


def amount(value: float, currency: str) -> str:
    """Write one amount with its side of zero."""
    money = words.money(abs(value), currency)
    return money if value == 0 else f"{money} {'lost' if value < 0 else 'saved'}"


def between(net: Net, currency: str) -> str:
    """Write the range, what is lost before what is saved; on one side of zero the less first."""
    low, high = ends(net, currency)
    if low == high:
        return low
    if net.low < 0 < net.high:
        return f"between {low} and {high}"
    near, far = sorted((net.low, net.high), key=abs)
    return f"between {words.money(abs(near), currency)} and {amount(far, currency)}"


def headline(told: Answers) -> list[Part]:
    """Say whether the gate lost or saved all told, and what would settle it where it is open."""
    net = net_of(told)
    if net is None:
        return []
    said = between(net, told.currency)
    if net.low > 0:
        range_of = said.removesuffix(" saved")
        return [(f"Our gate saved {range_of}, all told.", "")]
    if net.high < 0:
        low, high = (words.money(abs(each), told.currency) for each in (net.high, net.low))
        return [(f"All told, our gate lost between {low} and {high} more than it saved.", "")]
    settles = test_size(told)
    can = (
        f" A test of {words.count(settles)} people a side would, for those right below the line."
        if settles
        else ""
    )
    return [(f"{words.begun(said)}: our records cannot settle it.{can}", "")]


def row_sentence(told: Answers, net: Net) -> list[Part]:
    """Say the same in the Overview's third row, with the verdict."""
    said = between(net, told.currency)
    return [(f"All told, our gate: {said}. {verdict_of(told)}.", "")]


def test_size(told: Answers) -> int | None:
    """Return how many people a side the test takes; None where it would take too many years."""
    row = told.row(TEST, statistic="plan")
    passed = row.details.get("passed") if row else None
    if row is None or passed is None or row.details.get("is_too_long"):
        return None
    return int(str(passed))
