"""Where the lines of a text file start, so that one of them can be read again by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

_CHUNK = 1 << 22
_NEWLINE = ord("\n")


def starts_of_lines(path: Path, lines: Sequence[int]) -> list[int]:
    """Return the byte (the first is 0) at which each line (the first is 1) starts, in one pass."""
    wanted = np.unique(np.asarray(lines, dtype=np.int64))
    starts = dict.fromkeys(wanted[wanted <= 1].tolist(), 0)
    rest = wanted[wanted > 1]
    seen, offset = 0, 0
    with path.open("rb") as file:
        while rest.size and (chunk := file.read(_CHUNK)):
            ends = np.flatnonzero(np.frombuffer(chunk, dtype=np.uint8) == _NEWLINE)
            here = rest[rest <= seen + ends.size + 1]
            for line in here.tolist():
                starts[line] = offset + int(ends[line - seen - 2]) + 1
            rest = rest[here.size :]
            seen += ends.size
            offset += len(chunk)
    return [starts.get(line, offset) for line in lines]


def record_at(path: Path, start: int) -> str:
    """Return the record that begins at a byte: up to the first line end outside of quotes."""
    parts: list[bytes] = []
    quotes = 0
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            parts.append(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0:
                break
    return b"".join(parts).decode("utf-8", "replace").rstrip("\n")
