"""`[[map]]`s for files that no layout claims: by their headings, their values, and each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.engine import profile
from dashboard.engine.database import Database
from dashboard.ingest import contract
from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.items import Item, block, comment, pairs
from dashboard.ingest.propose.tables import Guess, Sheet, guess, is_like

# So many of one file's values must stand in another for the two to be joined.
_SHARED = 0.5
_ORDER = ("opportunities", "leads", "deal_changes", "accounts")


@dataclass(frozen=True)
class Mapped:
    """The maps of one source, and the files that none of our tables can be made of."""

    guesses: tuple[Guess, ...]
    left: tuple[Sheet, ...]
    constants: Mapping[str, Mapping[str, str]]

    def of(self, table: str) -> Guess | None:
        """Return the guess that feeds one table."""
        return next((each for each in self.guesses if each.table == table), None)


def find(database: Database, sheets: Sequence[Sheet]) -> Mapped:
    """Decide what each file is: deals first, since without them there is nothing to say."""
    guesses: list[Guess] = []
    for table in _ORDER:
        used = {each.sheet.name for each in guesses}
        found = _best(table, [each for each in sheets if each.name not in used])
        if found is not None:
            guesses.append(found)
    joined = _joined(database, guesses)
    used = {each.sheet.name for each in joined}
    constants = {
        each.sheet.name: _outcome(each) for each in joined if each.table == "opportunities"
    }
    return Mapped(tuple(joined), tuple(each for each in sheets if each.name not in used), constants)


def _best(table: str, sheets: Sequence[Sheet]) -> Guess | None:
    found = [each for each in (guess(sheet, table) for sheet in sheets) if each is not None]
    named = [each for each in found if is_like(each.sheet, table)]
    if table != "opportunities":
        return max(named, key=_worth, default=None)
    with_ends = [each for each in found if {"stage", "closed_at", "amount"} & set(each.columns)]
    return max([e for e in with_ends if e in named] or with_ends, key=_worth, default=None)


def _worth(found: Guess) -> tuple[int, int]:
    return len(found.columns), found.sheet.rows


def _joined(database: Database, guesses: Sequence[Guess]) -> list[Guess]:
    """Join deals to leads and accounts by the columns whose values are the same."""
    by_table = {each.table: each for each in guesses}
    deals = by_table.get("opportunities")
    if deals is None:
        return list(guesses)
    columns, doubts = dict(deals.columns), dict(deals.doubts)
    for table, key in (("leads", "lead_id"), ("accounts", "account_id")):
        other = by_table.get(table)
        if other is None:
            columns.pop("lead_id", None) if table == "leads" else None
            continue
        heading, share = _shared(database, deals, other, other.columns[key])
        if heading is None:
            columns.pop(key, None)
            continue
        columns[key] = heading
        if share < 0.95:
            doubts[key] = (
                f"{share:.0%} of the values of {heading} stand in {other.columns[key]} of "
                f"{other.sheet.name}"
            )
    return [
        replace(each, columns=columns, doubts=doubts) if each is deals else each for each in guesses
    ]


def _shared(
    database: Database, deals: Guess, other: Guess, heading: str
) -> tuple[str | None, float]:
    """Return the deals' column that holds the other file's key, the one of the same name first."""
    names = [each.heading for each in deals.sheet.columns if not each.is_time and each.filled]
    alike = [each for each in names if vocabulary.plain(each) == vocabulary.plain(heading)]
    for name in [*alike, *(each for each in names if each not in alike)]:
        share = profile.share_of_keys(database, deals.sheet.file, name, other.sheet.file, heading)
        if share >= _SHARED:
            return name, share
    return None, 0.0


def _outcome(deals: Guess) -> Mapping[str, str]:
    """Say that all deals are won, where the file holds none but those."""
    closed = deals.columns.get("closed_at")
    if "stage" in deals.columns or closed is None:
        return {}
    is_won = vocabulary.has_word(closed, ["won"]) or vocabulary.has_word(deals.sheet.name, ["won"])
    if is_won and deals.sheet.column(closed).filled == deals.sheet.rows:
        return {"outcome": "won"}
    return {}


def items(source: str, mapped: Mapped) -> Iterator[Item]:
    """Yield one `[[map]]` for each file that feeds a table."""
    for each in mapped.guesses:
        constants = (
            mapped.constants.get(each.sheet.name, {}) if each.table == "opportunities" else {}
        )
        yield _map(source, each, constants)
        key = each.columns.get("account_id")
        if each.table == "opportunities" and key and mapped.of("accounts") is None:
            yield _accounts_of(source, each, key)


def _map(source: str, found: Guess, constants: Mapping[str, str]) -> Item:
    sheet = found.sheet
    head = comment(
        f"{sheet.name}: {sheet.rows:,} rows. Taken for {found.table}: "
        f"{'its name and ' if is_like(sheet, found.table) else ''}its headings say so."
    )
    content: dict[str, object] = {"source": source, "table": found.table, "file": sheet.name}
    if found.table == "opportunities" and _is_typed(found):
        head += comment(
            "its times are calendar dates, which people type: they may have been changed since.",
            "assumed",
        )
        content["times"] = "editable"
    if constants:
        head += comment(
            f"every row has a {found.columns['closed_at']}, so all of them are taken for won. "
            "Other deals are not in this file.",
            "unsure",
        )
        content["constants"] = dict(constants)
    text = block("[[map]]", content, head)
    lines = ["[map.columns]"]
    for name in contract.BY_NAME[found.table].column_names:
        heading = found.columns.get(name)
        if heading is None:
            continue
        if name in found.doubts:
            lines += comment(found.doubts[name], "unsure")
        lines += pairs({name: heading})
    lines += _amount_lines(found)
    return Item(f"map/{found.table}/{sheet.name}", "files", "\n".join([text, *lines]))


def _is_typed(found: Guess) -> bool:
    created = found.columns.get("created_at")
    return created is not None and not found.sheet.column(created).has_times


def _amount_lines(found: Guess) -> list[str]:
    candidates = found.candidates.get("amount", ())
    if not candidates:
        return []
    evidence = "; ".join(_number_evidence(found.sheet.column(each)) for each in candidates)
    if len(candidates) == 1:
        return [
            *comment(f"no column is called an amount. A candidate: {evidence}", "unsure"),
            f"# amount = {candidates[0]!r}",
        ]
    return [
        *comment(
            f"which column is the amount of a deal? Candidates: {evidence}. Delete the line if "
            "none is.",
            "required",
        ),
        'amount = ""',
    ]


def _number_evidence(column: profile.Column) -> str:
    return f"{column.heading!r} ({column.fill:.0%} filled, {column.distinct:,} values)"


def _accounts_of(source: str, found: Guess, key: str) -> Item:
    content = {
        "source": source, "table": "accounts", "file": found.sheet.name,
        "columns": {"account_id": key}, "pick": "first", "per": key,
    }  # fmt: skip
    head = comment("No file of accounts: each is taken from its first deal.")
    return Item(f"map/accounts/{found.sheet.name}", "files", block("[[map]]", content, head))
