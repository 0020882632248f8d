"""The reference values that lie beside the checkout."""

from __future__ import annotations

import json

import pytest


@pytest.fixture(scope="session")
def golden(shared):
    return json.loads((shared / "golden" / "golden.json").read_text(encoding="utf-8"))
