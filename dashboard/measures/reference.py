"""The reference of all measures and the graph of tables, written from headers and SQL alone."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import words
from dashboard.measures import lineage, registry
from dashboard.measures.formulas import formula_of
from dashboard.measures.registry import Measure

_INTRODUCTION = """# Measures and the tables behind them

Written by `gatecost docs` from the headers of `measures/*.sql` and from what each file reads;
`make check` fails when it is not fresh. Change the SQL file, then run the command again.
"""


def written() -> str:
    """Return the whole reference as Markdown."""
    parts = [
        _INTRODUCTION,
        "## Tables\n",
        *_graph(),
        "\n## Measures\n",
        *_listing(),
        *(line for measure in registry.load() for line in _measure(measure)),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _graph() -> Iterator[str]:
    """Each table with what it is made from, from the exports down to the slices."""
    yield "Each table is made by the file of its name and reads the tables on its right."
    yield "`all_x` is the union of staging; `grouped_x` is what `pairs_x` ties together."
    for layer in ("identity", *reversed(lineage.LAYERS)):
        yield f"\n### {layer}\n"
        for name, file in sorted(lineage.files_of(layer).items()):
            yield f"- `{name}` <- {', '.join(f'`{each}`' for each in sorted(file.reads))}"


def _listing() -> Iterator[str]:
    yield "| measure | question | says | shape | unit |"
    yield "|--|--|--|--|--|"
    for each in registry.load():
        cells = (f"[`{each.id}`](#{each.id})", each.question, words.word(each.school))
        yield f"| {' | '.join((*cells, each.shape, each.unit))} |"


def _measure(measure: Measure) -> Iterator[str]:
    yield f"\n### {measure.id}\n"
    yield f"**{measure.title}.** {measure.question}\n"
    yield f"{measure.definition}\n"
    yield from (f"- {name}: {text}" for name, text in _facts(measure) if text)
    yield from (f"- Caveat: {caveat}" for caveat in measure.caveats)
    rows_of = measure.same_rows_as or measure.id
    yield f"\n<details><summary>SQL: measures/{rows_of}.sql</summary>\n"
    yield f"```sql\n{measure.sql}\n```\n\n</details>"


def _facts(measure: Measure) -> tuple[tuple[str, str], ...]:
    estimator = measure.estimator
    asked = estimator.model_dump(exclude={"name", "of"}, exclude_defaults=True)
    arguments = ", ".join(f"{name} = {_listed(value)}" for name, value in sorted(asked.items()))
    shift = measure.period_shift_months
    return (
        ("Of", f"{measure.numerator} / {measure.denominator}" if measure.numerator else ""),
        ("Formula", formula_of(measure)),
        ("Dated by", measure.dated_by + (f", moved by {shift} months" if shift else "")),
        ("Still changes after its period", _still_changes(measure)),
        ("Keys", ", ".join(measure.keys)),
        ("Estimator", estimator.name + (f" ({arguments})" if arguments else "")),
        ("Grade", words.word(measure.grade)),
        ("Reads", ", ".join(f"`{name}`" for name in measure.reads)),
        ("Needs", ", ".join(f"`{need}`" for need in measure.needs)),
        ("Twin", f"[`{measure.twin}`](#{measure.twin})" if measure.twin else ""),
        ("Other reading", measure.other_reading),
        ("Next step", measure.next_step),
    )


def _still_changes(measure: Measure) -> str:
    settled = ", ".join(map(words.word, measure.settled))
    but = f", but for: {settled}" if settled else ""
    return f"yes, so periods of another age are not compared{but}" if measure.matures else ""


def _listed(value: object) -> str:
    return " ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)
