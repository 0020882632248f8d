"""The public exports, read with the configs in tests/real and held against TRUTH.md."""

from __future__ import annotations

import shutil

import pytest

from dashboard import build, paths
from tests.ingest.workspaces import load_here

pytestmark = pytest.mark.real


@pytest.fixture
def real(tmp_path, root, shared):
    def read(name: str, folder: str | None = None):
        shutil.copy(root / "tests" / "real" / name / "gatecost.toml", tmp_path)
        (tmp_path / "exports").symlink_to(shared / "data" / (folder or name))
        loaded = load_here(tmp_path)
        build.run_layer(loaded.database, paths.queries() / "staging")
        moment, held_out = build.unite_tables(loaded.database, loaded.config)
        assert not any(held_out.values())
        assert all(each.status == "accepted" for each in loaded.report.files)
        return loaded, moment

    return read


def test_olist(real):
    loaded, moment = real("olist")
    assert (moment.at.date().isoformat(), moment.label) == ("2018-11-14", "latest recorded change")
    assert loaded.rows("select count(*), count(source), count(dim_1) from leads") == [
        (8000, 7940, 7940)
    ]
    assert loaded.rows(
        "select count(*), median(opportunities.closed_date - leads.created_date) "
        "from opportunities inner join leads on opportunities.lead_id = leads.lead_id"
    ) == [(842, 14.0)]


def test_maven(real):
    loaded, moment = real("maven")
    assert (moment.at.date().isoformat(), moment.label) == ("2017-12-31", "from business dates")
    assert loaded.rows(
        "select stage, count(*), count(created_at), sum(amount) from opportunities "
        "group by stage order by stage"
    ) == [
        ("Engaging", 1589, 1589, None),
        ("Lost", 2473, 2473, 0.0),
        ("Prospecting", 500, 0, None),
        ("Won", 4238, 4238, 10005534.0),
    ]


def test_bpic2012(real):
    loaded, moment = real("bpic2012")
    assert moment.at.date().isoformat() == "2012-03-14"
    assert loaded.rows("select count(*), min(created_at)::varchar from leads") == [
        (13087, "2011-09-30 22:38:44.546")
    ]
    assert loaded.rows(
        "select verdict, count(*) from gate_decisions group by verdict order by verdict"
    ) == [("fail", 5719), ("pass", 7367)]
    assert loaded.rows(
        "select count(*), count(*) filter (decided_at + interval 10 minute <= created_at) "
        "from opportunities inner join gate_decisions "
        "on lead_id = entity_id and verdict = 'pass' and decided_at <= created_at"
    ) == [(5015, 4464)]


def test_salesforce_2020(real):
    loaded, _ = real("salesforce2020", "salesforce/2020")
    assert loaded.rows(
        "select outcome, count(*) from opportunities group by outcome order by outcome"
    ) == [("open", 13), ("won", 18)]
    # All were made in bulk in one second: two snapshots of each deal, and no stage change.
    assert loaded.rows("select count(*), count(stage) from deal_changes") == [(62, 31)]
