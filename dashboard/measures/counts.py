"""Three counts of what did not come through our gate, and the sentences that follow the chosen one.

`ours` is the usual count; `strict` leaves paperwork after out; `wide` adds deals that missed a
step or were turned away first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dashboard.measures import sentences
from dashboard.measures.context import Context
from dashboard.measures.registry import Finding, Measure
from dashboard.measures.result import Row

USUAL = "ours"
# The count in code words, and in a sentence.
OTHERS: Mapping[str, str] = {"strict": "strict", "wide": "wide"}

_FIELD = re.compile(r"\{[^{}]*\}")
_USUAL = re.compile(rf"(?<![a-z]){USUAL}(?![a-z])")


def findings(
    measure: Measure,
    whole: Sequence[Row],
    population: str,
    context: Context,
    also: Mapping[str, Row],
) -> Mapping[str, str]:
    """Return the finding by each other count; nothing where a finding rests on no count."""
    if not any(_USUAL.search(field) for field in _FIELD.findall(measure.finding.clear)):
        return {}
    found = {}
    for count, said in OTHERS.items():
        asked = measure.model_copy(update={"finding": _by(measure.finding, count)})
        written = sentences.written(asked, whole, population, context, also)
        found[count] = f"{written.finding.removesuffix('.')}, by the {said} count."
    return found


def _by(finding: Finding, count: str) -> Finding:
    """Return the templates with the rows of another count in place of the usual one's."""

    def named(text: str) -> str:
        return _FIELD.sub(lambda field: _USUAL.sub(count, field[0]), text)

    changed: dict[str, object] = {
        name: named(value) for name, value in finding if isinstance(value, str)
    }
    if finding.compare is not None:
        changed["compare"] = tuple(_USUAL.sub(count, name) for name in finding.compare)
    if finding.against_zero is not None:
        changed["against_zero"] = _USUAL.sub(count, finding.against_zero)
    return finding.model_copy(update=changed)
