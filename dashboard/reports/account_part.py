"""The last parts of a report: whether the records can carry it, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import words
from dashboard.inventory import Inventory
from dashboard.present import data_words
from dashboard.present.control_words import check_of, value_of
from dashboard.present.print.drawn import Table
from dashboard.reports.material import Material
from dashboard.reports.parts import Chapter, Told

# Answers that an export unlocks are named up to so many.
_MOST_NAMED = 4
_HASH = 12


def chapters(told: Material) -> tuple[Chapter, ...]:
    """Return the account of the data, of a whole company alone, and how the report was made."""
    made = Chapter("made", "How this report was made", told=tuple(_made(told)))
    if told.is_limited:
        return (made,)
    health = Chapter(
        "data",
        "Can the records carry it?",
        data_words.headline(told),
        data_words.rows_read(told.inventory),
        told=tuple(_health(told)),
    )
    return health, made


def _health(told: Material) -> Iterator[Told]:
    inventory = told.inventory
    yield _control(told)
    yield from _unlocks(inventory)
    yield _files(inventory)
    if inventory.reasons:
        rows = [(each.said, words.count(each.records), each.mend) for each in inventory.reasons]
        note = "None of these rows is in any number."
        yield _mended("Rows put aside", note, "why", "rows", rows)
    if inventory.contradictions:
        rows = [
            (each.title, words.count(each.records), each.mend) for each in inventory.contradictions
        ]
        note = "These records are counted all the same, as the files say."
        yield _mended("What contradicts itself", note, "what", "records", rows)


def _files(inventory: Inventory) -> Told:
    """Return what became of each file; one that became several tables was still read once."""
    rows = tuple(
        (
            its[0].file,
            words.listed([words.table(each.table_name) for each in its if each.table_name])
            or "nothing",
            words.count(max(each.read for each in its)),
            words.count(max(each.quarantined for each in its)),
        )
        for its in data_words.of_one_file(inventory.files)
    )
    heads = ("file", "becomes", "read", "put aside")
    return Told("The files", "", (Table(heads, rows, frozenset({2, 3})),))


def _mended(
    title: str, note: str, what: str, many: str, rows: Sequence[tuple[str, str, str]]
) -> Told:
    heads = (what, many, "how to mend it")
    return Told(title, note, (Table(heads, tuple(rows), frozenset({1})),))


def _control(told: Material) -> Told:
    """Set our totals beside the company's own report."""
    totals = told.config.control_totals
    check = check_of(told).said
    rows = []
    for name, statistic, theirs in (
        ("deals won", "won_deals", totals.won_count if totals else None),
        ("money won", "won_amount", totals.won_amount if totals else None),
        ("deals created", "deals_created", totals.deals_created if totals else None),
    ):
        ours = value_of(told.control, statistic)
        if ours is None or theirs is None:
            continue
        is_money = statistic == "won_amount"
        said = [words.whole_money(each, told.currency) if is_money else words.count(each)
                for each in (ours, theirs)]  # fmt: skip
        rows.append((name, *said))
    heads = ("", "here", "your own report")
    blocks = (Table(heads, tuple(rows), frozenset({1, 2})),) if rows else ()
    return Told("Control totals", f"{words.begun(check)}.", blocks)


def _unlocks(inventory: Inventory) -> Iterator[Told]:
    if not inventory.unlocks:
        return
    rows = tuple(
        (words.begun(each.needs), str(len(each.questions)), _named(each.questions))
        for each in inventory.unlocks
    )
    heads = ("what is missing", "answers", "it would answer")
    yield Told("What another export would answer", "The most useful first.",
               (Table(heads, rows, frozenset({1})),))  # fmt: skip


def _named(questions: tuple[str, ...]) -> str:
    shown = " ".join(questions[:_MOST_NAMED])
    more = len(questions) - _MOST_NAMED
    return f"{shown} And {words.count(more)} more." if more > 0 else shown


def _made(told: Material) -> Iterator[Told]:
    manifest = told.manifest
    rows = [
        ("product", f"gatecost {manifest.product_version}"),
        ("data to", f"{manifest.as_of.isoformat()}Z ({manifest.as_of_label})"),
        ("days counted in", manifest.time_zone),
        ("config", manifest.config_hash[:_HASH]),
        ("definitions", f"{len(manifest.definitions)}, each with its hash in manifest.json"),
        ("compared with", manifest.previous or "no report before this one"),
    ]  # fmt: skip
    yield Told("This report", _rerun(told), (Table((), tuple(rows)),))
    if told.not_known_then:
        yield Told(
            "Known as of today only",
            "The exports keep no history of these, so they stand as they are today.",
            (Table((), tuple((each, "") for each in told.not_known_then)),),
        )
    inputs = tuple((each.file, _rows(each.rows), each.content[:_HASH])
                   for each in manifest.inputs)  # fmt: skip
    if inputs and not told.is_limited:
        yield Told("Made from", "", (Table(("file", "rows", "content"), inputs, frozenset({1})),))
    assumed = tuple((each.name, each.value, each.said) for each in told.inventory.assumed)
    if assumed:
        yield Told("What we take as given", "Set in gatecost.toml; these are in force.",
                   (Table(("what", "here", "what it decides"), assumed),))  # fmt: skip


def _rerun(told: Material) -> str:
    if not told.manifest.is_rerun:
        return "The same inputs give the same report, byte for byte."
    day = words.date(told.manifest.as_of_date)
    return f"Made later, from what the records of {day} tell: what came after it is held out."


def _rows(count: int | None) -> str:
    return "" if count is None else words.count(count)
