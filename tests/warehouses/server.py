"""A private PostgreSQL: its own folder, its own socket, gone in the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import adbc_driver_postgresql.dbapi

PASSWORD = "correct-horse-7f3a"
# PostgreSQL refuses to run as root.
OTHER_USERS = ("postgres", "nobody")


class Server(NamedTuple):
    """A running server; `address` holds the password of a user who owns everything."""

    address: str
    folder: Path
    programs: Path

    def run(self, *statements: str) -> None:
        connect = adbc_driver_postgresql.dbapi.connect
        with connect(self.address, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def value(self, query: str) -> object:
        connect = adbc_driver_postgresql.dbapi.connect
        with connect(self.address) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]


def find_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest version first; PATH comes last."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"),
        key=lambda path: int(path.parent.parent.name),
    )
    found = versions[-1] if versions else shutil.which("pg_ctl")
    return Path(found).parent if found else None


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Start a server, and stop it when the block ends."""
    # Short and in /tmp: the path of a socket may have 107 letters.
    folder = Path(tempfile.mkdtemp(prefix="gatecost-pg-", dir="/tmp"))
    as_another = _as_another(folder)
    data = f"--pgdata={folder / 'data'}"

    def program(name: str, *arguments: str) -> None:
        command = [*as_another, str(programs / name), data, *arguments]
        done = subprocess.run(
            command,
            check=False,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"

    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    try:
        program(
            "initdb", "--username=gatecost", f"--pwfile={secret}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        program("pg_ctl", f"--log={folder / 'log'}", f"--options={options}", "--wait", "start")
        try:
            address = f"postgresql://gatecost:{PASSWORD}@/postgres?host={folder}"
            yield Server(address, folder, programs)
        finally:
            program("pg_ctl", "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_another(folder: Path) -> list[str]:
    """Return what runs a program as somebody who may run PostgreSQL, the folder given to them."""
    if os.getuid() != 0:
        return []
    known = {each.pw_name for each in pwd.getpwall()}
    name = next(each for each in OTHER_USERS if each in known)
    shutil.chown(folder, name)
    return ["setpriv", f"--reuid={name}", "--clear-groups", "--"]
