"""Turn the bytes of an exported text file into plain UTF-8 lines, and count them.

A copy is made only where the file needs one: gzip, another encoding, NUL bytes, carriage returns.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.engine.kinds import UnreadableFileError
from dashboard.engine.progress import OnBytes

Encoding = Literal["utf-8", "latin-1", "utf-16"]

_CHUNK = 1 << 22
_RUNS = re.compile(rb"\n+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Latin-1 as it is written on Windows, where € and curly quotes stand in places left empty.
LATIN = "cp1252"


@dataclass(frozen=True)
class PlainText:
    """A file of UTF-8 lines that end with a line feed; `lines` counts them all.

    `blank_lines` are lines of length zero, wherever they stand.
    """

    path: Path
    lines: int
    blank_lines: int
    size: int
    encoding: str
    is_copy: bool

    def discard(self) -> None:
        """Remove the copy, if there is one."""
        if self.is_copy:
            self.path.unlink(missing_ok=True)


@dataclass
class _Counts:
    lines: int = 0
    blank: int = 0
    last: bytes = b"\n"

    def add(self, chunk: bytes) -> None:
        newlines = chunk.count(b"\n")
        self.lines += newlines
        if b"\n\n" in chunk:
            self.blank += newlines - len(_RUNS.findall(chunk))
        if chunk[:1] == b"\n" and self.last == b"\n":
            self.blank += 1
        self.last = chunk[-1:]

    @property
    def all_lines(self) -> int:
        """Return the lines, an unended last one too."""
        return self.lines + (self.last != b"\n")


def prepare(
    path: Path,
    encoding: Encoding | None,
    scratch: Path,
    size: int,
    on_bytes: OnBytes | None = None,
) -> PlainText:
    """Return an unpacked file as plain lines; UnreadableFileError if the encoding is another.

    `size` is that of the file as it was exported, of which `on_bytes` is told what is done.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    codec = _codec(path, head, encoding)
    counts = _scan(path, codec, on_bytes)
    if counts is not None:
        return PlainText(path, counts.all_lines, counts.blank, size, codec, is_copy=False)
    copy = scratch / f"{path.name}.lines"
    counts = _copy(path, copy, codec, on_bytes)
    return PlainText(copy, counts.all_lines, counts.blank, size, codec, is_copy=True)


def _chunks(path: Path, on_bytes: OnBytes | None = None) -> Iterator[bytes]:
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
            done += len(chunk)
            if on_bytes:
                on_bytes(done)


def _codec(path: Path, head: bytes, encoding: Encoding | None) -> str:
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec
    wide = _wide(head)
    if encoding is None:
        return wide or ("utf-8" if _is_mostly_utf8(path) else LATIN)
    if (encoding == "utf-16") is not (wide is not None):
        raise _other_encoding(encoding, "utf-16" if wide else "utf-8 or latin-1")
    if encoding == "latin-1" and _is_all_utf8(path):
        raise _other_encoding(encoding, "utf-8")
    return wide or {"utf-8": "utf-8", "latin-1": LATIN}[encoding]


def _other_encoding(configured: str, seen: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"its encoding is set as {configured}, but its bytes are {seen}. "
        "Set encoding right, or leave it out"
    )


def _wide(head: bytes) -> str | None:
    """Tell text of two bytes a character: every other byte is then a nought."""
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 4 else None


def _is_all_utf8(path: Path) -> bool:
    """Tell whether a file has letters beyond ASCII, and all of them are UTF-8."""
    good, bad = _letters(path)
    return good > 0 and bad == 0


def _is_mostly_utf8(path: Path) -> bool:
    """Tell UTF-8 with a few damaged lines from Latin-1, in which hardly a letter looks like it."""
    good, bad = _letters(path)
    return bad == 0 or 10 * good > bad


def _letters(path: Path) -> tuple[int, int]:
    """Count what is beyond ASCII: what is UTF-8, and what is not."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    for chunk in _chunks(path):
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(chunk)
        broken = text.count("\ufffd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
    bad += decoder.decode(b"", final=True).count("\ufffd")
    return good, bad


def _scan(path: Path, codec: str, on_bytes: OnBytes | None) -> _Counts | None:
    """Count the lines of a file that can be read as it is, None if it cannot."""
    if codec not in ("utf-8", LATIN):
        return None
    counts = _Counts()
    for number, chunk in enumerate(_chunks(path, on_bytes)):
        starts_blank = number == 0 and chunk[:1] == b"\n"
        if starts_blank or b"\0" in chunk or b"\r" in chunk or not _fits(chunk, codec):
            return None
        counts.add(chunk)
    return counts


def _fits(chunk: bytes, codec: str) -> bool:
    return codec == "utf-8" or (codec == LATIN and chunk.isascii())


def _copy(path: Path, target: Path, codec: str, on_bytes: OnBytes | None) -> _Counts:
    """Write UTF-8 lines without marks, NUL bytes, carriage returns and leading blank lines."""
    counts = _Counts()
    # UTF-8 is copied byte by byte, so that the database finds the lines that are damaged.
    decoder = None if codec.startswith("utf-8") else _decoder(codec)
    carry = b""
    is_start = True
    with target.open("wb") as out:
        for chunk in itertools.chain(_chunks(path, on_bytes), (b"",)):
            text = decoder.decode(chunk, final=not chunk).encode() if decoder else chunk
            data = carry + text.replace(b"\0", b"")
            # A carriage return at the end may be half of a line end.
            carry = b"\r" if data.endswith(b"\r") and chunk else b""
            data = data[:-1] if carry else data
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            if is_start:
                data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\n")
                is_start = not data
            if data:
                counts.add(data)
                out.write(data)
    return counts


def _decoder(codec: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(codec)("latin-1" if codec == LATIN else "replace")


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Read the few bytes that Windows leaves undefined as Latin-1 does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin-1", _as_latin)
