"""Exports damaged at random: our own errors only, no row lost, and no value but the original's.

GATECOST_DAMAGE_SEEDS sets how many exports are damaged, 1,000 unless told.
"""

from __future__ import annotations

import os
import random

import pytest

from dashboard.engine.database import open_in_memory
from dashboard.engine.text_columns import UnclearColumnError
from tests.damage.exports import COLUMNS, REQUIRED, Export, valid
from tests.engine.reader import read

SEEDS = int(os.environ.get("GATECOST_DAMAGE_SEEDS", "1000"))
TYPED = ["Name", "Close", "Amount", "Seats", "Won"]
JUNK = {
    "Id": ["", " ", "\t"],
    "Created": ["", "soon", "2024-13-01", "9999-12-31", "12", "31/12/2024 10:00", "0000-00-00"],
    "Close": ["soon", "2025-02-30", "45658", "31.12.2025", "Jan 2025", "1e3"],
    "Amount": ["0x1F", "1_0", "inf", "3k", "1,2,3", "--5", "five", "1.2.3", "1e999"],
    "Seats": ["1.5", "9" * 25, "two", "1-2"],
    "Won": ["maybe", "2", "won"],
}


def _junk(lines, export, chosen):
    column = chosen.choice(list(JUNK))
    cells = list(chosen.choice(export.rows))
    cells[export.headings.index(column)] = chosen.choice(JUNK[column])
    lines.insert(chosen.randrange(1, len(lines) + 1), export.line(cells))


def _without_a_mark(lines, export, chosen):
    cells = list(chosen.choice(export.rows))
    at = chosen.randrange(1, len(cells))
    cells[at - 1 : at + 1] = [cells[at - 1] + cells[at]]
    lines.insert(chosen.randrange(1, len(lines) + 1), export.line(cells))


def _with_a_mark(lines, export, chosen):
    place = chosen.randrange(1, len(lines))
    lines[place] = chosen.choice([lines[place] + ",,", "," + lines[place]])


def _joined(lines, export, chosen):
    both = export.line(chosen.choice(export.rows)) + export.line(chosen.choice(export.rows))
    lines.insert(chosen.randrange(1, len(lines) + 1), both)


def _split(lines, export, chosen):
    row = chosen.choice(export.rows)
    at = chosen.randrange(1, len(row))
    place = chosen.randrange(1, len(lines) + 1)
    lines[place:place] = [export.line(row[:at]), export.line(row[at:])]


def _quoted(lines, export, chosen):
    place = chosen.randrange(1, len(lines))
    lines[place] = chosen.choice(['"' + lines[place], lines[place] + '"', lines[place] + '""x'])


def _wrapped(lines, export, chosen):
    place = chosen.randrange(1, len(lines))
    lines[place] = '"' + lines[place].replace('"', '""') + '"'


def _words(lines, export, chosen):
    words = ["", " ", "see below", '""', ";;;", "a\tb", "Total", '"Copyright (c) 2026"', "{}", "﻿"]
    lines.insert(chosen.randrange(1, len(lines) + 1), chosen.choice(words))


def _repeated(lines, export, chosen):
    lines.insert(chosen.randrange(1, len(lines) + 1), chosen.choice(lines))


def _gone(lines, export, chosen):
    del lines[chosen.randrange(1, len(lines))]


def _crossed(lines, export, chosen):
    row = list(chosen.choice(export.rows))
    row[2], row[4] = row[4], row[2]
    lines.insert(chosen.randrange(1, len(lines) + 1), export.line(row))


def _titled(lines, export, chosen):
    lines[:0] = ["Deals of the week", ""]


LINES = [
    _junk, _junk, _without_a_mark, _with_a_mark, _joined, _split, _quoted, _wrapped, _words,
    _repeated, _gone, _crossed, _titled,
]  # fmt: skip


def _bytes(content: bytes, chosen: random.Random) -> bytes:
    place = chosen.randrange(len(content))
    kind = chosen.randrange(12)
    if kind == 0:
        return content[:place]
    if kind == 1:
        return content[:place] + b"\0" + content[place:]
    if kind == 2:
        return content[:place] + b"\xff\xfe" + content[place:]
    if kind == 3:
        return content.replace(b"\n", chosen.choice([b"\r\n", b"\r"]))
    if kind == 4:
        return content.decode("utf-8", "replace").encode("utf-16")
    return content


def damaged(export: Export, chosen: random.Random) -> bytes:
    lines = export.lines
    kinds = [chosen.choice(LINES) for _ in range(chosen.randint(1, 4))]
    if _wrapped in kinds:
        # Quotes around a row and one more, or one more row, make a valid row with an odd text.
        kinds = [each for each in kinds if each not in (_joined, _quoted)]
    if _without_a_mark in kinds:
        # A mark taken and two given on one line make a row of the right width.
        kinds = [each for each in kinds if each is not _with_a_mark]
    for kind in kinds:
        if len(lines) > 1:
            kind(lines, export, chosen)
    return _bytes(export.content(lines), chosen)


@pytest.mark.slow
def test_whatever_is_damaged_no_row_is_lost_and_no_value_is_another(tmp_path):
    database = open_in_memory()
    # The exports are small: threads would only wait for each other.
    database.execute("set threads = 1")
    refused = asked = accepted = 0
    for seed in range(SEEDS):
        chosen = random.Random(seed)
        export = valid(seed, chosen.randint(3, 12))
        content = damaged(export, chosen)
        # The id and the time, and some others: fewer columns are read sooner.
        columns = {name: COLUMNS[name] for name in sorted({*REQUIRED, *chosen.sample(TYPED, 1)})}
        places = [list(COLUMNS).index(name) for name in columns]
        originals = {tuple(row[place] for place in places) for row in export.values}
        try:
            found = read(
                tmp_path, content, columns, required=REQUIRED, database=database, with_reasons=False
            )
        except UnclearColumnError:
            asked += 1
            continue
        assert found.read == len(found.rows) + found.quarantined, (seed, content, found)
        assert set(found.rows) <= originals, (seed, content, found)
        refused += bool(found.refusal)
        accepted += len(found.rows)
    # Most damage costs single rows, not files.
    assert accepted > 2 * SEEDS
    assert refused + asked < SEEDS / 3
