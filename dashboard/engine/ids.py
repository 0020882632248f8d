"""SQL that makes ids comparable: an address becomes a hash, a short Salesforce id the long one.

An address itself is never kept.
"""

from __future__ import annotations

from dashboard.engine.database import Database

_SALT = "email_salt"
# The first address in a field that may hold a name beside it, or several addresses.
_ADDRESS = "[^\\s<>;,\"''()]+@[^\\s<>;,@\"''()]+"
# The id of a JSON object; its telephone numbers are values too, and quoted.
_ID = '"id": *"?([^",}]+)'
_VALUE = '"value": *([0-9]+)'
_CHECK_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def set_email_salt(database: Database, salt: str) -> None:
    """Set what addresses are hashed with; without it every hash is null, never unsalted."""
    database.execute(f"set variable {_SALT} = $salt", {"salt": salt})


def email_hash(text: str) -> str:
    """Return SQL for 32 hex characters of the salted SHA-256 of an address in lower case."""
    address = _address(text)
    return f"left(sha256(getvariable('{_SALT}')::varchar || {address}), 32)"


def email_domain(text: str) -> str:
    """Return SQL for what stands behind the @ of an address."""
    return f"split_part({_address(text)}, '@', 2)"


def without_address(text: str) -> str:
    """Return SQL for a text in which each address is replaced by a word."""
    masked = f"regexp_replace({text}, '{_ADDRESS}', '(e-mail)', 'g')"
    return f"case when contains({text}, '@') then {masked} else {text} end"


def id_without_address(text: str) -> str:
    """Return SQL for an id: one that is an address is hashed, and still joins to itself."""
    is_address = f"contains({text}, '@') and regexp_matches({text}, '{_ADDRESS}')"
    return f"case when {is_address} then {email_hash(text)} else {text} end"


def _address(text: str) -> str:
    return f"nullif(regexp_extract(lower({text}), '{_ADDRESS}'), '')"


def salesforce_id(text: str) -> str:
    """Return SQL for the id of 18 characters; what is no id of 15 characters is left alone.

    Each of the three last characters tells which of five letters are capitals.
    """
    checks = " || ".join(f"({_check_character(text, start)})" for start in (1, 6, 11))
    return (
        # Most ids are long already: their length tells it at a tenth of the price of the pattern.
        f"case when length({text}) = 15 and regexp_matches({text}, '^[A-Za-z0-9]+$') "
        f"then {text} || {checks} else {id_without_address(text)} end"
    )


def object_id(text: str) -> str:
    """Return SQL for the id in a JSON object, which may name a person beside it; else the text."""
    named = f"nullif(regexp_extract({text}, '{_ID}', 1), '')"
    valued = f"nullif(regexp_extract({text}, '{_VALUE}', 1), '')"
    plain = id_without_address(text)
    return f"case when {text} like '{{%' then coalesce({named}, {valued}) else {plain} end"


def _check_character(text: str, start: int) -> str:
    bits = " + ".join(
        f"(substr({text}, {start + place}, 1) between 'A' and 'Z')::integer * {1 << place}"
        for place in range(5)
    )
    return f"substr('{_CHECK_CHARACTERS}', 1 + {bits}, 1)"
