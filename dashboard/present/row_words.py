"""Rows as a reader sees them: what each column is called, how it is written, found and ordered."""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard import words

# The money that a mark counts, put beside its rows to order them by; no column of theirs.
MONEY = "money of the mark"
# Columns that hold our own code words; what a company named itself stays as it is.
_CODES = frozenset(
    {
        "path_class",
        "alike_path_class",
        "outcome",
        "sub_origin",
        "fail_kind",
        "came_back_by",
        "ended_as",
        "parking",
        "end_kind",
        "move_kind",
    }
)
_MONEY = ("amount", "amount_at_creation", "amount_at_close", "amount_at_as_of", "won_amount")
_NAMES = {
    "record_id": "id",
    "account_name": "account",
    "account_id": "account id",
    "lead_id": "lead id",
    "path_class": "path",
    "sub_origin": "came by",
    "fail_kind": "kind of no",
    "parking": "parked",
    "last_fail_reason": "last reason to turn away",
    "first_fail_date": "first turned away",
    "hand_raised_date": "asked for contact",
    "mql_date": "qualified by marketing",
    "sql_date": "qualified by sales",
    "decided_date": "turned away",
    "silent_days": "days silent",
    "hours": "seller time",
    "turned_away_date": "turned away",
    "came_back_by": "came back",
    "ended_as": "how it ended",
    "last_effort_date": "last contact from our side",
    "last_effort_role": "by whom",
    "amount_at_as_of": "amount now",
    "is_worked": "worked by sellers",
    "first_sign_date": "waits since",
    "waiting_days": "days waiting",
    "sign_count": "signs since",
    "last_sign_date": "last sign",
    "last_kind": "last sign was",
    "last_topic": "about",
    "alike": "like others of",
    "alike_won": "won later",
    "alike_turned_away": "of so many turned away",
    "alike_path_class": "most came back by",
    "alike_last_won_date": "the last won on",
}


def heading(name: str) -> str:
    """Return what a column is called."""
    return _NAMES.get(name) or name.removesuffix("_date").replace("_", " ")


def is_number(frame: pl.DataFrame, name: str) -> bool:
    """Say whether a column holds numbers, which stand to the right."""
    return frame.schema[name].is_numeric()


def cell(name: str, value: object, currency: str) -> str:
    """Write one cell; what is not known is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return words.date(value)
    if name in _CODES:
        return words.word(str(value))
    if isinstance(value, str):
        return value
    if name in _MONEY:
        return words.money(float(str(value)), currency)
    return f"{words.half_up(float(str(value)), 2):,}".rstrip("0").rstrip(".")


def in_order(frame: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Return rows ordered by a column, those without a value last; as they are for ""."""
    if not sort:
        return frame
    name = sort.removeprefix("-")
    key = pl.col(name)
    if name in _CODES:
        ranks = {each: words.rank(each) for each in frame[name].unique() if each is not None}
        key = key.replace_strict(ranks, default=None, return_dtype=pl.Int64)
    elif frame.schema[name] == pl.String:
        key = key.str.to_lowercase()
    return frame.sort(key, descending=sort.startswith("-"), nulls_last=True, maintain_order=True)


def with_words(frame: pl.DataFrame, has: str) -> pl.DataFrame:
    """Return the rows in which every one of these words stands, in any column, as it is written."""
    asked = has.lower().split()
    texts = [_text(frame, name) for name in frame.columns if name != MONEY]
    if not asked or not texts:
        return frame
    whole = pl.concat_str(texts, separator="\n", ignore_nulls=True).str.to_lowercase()
    return frame.filter(pl.all_horizontal(whole.str.contains(each, literal=True) for each in asked))


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    kind = frame.schema[name]
    column = pl.col(name)
    if kind == pl.Date:
        # Both as it is shown and as a file has it.
        return pl.concat_str(
            [column.dt.strftime("%-d %b %Y"), column.dt.strftime("%Y-%m-%d")], separator=" "
        )
    if name in _CODES:
        said = {each: words.word(each) for each in frame[name].unique() if each is not None}
        return column.replace(said)
    return column.cast(pl.String)
