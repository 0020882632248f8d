"""A real PostgreSQL as a source: its types, its faults, and a password that is told to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.engine import publish
from dashboard.engine.database import open_for_serving
from dashboard.errors import ConfigError, DataError, GatecostError
from tests.rebuilds.companies import Loaded, load
from tests.warehouses.server import PASSWORD, Server

QUERIES = """
[source.queries]
opportunities = '''
select id as opportunity_id, lead as lead_id, created as created_at, stage, amount, segment
from deals order by id
'''
"""
CONFIG = """
as_of = 2026-03-01T00:00:00

[company]
time_zone = "Europe/Berlin"

[[source]]
name = "crm"
database = { kind = "postgresql", address_env = "GATECOST_PG" }
"""
REST = """
[[dimension]]
name = "segment"
table = "opportunities"
column = "segment"

[[stage]]
stage = "Won"
role = "won"
[[stage]]
stage = "Open"
role = "open"
rank = 1
"""
STAGED = "select * from stg_mapped_crm__opportunities order by opportunity_id"


@pytest.fixture(scope="module")
def server(postgresql: Server) -> Server:
    postgresql.run(
        "create type size as enum ('SMB', 'Enterprise')",
        "create table deals (id uuid primary key, lead char(4), created timestamptz, stage text, "
        "amount numeric(12, 3), segment size, owner_email text)",
        "insert into deals values "
        "('00000000-0000-4000-8000-000000000001', 'L1', '2026-01-05 23:30+00', 'Won', 1.234, "
        "'SMB', 'ann@example.com'), "
        "('00000000-0000-4000-8000-000000000002', null, '2026-01-06 10:00+02', 'Open', null, "
        "'Enterprise', null)",
        "create table events (lead text, at timestamp, kind text, seen boolean, minutes int, "
        "note text)",
        "insert into events values ('L1', '2026-01-01 10:00', 'call', true, 5, 'x'), "
        "('L1', '2026-01-01 10:00', 'call', true, 5, 'x'), ('L2', null, 'call', true, 7, 'y'), "
        "('L2', '2026-01-03 10:00', 'web', false, null, 'ann@example.com')",
    )
    return postgresql


@pytest.fixture
def address(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("GATECOST_PG", server.address)
    return server.address


def asked(workspace: Path, toml: str) -> Loaded:
    workspace.mkdir(exist_ok=True)
    (workspace / "gatecost.toml").write_text(toml, encoding="utf-8")
    return load(workspace)


def mapped(query: str, more: str = "") -> str:
    return CONFIG + (
        f'[[map]]\ntable = "touches"\nquery = """{query}"""\n'
        'columns = { lead_id = "lead", at = "at", kind = "kind", minutes = "minutes" }\n'
        'constants = { direction = "buyer" }\n' + more
    )


@pytest.mark.usefixtures("address")
def test_each_column_becomes_the_type_of_the_contract(tmp_path: Path) -> None:
    loaded = asked(tmp_path, CONFIG + QUERIES + REST)
    (first, second) = loaded.rows(
        "select opportunity_id, lead_id, created_at::varchar, created_date::varchar, stage, "
        "amount, dim_1, file_row from stg_mapped_crm__opportunities order by 1"
    )
    # The day is Berlin's; 1.234 is no thousand; char(4) is not padded.
    assert first == (
        "00000000-0000-4000-8000-000000000001", "L1", "2026-01-05 23:30:00", "2026-01-06", "Won",
        1.234, "SMB", 0,
    )  # fmt: skip
    assert second[1:] == (None, "2026-01-06 08:00:00", "2026-01-06", "Open", None, "Enterprise", 1)
    assert loaded.database.columns("stg_mapped_crm__opportunities")["amount"] == "DOUBLE"
    (file,) = loaded.report.files
    assert (file.file, file.status, file.read, file.accepted) == (
        "query opportunities", "accepted", 2, 2,
    )  # fmt: skip


@pytest.mark.usefixtures("address")
def test_a_map_reads_a_query_and_tells_a_bad_row_by_its_number(tmp_path: Path) -> None:
    query = "select * from events order by lead, kind"
    loaded = asked(tmp_path, mapped(query, 'where = { seen = ["true", "false"] }\n'))
    assert loaded.rows("select file, line, reasons from quarantine") == [
        ("query touches", 3, ["missing_required"])
    ]
    # Rows that are alike are as many events: a query chooses its columns.
    assert loaded.rows("select count(*) from stg_mapped_crm__touches") == [(3,)]


@pytest.mark.usefixtures("address")
def test_a_query_may_stand_in_a_file_and_end_in_a_comment(tmp_path: Path) -> None:
    (tmp_path / "touches.sql").write_text("select * from events; -- all of them", encoding="utf-8")
    toml = mapped("").replace('query = """"""', 'query_file = "touches.sql"')
    assert asked(tmp_path, toml).report.files[0].file == "touches.sql"
    toml = toml.replace("touches.sql", "none.sql")
    with pytest.raises(ConfigError, match=r"none\.sql cannot be read"):
        asked(tmp_path, toml)


@pytest.mark.usefixtures("address")
def test_the_address_may_stand_in_a_file(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GATECOST_PG")
    with pytest.raises(ConfigError, match="GATECOST_PG is not set"):
        asked(tmp_path, CONFIG + QUERIES + REST)
    toml = CONFIG.replace('address_env = "GATECOST_PG"', 'address_file = "secrets/pg"')
    with pytest.raises(ConfigError, match="secrets/pg is missing or empty"):
        asked(tmp_path, toml + QUERIES + REST)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "pg").write_text(address + "\n", encoding="utf-8")
    assert len(asked(tmp_path, toml + QUERIES + REST).rows(STAGED)) == 2


@pytest.mark.usefixtures("address")
def test_an_unchanged_answer_is_not_converted_again(tmp_path: Path) -> None:
    asked(tmp_path, CONFIG + QUERIES + REST)
    again = asked(tmp_path, CONFIG + QUERIES + REST)
    assert [each.is_reused for each in again.report.files] == [True]
    assert len(again.rows(STAGED)) == 2


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from deals", "from nothing", 'relation "nothing" does not exist'),
        ("id as opportunity_id", "id as oportunity_id", "Did you mean 'opportunity_id'?"),
        ("id as opportunity_id, ", "", "needs opportunity_id"),
        ("amount, ", "5::money as amount, ", "amount is money: cast it"),
        ("amount, ", "1 as stage, ", "called stage"),
        ("order by id", "order by 1 / (length(stage) - 3)", "division by zero"),
        ("select id", "delete from deals; select id", "is no SELECT"),
        ("order by id", "; drop table deals", "2 statements"),
        ("order by id", "for update", "more than read"),
        ("opportunities =", "opportunitys =", "Did you mean 'opportunities'?"),
    ],
)
def test_a_query_that_cannot_be_read_is_told_with_its_name(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in QUERIES
    with pytest.raises(GatecostError) as fault:
        asked(tmp_path, CONFIG + QUERIES.replace(old, new) + REST)
    assert "'crm'" in str(fault.value)
    assert said in str(fault.value)


def test_nothing_can_be_written(tmp_path: Path, server: Server, address: str) -> None:
    server.run(
        "create or replace function spend() returns bigint language plpgsql as "
        "$$ begin delete from deals; return 1; end $$"
    )
    query = "select 'L' || spend() as lead, now()::timestamp as at, 'call' as kind, 1 as minutes"
    with pytest.raises(DataError, match="read-only"):
        asked(tmp_path, mapped(query))
    assert server.value("select count(*) from deals") == 2


def test_all_queries_see_one_moment(tmp_path: Path, server: Server, address: str) -> None:
    """A row that comes in between two queries is seen by neither."""
    from dashboard.engine import adbc

    server.run("create table ticks (n int)", "insert into ticks values (1)")
    seen: list[int] = []

    def later(name: str, rows: int, _: int) -> None:
        seen.append(rows)
        server.run("insert into ticks values (2)")

    count = "select n from ticks"
    warehouse = adbc.Warehouse("crm", "postgresql", address)
    adbc.fetch(warehouse, {"query a": count, "query b": count + " -- again"}, tmp_path, later)
    assert seen == [1, 1]


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_password_is_told_nowhere(
    tmp_path: Path, address: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gatecost.toml").write_text(CONFIG + QUERIES + REST, encoding="utf-8")
    commands = ("build", "check", "measures")
    for command in commands:
        assert cli.main([command, "--workspace", str(tmp_path)]) in (0, 4)
    wrong = {
        "a wrong password": address.replace(PASSWORD, PASSWORD + "x"),
        "no server": address.replace("host=", "host=/nowhere"),
        "no address": address.replace("postgresql://", "postgresql:/"),
        "a password that must be escaped": address.replace("7f3a", "7f3a/?#"),
        "another form": f"host=/nowhere user=gatecost password='{PASSWORD}'",
    }
    for each in wrong.values():
        monkeypatch.setenv("GATECOST_PG", each)
        for command in ("build", "check"):
            for debug in ((), ("--debug",)):
                code = cli.main([command, "--workspace", str(tmp_path), *debug])
                assert code in (1, 2, 3)
    printed = "".join(capfd.readouterr())
    assert "cannot be reached" in printed
    for secret in (PASSWORD, "correct-horse"):
        assert secret not in printed
        assert secret.encode() not in _everything(tmp_path)


def test_a_literal_address_is_refused_and_not_shown(tmp_path: Path) -> None:
    for given in (
        '"postgresql://me:hidden@host/db"',
        '{ kind = "postgresql", address = "postgresql://me:hidden@host/db" }',
        '{ kind = "postgresql", address_env = "postgresql://me:hidden@host/db" }',
    ):
        toml = CONFIG.replace('{ kind = "postgresql", address_env = "GATECOST_PG" }', given)
        with pytest.raises(ConfigError) as fault:
            asked(tmp_path, toml + QUERIES)
        assert "hidden" not in str(fault.value)


def test_what_nobody_asked_for_is_not_stored(tmp_path: Path, address: str) -> None:
    query = "select * from events"
    (tmp_path / "gatecost.toml").write_text(
        CONFIG + QUERIES + REST.replace("[[stage]]", "[[map]]", 0), encoding="utf-8"
    )
    asked(tmp_path, mapped(query))
    assert b"ann@example.com" not in _everything(publish.folder_of(tmp_path))


def test_a_missing_driver_is_told_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATECOST_SF", "user:secret@account/db")
    toml = CONFIG.replace("postgresql", "snowflake").replace("GATECOST_PG", "GATECOST_SF")
    with pytest.raises(ConfigError, match=r"pip install 'gatecost\[snowflake\]'"):
        asked(tmp_path, toml + QUERIES + REST)


def test_a_build_from_a_warehouse_answers(tmp_path: Path, address: str) -> None:
    (tmp_path / "gatecost.toml").write_text(CONFIG + QUERIES + REST, encoding="utf-8")
    assert cli.main(["build", "--workspace", str(tmp_path)]) == 0
    database = open_for_serving(publish.current(tmp_path))
    assert database.query("select outcome, amount_at_close from fct_deals order by 1").rows() == [
        ("open", None),
        ("won", 1.234),
    ]
    database.close()
