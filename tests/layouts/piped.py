"""Small exports written in tests as rows of words parted by |."""

from __future__ import annotations

import csv
import io


def quoted(*rows: str) -> str:
    """Write every value in double quotes, as Salesforce's weekly export does."""
    return _written(rows, csv.QUOTE_ALL)


def plain(*rows: str) -> str:
    """Write values in quotes only where they need them, as most loaders do."""
    return _written(rows, csv.QUOTE_MINIMAL)


def _written(rows: tuple[str, ...], quoting: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator="\n")
    writer.writerows([value.strip() for value in row.split("|")] for row in rows)
    return text.getvalue()
