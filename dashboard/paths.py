"""Where the SQL and the layouts are: in a checkout, an editable install and a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def _root_of(folder: str) -> Path:
    """Return the folder beside the package (checkout, editable) or inside it (wheel)."""
    for candidate in (PACKAGE / "_carried" / folder, PACKAGE.parent / folder):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"The folder {folder}/ is missing beside {PACKAGE}; install gatecost again."
    )


def queries() -> Path:
    """Return the folder with all SQL."""
    return _root_of("queries")


@cache
def query_text(folder: str, name: str) -> str:
    """Return the text of one SQL file, read once."""
    return (queries() / folder / f"{name}.sql").read_text(encoding="utf-8")


def datasets() -> Path:
    """Return the folder with layouts and the written parameters of the demo."""
    return _root_of("datasets")
