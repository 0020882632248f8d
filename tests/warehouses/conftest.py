"""A PostgreSQL that all tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouses.server import Server, find_programs, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server of our own, or the test skips and says how to have one."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL: install the package postgresql")
    with running(programs) as server:
        yield server
