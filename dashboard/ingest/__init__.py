"""Exports become raw tables and staging: recognised, mapped, held to the contract, quarantined."""

from dashboard.ingest.load import FileLoad, LoadReport, read_sources

__all__ = ["FileLoad", "LoadReport", "read_sources"]
