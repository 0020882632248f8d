"""Exports become raw tables and staging: recognised, mapped, held to the contract, quarantined."""

from dashboard.ingest.accounts import FileLoad, LoadReport
from dashboard.ingest.load import read_sources
from dashboard.ingest.meter import Progress

__all__ = ["FileLoad", "LoadReport", "Progress", "read_sources"]
