"""The shape of the weekly CRM export: ids, times, flags, and the quoting of every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.demo.world import Integers, Texts, World

NULL_ID = "000000000000000AAA"

PREFIX = {
    "Lead": "00Q",
    "Account": "001",
    "Contact": "003",
    "Opportunity": "006",
    "OpportunityHistory": "008",
    "OpportunityFieldHistory": "017",
    "LeadHistory": "01L",
    "OpportunityContactRole": "00K",
    "Task": "00T",
    "Event": "00U",
    "User": "005",
    "Campaign": "701",
    "CampaignMember": "00v",
}

Columns = Mapping[str, Sequence[str] | Texts]

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SERIES = "5e0000"
_NUMBER_LENGTH = 6


def ids(table: str, numbers: npt.ArrayLike) -> Texts:
    """Return 18-character ids: 15 case-sensitive ones and the three that encode their case.

    A negative number is no record: the null id.
    """
    number = np.asarray(numbers, dtype=np.int64)
    head = np.frombuffer((PREFIX[table] + _SERIES).encode(), dtype=np.uint8)
    letters = np.empty((len(number), len(head) + _NUMBER_LENGTH), dtype=np.uint8)
    letters[:, : len(head)] = head
    digits = np.frombuffer(_DIGITS.encode(), dtype=np.uint8)
    rest = np.maximum(number, 0) + 1
    for place in range(letters.shape[1] - 1, len(head) - 1, -1):
        letters[:, place] = digits[rest % len(digits)]
        rest //= len(digits)
    is_upper = ((letters >= ord("A")) & (letters <= ord("Z"))).reshape(-1, 3, 5)
    codes = (is_upper * np.array([1, 2, 4, 8, 16])).sum(axis=2)
    check = np.frombuffer(_CHECK.encode(), dtype=np.uint8)[codes]
    full = np.ascontiguousarray(np.hstack([letters, check])).view("S18").ravel().astype("<U18")
    return np.where(number < 0, NULL_ID, full)


def user_ids(positions: npt.ArrayLike) -> Texts:
    """Return the ids of users: representatives first, then marketing and the integration."""
    return ids("User", positions)


def times(world: World, days: npt.ArrayLike) -> Texts:
    """Return `YYYY-MM-DD HH:MM:SS` for days since day 0; empty for never.

    The part of a day is spread over working hours, so nothing happens at night and the order
    within a day is kept.
    """
    window = world["window"]
    value = np.asarray(days, dtype=np.float64)
    known = np.isfinite(value)
    finite = np.where(known, value, 0.0)
    whole = np.floor(finite)
    seconds = np.floor((finite - whole) * window["open_hours"] * 3600)
    seconds += window["opens_hour"] * 3600
    start = np.datetime64(world.first_day, "s")
    instants = start + (whole * 86400 + seconds).astype(np.int64).astype("timedelta64[s]")
    texts = (
        pl.Series(instants.astype("datetime64[ms]"))
        .dt.strftime("%Y-%m-%d %H:%M:%S")
        .to_numpy()
        .astype(np.str_)
    )
    return np.where(known, texts, "")


def dates(world: World, days: npt.ArrayLike) -> Texts:
    """Return a calendar date padded with midnight, as the export writes dates."""
    value = np.asarray(days, dtype=np.float64)
    texts = times(world, np.floor(value))
    padded = np.char.add(texts.astype("<U10"), " 00:00:00")
    return np.where(np.isfinite(value), padded, "")


def flags(values: npt.ArrayLike) -> Texts:
    """Return `0` and `1`."""
    return np.where(np.asarray(values, dtype=np.bool_), "1", "0")


def amounts(values: npt.ArrayLike) -> Texts:
    """Return whole amounts without a fraction, as the export writes them."""
    return np.asarray(values, dtype=np.float64).astype(np.int64).astype(np.str_)


def same(value: str, size: int) -> Texts:
    """Return one value for every row."""
    return np.full(size, value)


def write(folder: Path, name: str, columns: Columns) -> None:
    """Write one object: a heading in API names, every value quoted, in the older encoding."""
    frame = pl.DataFrame({key: pl.Series(np.asarray(values)) for key, values in columns.items()})
    text = frame.write_csv(quote_style="always")
    (folder / f"{name}.csv").write_bytes(text.encode("latin-1"))


def audit(
    world: World, created: npt.ArrayLike, modified: npt.ArrayLike, by: Texts
) -> dict[str, Texts]:
    """Return the columns that every object carries."""
    modified_at = times(world, np.maximum(np.asarray(created), np.asarray(modified)))
    return {
        "CreatedDate": times(world, created),
        "CreatedById": by,
        "LastModifiedDate": modified_at,
        "LastModifiedById": by,
        "SystemModstamp": modified_at,
    }


def account_numbers(companies: Integers, of: Integers) -> Integers:
    """Return each company's place among those that have an account."""
    return np.searchsorted(companies, of)
