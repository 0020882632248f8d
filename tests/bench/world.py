"""Large exports for the benchmark, drawn by hashes so that every run writes the same rows.

S: 100 thousand leads. M: 1 million leads, 10 million touches. Both: six dimensions, lead
history, and a deal with its stage history for six leads in a hundred, as in the sample company.
The dimensions are independent of each other, which is the hardest case for cubes.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SIZES = {"S": 100_000, "M": 1_000_000}
TOUCHES_PER_LEAD = 10

# hash(i, k) is correlated across k in DuckDB; hash(i * 1024 + k) is not.
_SETUP = """
create macro u(i, k) as (hash(i * 1024 + k) % 1000000) / 1000000.0;
create macro pick(i, k, names) as names[1 + cast(floor(u(i, k) * len(names)) as integer)];
create table people as
select
    i,
    'L' || lpad(cast(i as varchar), 9, '0') as lead_id,
    'A' || lpad(cast(i // 3 as varchar), 9, '0') as account_id,
    timestamp '2024-10-01' + cast(u(i, 1) * 730 * 86400 as bigint) * interval 1 second
        as created_at,
    -- A score of 60 is the line: some above it are refused, few below it let through.
    u(i, 2) < case when u(i, 8) >= 0.6 then 0.66 else 0.06 end as is_mql,
    u(i, 3) < 0.2 as is_sql,
    u(i, 4) < 0.1 as is_failed,
    cast(86400 * (0.1 + u(i, 5) * 9) as bigint) as mql_seconds,
    cast(86400 * (0.1 + u(i, 6) * 14) as bigint) as sql_seconds
from range($leads) as numbers(i);
"""

_TABLES = {
    "leads": """
        select
            lead_id,
            account_id,
            created_at,
            created_at + cast(u(i, 7) * 86400 as bigint) * interval 1 second as hand_raised_at,
            pick(i, 10, ['web', 'event', 'referral', 'partner', 'outbound', 'content']) as source,
            cast(floor(u(i, 8) * 100) as integer) as score,
            pick(i, 11, ['SMB', 'Mid', 'Enterprise']) as segment,
            pick(i, 12, ['North', 'South', 'East', 'West']) as region,
            pick(i, 13, ['1-50', '51-200', '201-1000', '1001-5000', '5001+']) as company_size,
            pick(i, 14, ['Health', 'Retail', 'Finance', 'Energy', 'Media', 'Public']) as industry,
            pick(i, 15, ['Core', 'Plus', 'Suite', 'Cloud']) as product,
            pick(i, 16, ['Direct', 'Channel', 'Online']) as channel,
            case when is_mql and is_sql then 'D' || lead_id end as converted_opportunity_id
        from people
    """,
    "gate_decisions": """
        select
            lead_id,
            'MQL' as gate,
            created_at + mql_seconds * interval 1 second as decided_at,
            case when is_failed then 'fail' else 'pass' end as verdict,
            case when is_failed then 'rejected' end as fail_kind
        from people
        where is_mql or is_failed
        union all
        select
            lead_id,
            'SQL' as gate,
            created_at + (mql_seconds + sql_seconds) * interval 1 second as decided_at,
            'pass' as verdict,
            null as fail_kind
        from people
        where is_mql and is_sql
    """,
    "deals": """
        select
            'D' || lead_id as deal_id,
            lead_id,
            account_id,
            created_at + (mql_seconds + sql_seconds + 30) * interval 1 second as created_at,
            case
                when u(i, 20) < 0.25 then 'Won'
                when u(i, 20) < 0.75 then 'Lost'
                else 'Proposal'
            end as stage,
            round(exp(9 + 2 * u(i, 21))) as amount
        from people
        where is_mql and is_sql
    """,
    "deal_changes": """
        select
            'D' || lead_id as deal_id,
            created_at
                + (
                    mql_seconds + sql_seconds + 30
                    + cast(step * 86400 * (2 + 20 * u(i, 30 + step)) as bigint)
                )
                * interval 1 second as changed_at,
            case
                when step = 0 then 'Discovery'
                when step = 1 then 'Evaluation'
                when step = 2 then 'Proposal'
                when u(i, 20) < 0.25 then 'Won'
                when u(i, 20) < 0.75 then 'Lost'
                else 'Proposal'
            end as stage,
            round(exp(9 + 2 * u(i, 21))) as amount
        from people
        cross join range(4) as steps(step)
        where is_mql and is_sql
    """,
    "touches": """
        select
            lead_id || '-' || cast(number as varchar) as touch_id,
            lead_id,
            'U' || lpad(cast(cast(floor(u(i, 400 + number) * 200) as integer) as varchar), 5, '0')
                as actor_id,
            created_at + cast(u(i, 100 + number) * 120 * 86400 as bigint) * interval 1 second
                as at,
            cast(floor(u(i, 500 + number) * 45) as integer) as minutes,
            pick(i, 200 + number, ['email', 'call', 'meeting', 'page']) as kind,
            pick(i, 300 + number, ['buyer', 'seller', 'seller', 'mutual']) as direction
        from people
        cross join range($touches) as numbers(number)
    """,
}


def write(folder: Path, size: str) -> None:
    """Write the exports of one size as Parquet, and the touches as CSV for the baseline."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    connection.execute(_SETUP.replace("$leads", str(SIZES[size])))
    for name, select in _TABLES.items():
        filled = select.replace("$touches", str(TOUCHES_PER_LEAD))
        connection.execute(f"copy ({filled}) to '{folder / name}.parquet' (format parquet)")
    connection.execute(
        f"copy (from '{folder / 'touches.parquet'}') to '{folder / 'touches.csv'}' (header)"
    )
    connection.close()


CONFIG = """
as_of = 2026-10-01T00:00:00
default_period = "last_12_months"

[[source]]
name = "bench"
folder = "exports"

[[map]]
table = "leads"
file = "leads.parquet"
columns = { lead_id = "lead_id", account_id = "account_id", created_at = "created_at", hand_raised_at = "hand_raised_at", source = "source", score = "score", converted_opportunity_id = "converted_opportunity_id", segment = "segment", region = "region", company_size = "company_size", industry = "industry", product = "product", channel = "channel" }

[[map]]
table = "gate_decisions"
file = "gate_decisions.parquet"
columns = { entity_id = "lead_id", gate = "gate", decided_at = "decided_at", verdict = "verdict", fail_kind = "fail_kind" }

[[map]]
table = "opportunities"
file = "deals.parquet"
columns = { opportunity_id = "deal_id", lead_id = "lead_id", account_id = "account_id", created_at = "created_at", stage = "stage", amount = "amount" }

[[map]]
table = "deal_changes"
file = "deal_changes.parquet"
columns = { opportunity_id = "deal_id", changed_at = "changed_at", stage = "stage", amount = "amount" }

[[map]]
table = "touches"
file = "touches.parquet"
columns = { lead_id = "lead_id", at = "at", kind = "kind", direction = "direction", minutes = "minutes" }

[[stage]]
stage = "Discovery"
role = "open"
rank = 1
[[stage]]
stage = "Evaluation"
role = "open"
rank = 2
[[stage]]
stage = "Proposal"
role = "open"
rank = 3
[[stage]]
stage = "Won"
role = "won"
[[stage]]
stage = "Lost"
role = "lost"

[[gate]]
name = "MQL"
step = "mql"
thresholds = [{ at = 60 }]
[[gate]]
name = "SQL"
step = "sql"
"""  # noqa: E501

DIMENSIONS = {
    "segment": ["SMB", "Mid", "Enterprise"],
    "region": ["North", "South", "East", "West"],
    "company_size": ["1-50", "51-200", "201-1000", "1001-5000", "5001+"],
    "industry": ["Health", "Retail", "Finance", "Energy", "Media", "Public"],
    "product": ["Core", "Plus", "Suite", "Cloud"],
    "channel": ["Direct", "Channel", "Online"],
}


def config() -> str:
    """Return the benchmark's config, its six dimensions included."""
    return CONFIG + "".join(
        f'\n[[dimension]]\nname = "{name}"\ntable = "leads"\ncolumn = "{name}"\n'
        for name in DIMENSIONS
    )
