"""One delivery out of the outbox: tried again while it surely did not arrive, never otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from dashboard.reports.channels import HandingOver, UnclearError, UndeliveredError
from dashboard.reports.outbox import ENDED, Clock, Delivery, Entry, Journal, State, held

# Takes a payload out: given what to call before the other side has all of it, returns its word.
Way = Callable[[bytes, HandingOver], str]

_WAITING: tuple[State, ...] = ("unknown", "abandoned")
_CUT_OFF = (
    "a run was ended while the other side may have had it. Ask there, then say so: "
    "`gatecost deliver --arrived` or `--resend`"
)


@dataclass(frozen=True)
class Patience:
    """How often a run tries, and how long it waits: doubled each time, up to a longest pause."""

    tries: int = 4
    first_pause: float = 2.0
    longest_pause: float = 120.0
    sleep: Callable[[float], None] = time.sleep

    def pause(self, call: RetryCallState) -> float:
        """Return the seconds until the next try: what the other side asks for, within reason."""
        error = call.outcome.exception() if call.outcome else None
        asked = error.after if isinstance(error, UndeliveredError) else None
        doubled = self.first_pause * 2.0 ** (call.attempt_number - 1)
        return min(max(doubled, asked or 0.0), self.longest_pause)


def send(
    delivery: Delivery, way: Way, now: Clock, patience: Patience, *, again: bool = False
) -> Entry | None:
    """Send what has not arrived yet; return how far it got, None where another run has it in hand.

    What may have arrived, or was given up, is sent `again` on a person's word only.
    """
    with held(delivery, now) as journal:
        if journal is None:
            return None
        last = delivery.last
        if last.state == "sending":
            last = journal.write("unknown", _CUT_OFF)
        if last.state in ENDED or (last.state in _WAITING and not again):
            return last
        return _tried(journal, way, patience)


def _tried(journal: Journal, way: Way, patience: Patience) -> Entry:
    retrying = Retrying(
        stop=stop_after_attempt(patience.tries),
        wait=patience.pause,
        retry=retry_if_exception(lambda e: isinstance(e, UndeliveredError) and e.is_passing),
        sleep=patience.sleep,
        reraise=True,
    )
    try:
        return retrying(_once, journal, way)
    except UndeliveredError:
        return journal.delivery.last


def _once(journal: Journal, way: Way) -> Entry:
    """Try once and write down what became of it; UndeliveredError where it did not arrive."""
    had: list[bool] = []

    def handing_over() -> None:
        journal.write("sending")
        had.append(True)

    try:
        said = way(journal.delivery.payload(), handing_over)
    except UndeliveredError as error:
        journal.write("failed", str(error), is_passing=error.is_passing)
        raise
    except UnclearError as error:
        return journal.write("unknown", str(error))
    except Exception as error:
        journal.write("unknown" if had else "failed", f"{type(error).__name__}: {error}")
        raise
    return journal.write("sent", said)
