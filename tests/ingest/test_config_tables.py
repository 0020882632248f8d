"""The config as tables that all SQL may read."""

from __future__ import annotations

import datetime as dt

from tests.ingest.workspaces import TOUCHES, load

CONFIG = """
[company]
currency = "EUR"

[types]
new_business = ["New"]

[source_families]
referral = ["Friend", "Partner friend"]

[roles]
can_help = ["Engineer", "Account Executive", "Engineer"]

[[rate]]
currency = "USD"
rate = 0.9
since = 2026-01-01

[[dimension]]
name = "region"
table = "leads"
column = "Region"

[[dimension]]
name = "segment"
table = "accounts"
column = "Segment"

[[gate]]
name = "MQL"
step = "mql"
pass = ["Qualified"]
waived = ["Known"]
since = 2025-01-01
applies = { source = ["Web"] }

[gate.fail]
recycled = ["Later"]
"""


def test_the_config_becomes_tables(tmp_path):
    loaded = load(tmp_path, CONFIG + TOUCHES, {"touches.csv": "id,when,who,length\n"})
    assert loaded.rows(
        "select gate, label, position, step, before, since, sources, pass_on_conversion "
        "from config_gates"
    ) == [("MQL", "MQL", 1, "mql", "opportunity", dt.date(2025, 1, 1), ["Web"], False)]
    assert loaded.rows("from config_gate_values order by value") == [
        ("MQL", "Known", "waived", None),
        ("MQL", "Later", "fail", "recycled"),
        ("MQL", "Qualified", "pass", None),
    ]
    assert loaded.rows("select source, family from config_source_families order by all") == [
        ("Friend", "referral"),
        ("Partner friend", "referral"),
    ]
    assert loaded.rows("from config_helpers order by role") == [
        ("Account Executive",),
        ("Engineer",),
    ]
    assert loaded.rows("from config_rates order by currency") == [
        ("EUR", dt.date(1970, 1, 1), 1.0),
        ("USD", dt.date(2026, 1, 1), 0.9),
    ]
    assert loaded.rows(
        "select currency, horizon_days, has_type_map, alike_slots from settings"
    ) == [("EUR", 180, True, "dim_2")]
    assert loaded.rows("select count(*) from config_stages") == [(0,)]
