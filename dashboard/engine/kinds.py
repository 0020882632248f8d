"""What kind of file this is: told by its first bytes, since names lie."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Literal

Kind = Literal["parquet", "workbook", "text"]
JsonKind = Literal["lines", "array", "objects"]

_CHUNK = 1 << 22
_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_PARQUET = b"PAR1"
_OTHERS = (
    (re.compile(rb"<(!doctype|html|head|body|table|meta)\b", re.IGNORECASE),
     "this is a web page, as of a report saved as HTML or a log-in: export it as CSV"),
    (re.compile(rb"<\?xml"), "this is XML: export it as CSV, Excel, Parquet or JSON lines"),
    (re.compile(rb"%PDF"), "this is a PDF: export it as CSV"),
    (re.compile(rb"\{\\rtf"), "this is a text document: export it as CSV"),
    (re.compile(rb"(7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)"),
     "this is an archive: unpack it, or pack it with gzip"),
)  # fmt: skip
_CONTROLS = bytes(sorted({*range(1, 9), *range(14, 32)} - {1, 26, 27, 31}))
_JSON_NAMES = (".json", ".jsonl", ".ndjson")
_ARRAY_OF_OBJECTS = re.compile(r"\[\s*(\{|\]|$)")


class UnreadableFileError(Exception):
    """The file is none that can be read; the message says why and how to mend it."""


def unpack(path: Path, scratch: Path) -> Path:
    """Return the file, or what is packed in it with gzip as a file in the scratch folder."""
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return path
    target = scratch / f"{path.name}.unpacked"
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain, _CHUNK)
    except (OSError, EOFError) as error:
        target.unlink(missing_ok=True)
        raise UnreadableFileError(f"the gzip file is damaged ({error})") from error
    return target


def head_of(path: Path, size: int = _HEAD) -> bytes:
    """Return the first bytes of a file, unpacked."""
    with path.open("rb") as file:
        is_packed = file.read(2) == _GZIP
    with gzip.open(path, "rb") if is_packed else path.open("rb") as file:
        return file.read(size)


def kind_of(path: Path) -> Kind:
    """Return the kind of an unpacked file; UnreadableFileError says what else it seems to be."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith(_OLD_WORKBOOK):
        return "workbook"
    if head.startswith(_ZIP):
        if _is_workbook(path):
            return "workbook"
        raise UnreadableFileError(
            "this is an archive or a damaged spreadsheet: unpack it, or save it as CSV"
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, reason in _OTHERS:
        if pattern.match(start):
            raise UnreadableFileError(reason)
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20:
        raise UnreadableFileError("this is no text: export it as CSV, Excel, Parquet or JSON lines")
    return "text"


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def json_kind(path: Path, name: str) -> JsonKind | None:
    """Return how the records of a file of UTF-8 lines are JSON, None if they are not."""
    text = head_of(path).decode("utf-8-sig", "replace").lstrip()
    is_named = name.lower().removesuffix(".gz").endswith(_JSON_NAMES)
    if _ARRAY_OF_OBJECTS.match(text):
        return "array"
    first, _, rest = text.partition("\n")
    if not is_named:
        return "lines" if text.startswith("{") and _is_object(first) else None
    # An object that is broken over lines starts with a line that is none by itself.
    is_broken = text.startswith("{") and bool(rest) and first.strip() == "{"
    return "objects" if is_broken else "lines"


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
