"""An app over hand-made answers, and one over the sample company."""

from __future__ import annotations

import pytest

from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of
from tests.web.example_results import ExampleDesk


@pytest.fixture
def example_desk():
    """Hand-made answers a test may change."""
    return ExampleDesk()


@pytest.fixture
def example(example_desk):
    """A client of the app over hand-made answers."""
    return build_app(lambda: example_desk).server.test_client()


@pytest.fixture(scope="session")
def demo_desk(demo_workspace):
    """The answers of the sample company."""
    desk = desk_of(demo_workspace)()
    yield desk
    desk.warehouse.close()


@pytest.fixture(scope="session")
def demo(demo_desk):
    """A client of the app over the sample company."""
    return build_app(lambda: demo_desk).server.test_client()
