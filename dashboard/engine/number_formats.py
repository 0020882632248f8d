"""Find how the numbers of one column are written: which mark is the decimal one, what is a sign.

`1,234` may be a thousand or one and a bit: the other values of the column tell, or the config.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.engine.database import Database
from dashboard.engine.text_columns import TextColumn, UnclearColumnError, plain_value

# Where a few values speak against many, those few are quarantined; at less than this it is a draw.
_CLEAR = 20
_MOST_SHAPES = 2000
_GROUPED_BY_DOT = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
_OPEN = re.compile(r"0{1,3}([.,])000")
_CORE = re.compile(r"[.,]?0(?:.*0)?[.,]?")
_DEFINITE = (
    (".", re.compile(r"0*\.0*|0{1,3}(,0{2,3})*,000\.0*|0{1,3}(,0{2,3})+,000|0{1,3}([' ]000)+\.0+")),
    (",", re.compile(r"0*,0*|0{1,3}(\.000)+,0*|0{1,3}(\.000){2,}|0{1,3}([' ]000)+,0+")),
)
# Codes and words that may stand beside an amount; signs such as $ and € are known as such.
CURRENCIES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP",
    "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "MXN", "MYR", "NGN",
    "NOK", "NZD", "PEN", "PHP", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY",
    "TWD", "UAH", "USD", "VND", "ZAR", "Fr", "Ft", "Kč", "Rs", "kr", "zł",
)  # fmt: skip
_SIGNS = re.compile(r"[-+−()%\s]+")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'"})


@dataclass(frozen=True)
class NumberFormat:
    """How one column writes its numbers; `is_plain` is the way in which programs do."""

    decimal: str = "."
    is_plain: bool = True


@dataclass(frozen=True)
class _Shaped:
    """The values that are alike but for their digits; a fraction begins with a nought."""

    shape: str
    is_fraction: bool
    count: int
    example: str

    @property
    def core(self) -> str:
        """Return the shape from its first digit to its last."""
        found = _CORE.search(self.shape.translate(_SPACES))
        return found.group() if found else ""

    @property
    def mark(self) -> str:
        """Return the decimal mark it shows, `?` before one that may group digits instead."""
        core = self.core
        is_open = _OPEN.fullmatch(core)
        if is_open:
            return is_open[1] if self.is_fraction else "?" + is_open[1]
        return next((mark for mark, pattern in _DEFINITE if pattern.fullmatch(core)), "")

    @property
    def is_number(self) -> bool:
        """Tell whether it could be one in some format."""
        return self.mark != "" or set(self.core) <= set("0 '")

    @property
    def currency(self) -> str:
        """Return the currency written beside the number, if any."""
        around = self.shape.translate(_SPACES).replace(self.core, "", 1)
        word = _SIGNS.sub("", around)
        is_sign = any(unicodedata.category(each) == "Sc" for each in word)
        return word if is_sign or word in CURRENCIES else ""


class Look(NamedTuple):
    """What one pass over a column tells of its numbers: most columns need no other.

    `unread` are those that programs would not write so; of the others those with a point, those
    of these in which the point parts no group of three digits, and one of them.
    """

    unread: int
    dotted: int
    ungrouped: int
    example: str | None


def look_sql(value: str) -> list[str]:
    """Return SQL of the figures of a `Look`."""
    is_read = f"try_cast({value} as double) is not null"
    is_dotted = f"contains({value}, '.') and {is_read}"
    is_grouped = f"regexp_matches({value}, '{_GROUPED_BY_DOT}')"
    return [
        f"count(*) filter ({value} is not null and not ({is_read}))::bigint",
        f"count(*) filter ({is_dotted})::bigint",
        f"count(*) filter ({is_dotted} and not {is_grouped})::bigint",
        f"any_value({value}) filter ({is_dotted})",
    ]


def find_number_format(
    database: Database,
    column: TextColumn,
    look: Look,
    configured: str | None = None,
    *,
    from_program: bool = False,
) -> NumberFormat:
    """Decide over all values of a text column; UnclearColumnError if they leave it open.

    A file in which numbers have a type (`from_program`) groups no digits.
    """
    is_read = look.unread == 0
    if is_read and (from_program or look.dotted == 0 or look.ungrouped > 0):
        return NumberFormat()
    shaped = [] if is_read else _shaped(database, column)
    _check_currencies(shaped, column.heading)
    decimal_mark = _decimal_mark(shaped, look, column.heading, configured)
    is_plain = decimal_mark == "." and not any(each.is_number for each in shaped)
    return NumberFormat(decimal_mark, is_plain)


def _shaped(database: Database, column: TextColumn) -> list[_Shaped]:
    """Return the values that programs would not write so, most frequent first."""
    found = database.query(
        f"""
        select
            regexp_replace(value, '[0-9]', '0', 'g') as shape,
            regexp_matches(value, '^\\D*0[.,]') as is_fraction,
            count(*)::bigint,
            any_value(value)
        from (select {plain_value(column.text)} as value from {column.relation})
        where try_cast(value as double) is null and regexp_matches(value, '[0-9]')
        group by shape, is_fraction
        order by count(*) desc, shape, is_fraction
        limit {_MOST_SHAPES}"""
    )
    return [_Shaped(*row) for row in found.iter_rows()]


def _decimal_mark(
    shaped: Sequence[_Shaped], look: Look, heading: str, configured: str | None
) -> str:
    """Return the mark that the column's values agree on; those of another are left as they are."""
    marks = Counter({".": look.ungrouped, "?.": look.dotted - look.ungrouped})
    examples = {"read": look.example} if look.example else {}
    for each in shaped:
        marks[each.mark] += each.count
        examples.setdefault(each.mark, each.example)
    chosen = "," if configured == "1.234,56" else "."
    dots, commas = marks["."], marks[","]
    if dots > _CLEAR * commas:
        return "."
    if commas > _CLEAR * dots:
        return ","
    if configured or not (dots or marks["?."] or marks["?,"]):
        return chosen
    shown = sorted(example for mark, example in examples.items() if mark)
    raise UnclearColumnError(
        f"it cannot be told how the numbers of {heading!r} are written, such as "
        f'{" and ".join(map(repr, shown))}. Set number_format = "1,234.56" or "1.234,56"'
    )


def _check_currencies(shaped: Sequence[_Shaped], heading: str) -> None:
    """Refuse amounts in several currencies: without their signs they would be added up."""
    counts: Counter[str] = Counter()
    for each in shaped:
        counts[each.currency] += each.count
    counts.pop("", None)
    most = counts.most_common(2)
    if len(most) == 2 and most[1][1] * _CLEAR > most[0][1]:
        raise UnclearColumnError(
            f"the amounts of {heading!r} are in several currencies ({most[0][0]} and {most[1][0]}) "
            "and would be added up. Export them in one currency, or the currency as a column"
        )
