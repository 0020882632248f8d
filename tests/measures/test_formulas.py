"""The reference says of every number how it is worked out."""

from __future__ import annotations

from typing import get_args

from dashboard.measures import reference
from dashboard.measures.formulas import FORMULAS
from dashboard.measures.registry import EstimatorName


def test_every_estimator_has_its_formula():
    assert set(FORMULAS) == set(get_args(EstimatorName))


def test_the_reference_holds_definition_formula_sql_reads_and_caveats(measures):
    text = reference.written()
    for measure in measures:
        _, _, rest = text.partition(f"\n### {measure.id}\n")
        own = rest.split("\n### ")[0]
        for said in (measure.definition, "- Formula: ", measure.sql, *measure.caveats):
            assert said in own, (measure.id, said)
        assert all(f"`{name}`" in own for name in measure.reads)
