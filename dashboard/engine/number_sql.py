"""SQL for numbers: as programs write them, or as people do, with signs and grouped digits."""

from __future__ import annotations

from dashboard.engine.number_formats import CURRENCIES, NumberFormat

_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_INTEGER = r"^[+-]?\d+(\.0*)?$"
_SPACE = r"[ \x{00a0}\x{202f}\x{2009}]"
_CURRENCY = rf"(?:[A-Z]{{0,3}}\p{{Sc}}|{'|'.join(CURRENCIES)})?"
_SIGN = r"[-+(\x{2212}]"
_BEFORE = rf"[-+(\x{{2212}}]?{_SPACE}*{_CURRENCY}{_SPACE}*[-+\x{{2212}}]?"
_AFTER = rf"{_SPACE}*%?{_SPACE}*{_CURRENCY}{_SPACE}*[-)]?"


def number(text: str, written: NumberFormat) -> str:
    """Return SQL for a number, null where the text is none; a percent sign changes nothing."""
    as_double = f"try_cast({text} as double)"
    is_plain = f"regexp_matches({text}, '{_PLAIN}') and isfinite({as_double})"
    plain = f"case when {is_plain} then {as_double} end"
    if written.is_plain:
        return plain
    digits = f"case when {_is_number(text, written)} then {_digits(text, written)} end"
    signed = f"try_cast({digits} as double) * {_sign(text)}"
    # Exponents are left to the programs that write them.
    return f"coalesce({plain}, {signed})" if written.decimal == "." else signed


def integer(text: str, written: NumberFormat) -> str:
    """Return SQL for a whole number, null where the text is none."""
    if written.is_plain:
        return _whole(text)
    whole = _whole(f"({_digits(text, written)})")
    return f"case when {_is_number(text, written)} then {whole} * {_sign(text)} end"


def _whole(text: str) -> str:
    digits = f"regexp_replace({text}, '\\.0*$', '')"
    return f"case when regexp_matches({text}, '{_INTEGER}') then try_cast({digits} as bigint) end"


def _is_number(text: str, written: NumberFormat) -> str:
    group, decimal = (",", r"\.") if written.decimal == "." else (r"\.", ",")
    grouped = "|".join(
        (
            rf"\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}",
            rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+",
            r"\d{1,3}(?:[\x{0027}\x{2019}]\d{3})+",
            r"\d+",
        )
    )
    pattern = rf"^{_BEFORE}(?:(?:{grouped})(?:{decimal}\d*)?|{decimal}\d+){_AFTER}$"
    has_one_sign = f"not regexp_matches({text}, '{_SIGN}.*{_SIGN}')"
    is_closed = f"contains({text}, '(') = contains({text}, ')')"
    return f"(regexp_matches({text}, '{pattern}') and {has_one_sign} and {is_closed})"


def _digits(text: str, written: NumberFormat) -> str:
    """Return SQL for the digits with a point: all signs taken off."""
    bare = f"regexp_replace({text}, '[^0-9{written.decimal}]', '', 'g')"
    return bare if written.decimal == "." else f"replace({bare}, ',', '.')"


def _sign(text: str) -> str:
    return f"(case when regexp_matches({text}, '[-(\\x{{2212}}]') then -1 else 1 end)"
