"""Each kind of damage is called by its name, and no other row suffers."""

from __future__ import annotations

import random

import pytest

from dashboard.engine.text_columns import UnclearColumnError
from tests.damage.exports import COLUMNS, REQUIRED, valid
from tests.damage.kinds import KINDS, Kind
from tests.engine.reader import read

ROWS = 45


def test_there_are_at_least_50_kinds():
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 50


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_damage_is_told_for_what_it_is(tmp_path, kind: Kind):
    export = valid(len(kind.name), ROWS)
    content = kind.damage(export, random.Random(kind.name))
    if kind.expected == "asks":
        with pytest.raises(UnclearColumnError):
            read(tmp_path, content, COLUMNS, required=REQUIRED)
        return
    found = read(tmp_path, content, COLUMNS, required=REQUIRED, name=kind.file, **kind.options)
    assert found.read == len(found.rows) + found.quarantined
    assert len(found.reasons) == found.quarantined
    assert set(found.rows) <= set(export.values)
    if kind.expected == "same":
        assert (found.refusal, found.reasons) == ("", [])
        assert found.rows == export.values
    elif kind.expected.replace("_", "").isalpha() and not found.refusal:
        assert kind.expected in found.codes
        assert len(found.codes - {"bad_number", "bad_integer", "bad_boolean", "bad_date"}) <= 1
        assert len(found.rows) >= ROWS - 2
    else:
        assert kind.expected in found.refusal
        assert found.rows == []
