"""What people did beside the calls and the deals: what they read, and who reached out again.

None of it changes what became of a lead or a deal. Each part draws from a stream of chance of its
own, so that the rest of the world stays as it is whatever these parameters say.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.demo.world import MINUTE, Floats, Texts, World, by_position

GATED = "Guide after a form"
OPEN = "Guide read freely"
ANSWER = "Email - outbound"
_CONTENT, _SECOND, _CALLS = range(21, 24)


def content(world: World, leads: pl.DataFrame) -> pl.DataFrame:
    """Return who read what when they came in: behind a form or open to everybody.

    Which of the two it was hangs on the source alone, and nothing hangs on it.
    """
    rules, chance = world["content"], world.stream(_CONTENT)
    read = chance.random(leads.height) < rules["read"]
    gated = chance.random(leads.height) < by_position(
        rules["gated_by_source"], leads["source"].to_numpy()
    )
    return pl.DataFrame(
        {
            "lead": np.flatnonzero(read),
            "at": leads["created"].to_numpy()[read],
            "kind": np.where(gated, GATED, OPEN)[read],
        }
    )


def second_signs(world: World, leads: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """Return what turned-away leads without a deal did again, and the replies to some of it."""
    rules, chance = world["second_signs"], world.stream(_SECOND)
    count, decided = leads.height, leads["decided"].to_numpy()
    waiting = np.isin(leads["fate"].to_numpy(), ("nurture", "recycled"))
    waiting[deals["lead"].to_numpy()[deals["lead"].to_numpy() >= 0]] = False
    again = (chance.random(count) < rules["share"]) & waiting
    # The day after the verdict at the earliest, and after all calls.
    since = np.fmax(decided, np.where(again, _last_call(leads), 0.0)) + 1
    at = since + chance.exponential(rules["after_mean"], count)
    kind = chance.choice(rules["kinds"], count, p=rules["kind_share"])
    talked = leads["talked"].to_numpy() < at
    answered = again & talked & (chance.random(count) < rules["answered"])
    reply = at + 5 * MINUTE + chance.exponential(rules["answer_mean"], count)
    parts = [_rows(again, at, kind), _rows(answered, reply, np.full(count, ANSWER))]
    return pl.concat(parts).filter(pl.col("at") < world.days).sort("at", "lead")


def _last_call(leads: pl.DataFrame) -> Floats:
    calls = [leads[name].to_numpy() for name in ("attempted", "talked")]
    return np.maximum(*(np.where(np.isfinite(each), each, 0.0) for each in calls))


def _rows(chosen: np.ndarray, at: Floats, kind: Texts) -> pl.DataFrame:
    return pl.DataFrame({"lead": np.flatnonzero(chosen), "at": at[chosen], "kind": kind[chosen]})


def call_seconds(world: World, kinds: Texts) -> Texts:
    """Return how long each call took, in whole seconds; empty for what is no call."""
    rules, chance = world["calls"], world.stream(_CALLS)
    seconds = np.full(len(kinds), "", dtype="<U6")
    for kind, (shape, scale) in rules["minutes_gamma"].items():
        chosen = kinds == kind
        minutes = chance.gamma(shape, scale, int(chosen.sum()))
        seconds[chosen] = np.maximum(1, np.rint(60 * minutes)).astype(np.int64).astype(np.str_)
    return seconds
