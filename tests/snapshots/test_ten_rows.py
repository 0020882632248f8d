"""Ten past rows changed in the exports: the next snapshot names those ten, and its parts add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.reports.snapshot import Asked, make
from dashboard.snapshots import archive
from dashboard.snapshots.changes import Changes, compare
from tests.rebuilds.companies import FILES, built

FIRST, SECOND = "2026-02-01T06:00:00", "2026-02-08T06:00:00"
DEALS = 40
CHANGED = tuple(f"D{at:02}" for at in range(3, 33, 3))


def exports(*, changed: tuple[str, ...] = (), more: str = "") -> dict[str, str]:
    """Return forty deals that closed in January, three in four won for 100; the changed for 90."""
    rows = [
        f"D{at:02},,2025-12-{1 + at % 28:02} 09:00:00,{'Lost' if at % 4 == 0 else 'Won'},"
        f"{90 if f'D{at:02}' in changed else 100},2026-01-{1 + at % 28:02} 09:00:00\n"
        for at in range(DEALS)
    ]
    return {**FILES, "deals.csv": "id,lead,created,stage,amount,closed\n" + "".join(rows) + more}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of two snapshots: ten amounts differ in the second, and one deal was won since."""
    workspace = tmp_path_factory.mktemp("company")
    built(workspace, exports(), as_of=FIRST)
    make(workspace, Asked()).close()
    new = "D90,,2026-02-02 09:00:00,Won,500,2026-02-03 09:00:00\n"
    built(workspace, exports(changed=CHANGED, more=new), as_of=SECOND)
    make(workspace, Asked()).close()
    return workspace


@pytest.fixture(scope="module")
def changes(workspace: Path) -> Changes:
    """What the second snapshot says of the first."""
    snapshot = archive.read(workspace, archive.names(workspace)[0])
    return Changes.from_json(snapshot.changes() or {})


def test_exactly_the_ten_are_named(changes):
    assert tuple(each.record_id for each in changes.restated) == tuple(
        sorted(CHANGED, key=lambda each: (f"{1 + int(each[1:]) % 28:02}", each))
    )
    assert {(each.column, float(each.old), float(each.new)) for each in changes.restated} == {
        ("amount_at_close", 100.0, 90.0)
    }


def test_the_parts_of_the_money_won_add_up(changes):
    change = changes.of("won_amount")
    ten = sum(-10 for each in CHANGED if int(each[1:]) % 4)
    won = sum(100 for at in range(DEALS) if at % 4)
    assert (change.before, change.after) == (won, won + ten + 500)
    assert {each.kind: (each.by, each.records) for each in change.parts} == {
        "restated": (ten, ten / -10),
        "new": (500, 1),
    }


def test_every_figure_that_has_parts_is_their_sum(changes):
    for change in changes.figures:
        if change.by is not None:
            assert sum(each.by for each in change.parts) == change.by, change.figure


def test_so_much_restated_is_a_headline(changes):
    assert changes.headline_restated.startswith("Restated: Money won was told as $3k on 1 Feb 2026")
    assert "restated" in [each.about for each in changes.told()]


def test_both_folders_alone_tell_the_same_in_either_order(workspace, changes):
    later, earlier = (archive.read(workspace, name) for name in archive.names(workspace))
    assert compare(earlier, later) == changes
    assert compare(later, earlier) == changes


def test_figures_that_cannot_be_computed_are_left_out(changes):
    assert changes.of("stalled_value_deals") is None
    assert any("could not compute" in note for note in changes.notes)
