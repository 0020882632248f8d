"""No sentence says that one thing is the work of another unless its grade, or itself, allows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from dashboard import paths
from dashboard.measures import registry
from dashboard.measures.registry import Grade, Measure

# Verbs and phrases that name a cause. `cost` and `save` as nouns and keys do not.
CAUSAL = re.compile(
    r"""\b(?:
        costs | costs?\ (?:us|you|them|sales|marketing|between)
        | brings? | brought | because\ of | due\ to | thanks\ to | owing\ to
        | makes?\ (?:us|them|people|buyers|sellers|leads|deals|it)
        | caus(?:e|es|ed|ing) | effects? | as\ a\ result | results?\ in | drives? | driven
        | (?:which|that|it|this|gate|waiting|wait|score|line|delay)\ leads?\ to
        | would\ have\ (?!taken)\w+ | improv(?:e|es|ed) | sav(?:es|ed) | los(?:es)
        | prevents? | protects? | earns? | pays?\ off | repa(?:y|ys|id)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Beside which a causal word may stand, by the grade of the number that it speaks of.
RANGES = ("between", "at least", "at most", "the least", "the most", "range", "high is")
ALLOWED: dict[Grade, tuple[str, ...]] = {
    "observed": (),
    "modelled": (),
    "adjusted": ("like with like", *RANGES),
    "causal-at-gate": ("at the line", "reaching the line", "reach the line"),
    "bound": RANGES,
    "assumed": ("assum", *RANGES),
}
# With these a sentence asserts nothing: it asks, supposes, or says that nobody knows.
OPEN = re.compile(
    r"\?|\b(?:if|had this gate|unless|until (?!then)|whether|may|might|can|could)\b"
    r"|\b(?:not known|nobody knows|would settle)\b"
    r"|\b(?:does|do|did|is|are) (?:\w+ )?not\b|\bsays nothing\b|\bno win makes\b"
    r"|\b(?:ask|to tell|looked for) (?:\w+ )*(?:what|who)\b",
    re.IGNORECASE,
)
# "Brought forward" is a date; a view or words are saved; costs and credits are what is set off;
# marketing brought a person, and no deal.
IDIOMS = re.compile(
    r"brought forward|(?:nothing was|was) saved|^ ?saved\b|saved view|\bdesign effect\b"
    r"|costs and credits|side of costs|we had brought",
    re.IGNORECASE,
)
END_OF_SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z{])")
# What people read: words of the pages, of the meeting, and of the estimates.
SPEAKING = ("web", "words", "present", "meeting", "measures", "followed")


def claims(text: str, allowed: Iterable[str]) -> list[str]:
    """Return the sentences of a text that name a cause without anything that allows it."""
    found = []
    for sentence in END_OF_SENTENCE.split(text):
        plain = IDIOMS.sub("", sentence)
        is_allowed = any(phrase in plain.lower() for phrase in allowed)
        if CAUSAL.search(plain) and not OPEN.search(plain) and not is_allowed:
            found.append(sentence)
    return found


def everything(allowed: dict[Grade, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(phrase for phrases in allowed.values() for phrase in phrases)


@pytest.mark.parametrize(
    ("sentence", "grade", "is_claim"),
    [
        ("The gate costs us deals.", "observed", True),
        ("The gate costs us deals.", "bound", True),
        ("The gate costs between $1k and $2k.", "bound", False),
        ("The gate costs between $1k and $2k.", "observed", True),
        ("Waiting brings fewer wins.", "adjusted", True),
        ("Like with like, a day of waiting brings 2 fewer wins in 100.", "adjusted", False),
        ("Reaching the line brings 2 more wins in 100.", "causal-at-gate", False),
        ("The score brings 2 more wins in 100.", "causal-at-gate", True),
        ("Tested at the line: it makes people buy.", "causal-at-gate", False),
        ("Tested at the line: it makes people buy.", "observed", True),
        ("If an hour is worth $80, calling them costs $9k.", "assumed", False),
        ("They would have bought for $9k.", "assumed", True),
        ("They would have bought for $9k at most.", "assumed", False),
        ("What does the gate cost us?", "observed", False),
        ("Nobody knows what they would have bought.", "observed", False),
        ("Wins went up because of the new score.", "observed", True),
        ("Due to the gate, 4 left.", "modelled", True),
        ("Thanks to the gate 40 hours were kept.", "observed", True),
        ("That leads to fewer deals.", "observed", True),
        ("Sales hands 40 leads to sales development.", "observed", False),
        ("Ask ten of them who brought them in.", "observed", False),
        ("Nothing was saved.", "observed", False),
        ("Counted. The gate saved $4k.", "observed", True),
    ],
)
def test_the_rule_tells_a_claim_from_what_is_allowed(sentence, grade, is_claim):
    assert bool(claims(sentence, ALLOWED[grade])) == is_claim


def test_every_grade_says_what_may_stand_beside_a_cause():
    assert set(ALLOWED) == set(get_args(Grade))


def texts_of(measure: Measure) -> Iterator[str]:
    """Return what a header says to a reader; a definition names its range once for all of it."""
    yield from (measure.title, measure.question, END_OF_SENTENCE.sub("; ", measure.definition))
    yield from (measure.other_reading, measure.next_step, *measure.caveats)
    yield from (each for each in vars(measure.finding).values() if isinstance(each, str))
    if measure.sides is not None:
        yield from vars(measure.sides).values()


def with_ranges_said(template: str) -> str:
    """Return a template with "between" where a range is put in, and nothing for other rows."""
    ranged = re.sub(r"\{[^{}]*(?:range|:between|\[ends\])[^{}]*\}", "between", template)
    return re.sub(r"\{[^{}]*\}", "", ranged)


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    return dict(registry.load().measures)


def test_no_measure_names_a_cause_that_its_grade_does_not_allow(measures):
    found = {
        name: said
        for name, measure in measures.items()
        if (
            said := [
                claim
                for text in texts_of(measure)
                for claim in claims(with_ranges_said(text), ALLOWED[measure.grade])
            ]
        )
    }
    assert found == {}


def written_in(module: Path) -> Iterator[str]:
    """Return the texts in a module: no docstrings, and an f-string whole, with names in braces."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    silent = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            yield "".join(_piece(part) for part in node.values)
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and " " in node.value and id(node) not in silent:
            yield node.value


def _piece(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) else f" {{{ast.unparse(part)}}} "


# Said without a range of their own, and why they may be.
BESIDE_THEIR_RANGE = {
    "Loses more than it saves": "a verdict that stands beside the range of the net",
    "Saves more than it loses": "a verdict that stands beside the range of the net",
    "costs more than it saves": "the key of that verdict",
    "What an hour of a seller costs": "the name of an assumption",
    "What it costs, what it protects": "the name of a page, beside the range of the net",
    "protects and progresses": "the key of a place in the picture of two roles",
    "protects only": "the key of a place in that picture",
    "lost and saved": "the word that the guide explains",
    "what the gate costs, left of zero, and what it keeps free, right of it": "its explanation",
}


def test_no_text_of_the_pages_names_a_cause_without_saying_what_it_rests_on():
    allowed = everything(ALLOWED)
    modules = [each for name in SPEAKING for each in sorted((paths.PACKAGE / name).rglob("*.py"))]
    found = {
        f"{module.relative_to(paths.PACKAGE)}: {claim}"
        for module in modules
        for text in written_in(module)
        for claim in claims(text, allowed)
        if claim not in BESIDE_THEIR_RANGE
    }
    assert found == set()
