"""Gates: the fields of a lead that say pass or fail, with their values, and how they are dated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.engine.profile import Column, frequent
from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.items import Item, block, comment, listed
from dashboard.ingest.propose.own_columns import frozen_score
from dashboard.ingest.propose.seen import OwnFile, Seen

_STEPS = ("mql", "sal", "sql")
_LABELS = {
    "mql": "Marketing qualified",
    "sal": "Sales accepted",
    "sql": "Sales qualified",
}
_DECIDED_BY = {"mql": "marketing", "sal": "sales", "sql": "sales"}
# A field with more values than this is no status.
_MOST_VALUES = 40
_FAILS = ("rejected", "recycled", "disqualified")


@dataclass(frozen=True)
class _Stamps:
    """What a file has to tell a gate by: a field and what its values say, dates, conversions."""

    field: Column | None
    verdicts: Mapping[str, Sequence[tuple[str, int]]]
    dates: Mapping[str, str]
    converted: int

    @property
    def steps(self) -> list[str]:
        """Return the conventional steps that are told, in order."""
        told = [each for each in _STEPS if each in self.verdicts or each in self.dates]
        return told or (["sql"] if self.converted else [])


def items(seen: Seen) -> Iterator[Item]:
    """Yield the gates of every source that has leads."""
    is_alone = sum(each.layout is not None for each in seen.systems) == 1
    names: set[str] = set()
    done: set[tuple[str, str]] = set()
    for file in seen.files:
        if file.table not in ("leads", "contacts") or not file.holds_gates:
            continue
        columns = file.sheet.columns
        field = _field(columns)
        verdicts = _verdicts(field.values) if field else {}
        stamps = _Stamps(field, verdicts, _dates(columns), _conversions(columns))
        source = None if is_alone else file.source
        for step in stamps.steps:
            # A contact's fields are those of the lead that it was.
            if (file.source, step) in done:
                continue
            done.add((file.source, step))
            name = step.upper() if step.upper() not in names else f"{step.upper()} {file.source}"
            names.add(name)
            yield _gate(seen, file, stamps, step, name, source)
        if not stamps.steps and not any(source == file.source for source, _ in done):
            done.add((file.source, ""))
            yield from _asked(seen, file, field, source)


def _field(columns: Sequence[Column]) -> Column | None:
    """Return the field that holds the lead's status: the best known name that is filled."""
    few = [each for each in columns if 0 < each.distinct <= _MOST_VALUES and each.values]
    heading = vocabulary.best_heading(
        [each.heading for each in few], vocabulary.read("gates")["fields"]["names"]
    )
    return next((each for each in few if each.heading == heading), None)


def _dates(columns: Sequence[Column]) -> dict[str, str]:
    """Return the columns that date a step of the funnel: mql -> "Became a ... Date"."""
    by_step = vocabulary.read("headings")["date_of_gate"]
    filled = [each.heading for each in columns if each.is_time]
    found = {step: vocabulary.best_heading(filled, words) for step, words in by_step.items()}
    return {step: heading for step, heading in found.items() if heading}


def _conversions(columns: Sequence[Column]) -> int:
    """Return how many leads were converted, as far as the export says it."""
    for each in columns:
        if vocabulary.plain(each.heading) == "is converted":
            return sum(count for value, count in each.values if value.lower() in ("true", "1", "t"))
    return 0


def _verdicts(values: Sequence[tuple[str, int]]) -> dict[str, list[tuple[str, int]]]:
    """Sort the values of a field by what they say: a step passed, a kind of fail, or waived."""
    words = vocabulary.read("gates")
    found: dict[str, list[tuple[str, int]]] = {}
    for value, count in values:
        verdict = vocabulary.first_fit(value, words["fail"])
        if verdict is None and vocabulary.has_word(value, words["waived"]["words"]):
            verdict = "waived"
        verdict = verdict or vocabulary.first_fit(value, words["steps"])
        found.setdefault(verdict or "neither", []).append((value, count))
    return found


def _gate(
    seen: Seen, file: OwnFile, stamps: _Stamps, step: str, name: str, source: str | None
) -> Item:
    passes = stamps.verdicts.get(step, ())
    # One field holds the fails of all gates: who said no last is told by none of them.
    is_last = step == stamps.steps[-1]
    fails = {
        kind: [value for value, _ in stamps.verdicts[kind]]
        for kind in _FAILS
        if is_last and kind in stamps.verdicts
    }
    waived = [value for value, _ in stamps.verdicts.get("waived", ())] if is_last else []
    content: dict[str, object] = {
        "name": name,
        "label": _LABELS[step],
        "step": step,
        "source": source,
        "field": stamps.field.heading if stamps.field and (passes or fails) else None,
        "date_field": stamps.dates.get(step),
        "pass": [value for value, _ in passes] or None,
        "fail": fails or None,
        "waived": waived or None,
        "pass_on_conversion": True if is_last and stamps.converted else None,
        "decided_by": _DECIDED_BY[step],
    }
    head = [*comment(_evidence(seen, file, stamps, step), "unsure"), *_line(file, stamps, step)]
    if is_last and stamps.converted:
        head += comment(
            f"{stamps.converted:,} leads were converted, and pass_on_conversion takes each of them "
            f"for passed by {name}, whatever its field says.",
            "unsure",
        )
    values = stamps.field.values if stamps.field else ()
    parts = {each: f"is it a pass or a fail of {name}?" for each, _ in values}
    return Item(f"gate/{file.source}/{step}", "gates", block("[[gate]]", content, head), parts)


def _line(file: OwnFile, stamps: _Stamps, step: str) -> list[str]:
    """Ask for the line of the first gate, where leads carry a score that may decide it."""
    score = frozen_score(file)
    if score is None or step != stamps.steps[0]:
        return []
    return comment(
        f"if {score.heading} decides it, say the least score that passes, and since when where "
        "that changed: thresholds = [{ at = 65 }, { at = 60, since = 2026-01-01 }].",
        "unsure",
    )


def _evidence(seen: Seen, file: OwnFile, stamps: _Stamps, step: str) -> str:
    field, date = stamps.field, stamps.dates.get(step)
    parts = []
    if field is not None:
        parts.append(f"{file.sheet.name}, {field.heading}: {listed(field.values, 20)}.")
        passes = stamps.verdicts.get(step, ())
        parts.append(f"Taken for passed: {listed(passes)}." if passes else "None says passed.")
    if date:
        column = file.sheet.column(date)
        parts.append(f"{date} dates it for {column.filled:,} of {column.rows:,}.")
    changes = history_of(seen, file.source).get(vocabulary.plain(field.heading)) if field else None
    if changes:
        parts.append(f"Its history is there: {changes:,} changes, recorded to the second.")
    elif not date:
        parts.append("Its history is not exported, so only the day of the last change is known.")
    return " ".join(parts)


def history_of(seen: Seen, source: str) -> dict[str, int]:
    """Return how often each field of leads changed, where the changes were exported."""
    found: dict[str, int] = {}
    for table in sorted(seen.database.tables()):
        columns = seen.database.columns(table) if table.startswith("raw_") else {}
        field = next((each for each in ("field_name", "field_label") if each in columns), None)
        if field is None or not {"lead_id", "source_name"} <= set(columns):
            continue
        for name, changes in frequent(seen.database, table, field, source):
            found[vocabulary.plain(name)] = found.get(vocabulary.plain(name), 0) + changes
    return found


def _asked(seen: Seen, file: OwnFile, field: Column | None, source: str | None) -> Iterator[Item]:
    """Ask for what stamps the gate, where a field might and nothing tells how."""
    gate = {"name": "MQL", "step": "mql", "source": source}
    if field is not None:
        head = comment(
            f"which values of {field.heading} say that a lead passed? Candidates: "
            f"{listed(field.values, 20)}. If there is no gate, delete this [[gate]].",
            "required",
        )
        text = block("[[gate]]", {**gate, "field": field.heading, "decided_by": "marketing"})
        yield Item(f"gate/{file.source}/asked", "gates", "\n".join([text, *head, "pass = []"]))
        return
    tracked = history_of(seen, file.source)
    few = [
        each
        for each in file.sheet.columns
        if 2 <= each.distinct <= _MOST_VALUES
        and vocabulary.plain(each.heading) in tracked
        and not vocabulary.has_word(each.heading, ["owner", "name", "user"])
    ]
    if few:
        shown = "; ".join(
            f"{each.heading} ({tracked[vocabulary.plain(each.heading)]:,} changes; "
            f"{listed(each.values, 4)})"
            for each in few[:6]
        )
        head = comment(
            f"which field of a lead says that it was qualified, and by which values? Candidates: "
            f"{shown}. If there is no gate, delete this [[gate]].",
            "required",
        )
        text = block("[[gate]]", {**gate, "decided_by": "marketing"})
        lines = [text, *head, 'field = ""', "# pass = []"]
        yield Item(f"gate/{file.source}/asked", "gates", "\n".join(lines))
        return
    head = comment(
        f"no field of {file.sheet.name} is known to hold a verdict, so no gate is read. If one "
        "does, name it here, with its values that mean pass and fail.",
        "unsure",
    )
    template = ["# [[gate]]", '# name = "MQL"', '# field = ""', "# pass = []"]
    yield Item(f"gate/{file.source}/asked", "gates", "\n".join([*head, *template]))
