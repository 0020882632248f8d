"""Stream the result of a query in a warehouse into a Parquet file, by ADBC.

Nothing is written there: each query is one SELECT, over a connection that may only read. The
address holds a password, so it is in no message, no file and no representation.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pyarrow
import pyarrow.compute
import pyarrow.parquet
import sqlglot
from sqlglot import TokenType, exp

from dashboard.engine.database import Database
from dashboard.engine.files import OpenFile
from dashboard.errors import ConfigError, DataError

# Told of a query while it comes in: its name, and the rows and bytes so far.
OnRows = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Kind:
    """A kind of warehouse: its driver, the extra that brings it, and how its SQL is read.

    `opening` statements come first in the one transaction in which all queries run.
    """

    driver: str
    extra: str
    dialect: str
    opening: tuple[str, ...] = ()


_POSTGRESQL_OPENING = (
    # All queries see the same moment, and nothing can be written.
    "set transaction isolation level repeatable read read only",
    # The driver would print what a function of the warehouse says by the way.
    "set client_min_messages to error",
)
KINDS = {
    "postgresql": Kind("adbc_driver_postgresql", "postgresql", "postgres", _POSTGRESQL_OPENING),
    "redshift": Kind("adbc_driver_postgresql", "redshift", "redshift"),
    "snowflake": Kind("adbc_driver_snowflake", "snowflake", "snowflake"),
    "bigquery": Kind("adbc_driver_bigquery", "bigquery", "bigquery"),
}


_BEGINS = (TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN)


@dataclass(frozen=True)
class Warehouse:
    """A warehouse to ask; `address` is what its driver connects by."""

    name: str
    kind: str
    address: str = field(repr=False)


def fault_of_query(sql: str, kind: str) -> str | None:
    """Say why a text is not one SELECT that only reads, None if it is."""
    dialect = KINDS[kind].dialect
    try:
        tokens = sqlglot.tokenize(sql, dialect=dialect)
        if not tokens or tokens[0].token_type not in _BEGINS:
            return "it is no SELECT. Write one"
        parsed = sqlglot.parse(sql, dialect=dialect)
        # A comment behind the semicolon is none.
        found = [each for each in parsed if each and not isinstance(each, exp.Semicolon)]
    except sqlglot.errors.SqlglotError as error:
        return f"it is no SQL that can be read: {str(error).splitlines()[0]}"
    if len(found) != 1:
        return f"it has {len(found)} statements. Write one SELECT"
    writes = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock)
    inner = [each for each in found[0].find_all(*writes) if not isinstance(each, exp.Query)]
    if not isinstance(found[0], exp.Query) or inner:
        return "it does more than read. Write one SELECT"
    return None


def fetch(
    warehouse: Warehouse, queries: Mapping[str, str], folder: Path, on_rows: OnRows | None = None
) -> dict[str, Path]:
    """Write the result of each named query to a Parquet file in a folder.

    ConfigError where the warehouse cannot be reached, DataError where a query fails.
    """
    driver = _driver(warehouse)
    files: dict[str, Path] = {}
    with _scrubbed(warehouse, driver, "cannot be reached", ConfigError):
        connection = driver.connect(**_options(warehouse))
    with closing(connection), closing(connection.cursor()) as cursor:
        with _scrubbed(warehouse, driver, "cannot be reached", ConfigError):
            for statement in KINDS[warehouse.kind].opening:
                cursor.execute(statement)
        for number, (name, sql) in enumerate(queries.items()):
            files[name] = folder / f"query_{number}.parquet"
            with _scrubbed(warehouse, driver, f"{name} failed", DataError):
                cursor.execute(_bare(sql, warehouse.kind))
                _write(cursor.fetch_record_batch(), files[name], name, on_rows)
    return files


def _bare(sql: str, kind: str) -> str:
    """Return a query as it can stand in brackets: no semicolon, no comment on its last line."""
    tokens = sqlglot.tokenize(sql, dialect=KINDS[kind].dialect)
    ends = [each.start for each in tokens if each.token_type == TokenType.SEMICOLON]
    return sql[: ends[0] if ends else None] + "\n"


def as_answered(database: Database, file: OpenFile) -> OpenFile:
    """Take a warehouse's word for its numbers, and for rows that are alike.

    A query chooses its columns, so that two events may be alike in all of them.
    """
    database.execute(f"delete from {file.repeated}")
    return replace(file, has_typed_numbers=True)


def _driver(warehouse: Warehouse) -> ModuleType:
    kind = KINDS[warehouse.kind]
    try:
        return importlib.import_module(f"{kind.driver}.dbapi")
    except ImportError as error:
        raise ConfigError(
            f"[[source]] {warehouse.name!r}: {warehouse.kind} is read through a driver that is "
            f"not installed: pip install 'gatecost[{kind.extra}]'."
        ) from error


def _options(warehouse: Warehouse) -> dict[str, Any]:
    """Return what the driver connects by: an address, or its own options as a JSON object."""
    text = warehouse.address.strip()
    if not text.startswith("{"):
        return {"uri": text}
    options: dict[str, str] = json.loads(text)
    return {"db_kwargs": options}


@contextmanager
def _scrubbed(
    warehouse: Warehouse, driver: ModuleType, what: str, kind: type[ConfigError | DataError]
) -> Iterator[None]:
    """Raise what a driver says without what it must not say, and without its traceback."""
    said = ""
    try:
        yield
    except (driver.Error, pyarrow.ArrowException, OSError, ValueError) as error:
        said = without_secrets(" ".join(str(error).split()), warehouse.address)
    if said:
        # What the driver said would be told as the cause.
        raise kind(f"[[source]] {warehouse.name!r}: {what}: {said}") from None


_SECRET_OPTION = re.compile(
    r"(?:pass\w*|pwd|secret\w*|token|\w*key)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s&]+)", re.IGNORECASE
)
# Also where the address is not quite one.
_PASSWORD_IN_ADDRESS = re.compile(r":/*[^:/?#]*:(.*)@")


def without_secrets(text: str, address: str) -> str:
    """Return a text without an address, and without the secrets in it and their parts."""
    secrets = {address, address.strip()}
    if address.strip().startswith("{"):
        secrets.update(re.findall(r'"((?:[^"\\]|\\.){4,})"', address))
    for found in (*_PASSWORD_IN_ADDRESS.findall(address), *_SECRET_OPTION.findall(address)):
        whole = found.strip("'")
        # With these in it an address is misunderstood, and told in parts.
        parts = re.split(r"[/?#:@]", whole) if re.search("[/?#@]", whole) else ()
        secrets |= {whole, unquote(whole), *parts}
    for each in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(each, "***")
    return text


def _write(
    batches: pyarrow.RecordBatchReader, path: Path, name: str, on_rows: OnRows | None
) -> None:
    columns = [_plain_type(each) for each in batches.schema]
    repeated = {each for each in batches.schema.names if batches.schema.names.count(each) > 1}
    if repeated:
        raise ValueError(f"two of its columns are called {', '.join(sorted(repeated))}")
    schema = pyarrow.schema(list(zip(batches.schema.names, columns, strict=True)))
    rows = size = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            plain = map(_plain, batch.columns, batches.schema, columns)
            writer.write_batch(pyarrow.record_batch(list(plain), schema=schema))
            rows += batch.num_rows
            size += batch.nbytes
            if on_rows:
                on_rows(name, rows, size)


def _plain_type(column: pyarrow.Field) -> pyarrow.DataType:
    """Return the type in which a column is kept; ValueError with the mend where there is none."""
    kind = column.type
    said = _said(column)
    if said == "money" or pyarrow.types.is_interval(kind):
        raise ValueError(f"its column {column.name} is {said or kind}: cast it to numeric or text")
    if isinstance(kind, pyarrow.BaseExtensionType):
        is_binary = pyarrow.types.is_fixed_size_binary(kind.storage_type)
        return pyarrow.string() if is_binary else kind.storage_type
    return kind


def _plain(values: pyarrow.Array, column: pyarrow.Field, kind: pyarrow.DataType) -> pyarrow.Array:
    """Return values without the warehouse's own types: numeric is text, a uuid its letters."""
    if _said(column) == "bpchar":
        # char(n) is padded to n letters.
        return pyarrow.compute.utf8_rtrim(values, " ")
    if values.type == kind:
        return values
    if values.storage.type == kind:
        return values.storage
    return pyarrow.array([None if each is None else str(each) for each in values.to_pylist()], kind)


def _said(column: pyarrow.Field) -> str:
    """Return the type that PostgreSQL calls a column, if it is one of its."""
    said: bytes = (column.metadata or {}).get(b"POSTGRESQL:type", b"")
    return said.decode()
