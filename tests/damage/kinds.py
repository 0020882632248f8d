"""Kinds of damage, each with what must come of it: a reason, a refusal, or the same rows."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tests.damage.exports import Export

Damage = Callable[[Export, random.Random], bytes]


@dataclass(frozen=True)
class Kind:
    """`expected` is a reason code of the damaged rows, `same`, `asks`, or words of the refusal.

    `asks` means that the config is asked how a column is written.
    """

    name: str
    damage: Damage
    expected: str
    options: dict[str, Any] = field(default_factory=dict)
    file: str = "export.csv"


def _cell(column: str, text: str) -> Damage:
    def damage(export: Export, chosen: random.Random) -> bytes:
        chosen.choice(export.rows)[export.headings.index(column)] = text
        return export.content()

    return damage


def _line(change: Callable[[str], str]) -> Damage:
    """Change one line between the first row and the last."""

    def damage(export: Export, chosen: random.Random) -> bytes:
        lines = export.lines
        place = chosen.randrange(2, len(lines) - 1)
        lines[place] = change(lines[place])
        return export.content(lines)

    return damage


def _whole(change: Callable[[bytes], bytes]) -> Damage:
    return lambda export, _: change(export.content())


def _column(column: str, *texts: str) -> Damage:
    def damage(export: Export, _: random.Random) -> bytes:
        for place, row in enumerate(export.rows):
            row[export.headings.index(column)] = texts[place % len(texts)]
        return export.content()

    return damage


def _marked(mark: str) -> Damage:
    def damage(export: Export, _: random.Random) -> bytes:
        export.mark = mark
        return export.content()

    return damage


def _wrapped(line: str) -> str:
    return '"' + line.replace('"', '""') + '"'


def _minimal(export: Export, chosen: random.Random) -> Export:
    export.quote_all = False
    return export


def _cut(export: Export, chosen: random.Random) -> bytes:
    lines = _minimal(export, chosen).lines
    lines[-1] = lines[-1].rsplit(",", chosen.randint(2, 4))[0]
    return "\n".join(lines).encode()


def _twice(export: Export, chosen: random.Random) -> bytes:
    lines = export.lines
    lines.insert(chosen.randrange(1, len(lines)), chosen.choice(lines[1:]))
    return export.content(lines)


def _bad_byte(export: Export, chosen: random.Random) -> bytes:
    lines = export.content().split(b"\n")
    place = chosen.randrange(1, len(lines) - 1)
    lines[place] = lines[place].replace(b"006K", b"006K\xff", 1)
    return b"\n".join(lines)


def _stray_quote(export: Export, chosen: random.Random) -> bytes:
    export.quote_all = True
    return _line(lambda line: line.replace('"006K', '"006"K', 1))(export, chosen)


def _open_quote(export: Export, chosen: random.Random) -> bytes:
    _minimal(export, chosen)
    return _line(lambda line: '"' + line.replace('"', ""))(export, chosen)


def _under(*lines: str) -> Damage:
    return lambda export, _: export.content([*export.lines, *lines])


def _trailing(export: Export, _: random.Random, *, heading: bool) -> bytes:
    lines = export.lines
    return export.content(
        [line + ("," if heading or place else "") for place, line in enumerate(lines)]
    )


def _repeated_heading(export: Export, _: random.Random) -> bytes:
    export.headings.append("Note")
    export.headings.append("Note")
    for row in export.rows:
        row += ["x", "y"]
    return export.content()


def _odd_heading(export: Export, _: random.Random) -> bytes:
    export.headings.append('Date entered "Won (Sales, EU)"')
    for row in export.rows:
        row.append("")
    return export.content()


def _mixed_ends(export: Export, chosen: random.Random) -> bytes:
    lines = [line + chosen.choice(["\n", "\r\n"]) for line in export.lines]
    return "".join(lines).encode()


def _blank_between(export: Export, chosen: random.Random) -> bytes:
    lines = export.lines
    for _ in range(4):
        lines.insert(chosen.randrange(1, len(lines)), "")
    return export.content(lines)


def _padded(export: Export, _: random.Random) -> bytes:
    export.quote_all = True
    export.rows = [[f" {cell} " for cell in row] for row in export.rows]
    return export.content()


def _nul(export: Export, chosen: random.Random) -> bytes:
    content = export.content()
    for _ in range(5):
        place = chosen.randrange(len(content))
        content = content[:place] + b"\0" + content[place:]
    return content


def _other_marks(export: Export, _: random.Random) -> bytes:
    _minimal(export, _)
    heading, *lines = export.lines
    return export.content([heading, *(line.replace(",", ";") for line in lines)])


def _zip(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("export.csv", content)
    return out.getvalue()


def _workbook(export: Export, _: random.Random) -> bytes:
    out = io.BytesIO()
    frame = pl.DataFrame(export.rows, schema=export.headings, orient="row")
    frame.write_excel(out)
    return out.getvalue()


def _json_lines(export: Export, chosen: random.Random) -> bytes:
    lines = [json.dumps(dict(zip(export.headings, row, strict=True))) for row in export.rows]
    lines.insert(chosen.randrange(len(lines)), "[1, 2")
    return "\n".join(lines).encode()


def _web_page(export: Export, _: random.Random) -> bytes:
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in export.rows)
    return f"<html><body><table>{rows}</table></body></html>".encode()


KINDS = (
    Kind("a cell is missing", _line(lambda line: line.rsplit(",", 1)[0]), "wrong_columns"),
    Kind("a cell too many", _line(lambda line: line + ",x"), "wrong_columns"),
    Kind("two rows in one line", _line(lambda line: f"{line},{line}"), "wrong_columns"),
    Kind("a line of words", _line(lambda _: "see the other file"), "wrong_columns"),
    Kind("the file ends within a row", _cut, "wrong_columns"),
    Kind("no id", _cell("Id", ""), "missing_required"),
    Kind("an id of blanks", _cell("Id", "   "), "missing_required"),
    Kind("a required time is a word for nothing", _cell("Created", "N/A"), "missing_required"),
    Kind("a word for a time", _cell("Created", "yesterday"), "bad_timestamp"),
    Kind("a time that never was", _cell("Created", "2024-02-30 10:00:00"), "bad_timestamp"),
    Kind("an hour that never is", _cell("Created", "2024-02-03 25:00:00"), "bad_timestamp"),
    Kind("an open end", _cell("Created", "9999-12-31 23:59:59"), "bad_timestamp"),
    Kind("a date that never was", _cell("Close", "2025-02-31"), "bad_date"),
    Kind("a date in another format", _cell("Close", "31/12/2025"), "bad_date"),
    Kind("a date by the month's name", _cell("Close", "31-Dec-2025"), "bad_date"),
    Kind("a date as days since 1899", _cell("Close", "45658"), "bad_date"),
    Kind("a hexadecimal number", _cell("Amount", "0x1F"), "bad_number"),
    Kind("a number with underlines", _cell("Amount", "1_000"), "bad_number"),
    Kind("an infinite number", _cell("Amount", "Infinity"), "bad_number"),
    Kind("a number with a letter", _cell("Amount", "3k"), "bad_number"),
    Kind("a number with two points", _cell("Amount", "1.2.3"), "bad_number"),
    Kind("a decimal comma among points", _cell("Amount", "12,5"), "bad_number"),
    Kind("a formula's error", _cell("Amount", "#DIV/0!"), "bad_number"),
    Kind("a fraction for a count", _cell("Seats", "1.6"), "bad_integer"),
    Kind("a count beyond all counts", _cell("Seats", "9" * 30), "bad_integer"),
    Kind("a word for a flag", _cell("Won", "maybe"), "bad_boolean"),
    Kind("a row stands twice", _twice, "duplicate_row"),
    Kind("the headings stand twice", lambda export, _: export.content(
        [*export.lines[:9], export.lines[0], *export.lines[9:]]
    ), "bad_timestamp"),
    Kind("a byte of no letter", _bad_byte, "unreadable_text"),
    Kind("a quote within quotes", _stray_quote, "unreadable_text"),
    Kind("a line without end", _line(lambda line: line + "x" * 17_000_000), "too_long"),
    Kind("copyright under the rows", _under(
        "", "Deals of the week", '"Copyright (c) 2000-2026 salesforce.com, inc."',
        "Confidential Information - Do Not Distribute",
    ), "footer"),
    Kind("grand totals", _under('"Grand Totals (40 records)",,,,"820,010.00",820,'), "footer"),
    Kind("who made the report", _under("", '"Generated By: somebody, 1/2/2026 3:04 PM"'), "footer"),
    Kind("titles above the headings", lambda export, _: export.content(
        ["Deals of the week", "", "Filtered by: mine", *export.lines]
    ), "preamble"),
    Kind("a line of JSON lines is cut", _json_lines, "bad_json", file="export.jsonl"),
    Kind("a row in quotes as a whole", _line(_wrapped), "same"),
    Kind("all lines in quotes", lambda export, _: export.content(
        [_wrapped(line) for line in export.lines]
    ), "same"),
    Kind("blank lines between", _blank_between, "same"),
    Kind("blanks around cells", _padded, "same"),
    Kind("line ends of Windows", _whole(lambda all_: all_.replace(b"\n", b"\r\n")), "same"),
    Kind("line ends of old Macs", _whole(lambda all_: all_.replace(b"\n", b"\r")), "same"),
    Kind("line ends of both kinds", _mixed_ends, "same"),
    Kind("no last line end", _whole(lambda all_: all_[:-1]), "same"),
    Kind("a byte order mark", _whole(lambda all_: b"\xef\xbb\xbf" + all_), "same"),
    Kind("UTF-16", _whole(lambda all_: all_.decode().encode("utf-16")), "same"),
    Kind("UTF-16 without a mark", _whole(lambda all_: all_.decode().encode("utf-16-be")), "same"),
    Kind("Latin-1", _whole(lambda all_: all_.decode().encode("latin-1")), "same"),
    Kind("NUL bytes", _nul, "same"),
    Kind("semicolons", _marked(";"), "same"),
    Kind("tabs", _marked("\t"), "same"),
    Kind("bars", _marked("|"), "same"),
    Kind("gzip without its name", _whole(gzip.compress), "same"),
    Kind("a workbook named CSV", _workbook, "same"),
    Kind("an empty column at the end", lambda e, r: _trailing(e, r, heading=True), "same"),
    Kind("rows that end in a comma", lambda e, r: _trailing(e, r, heading=False), "same"),
    Kind("repeated headings", _repeated_heading, "same"),
    Kind("quotes and commas in a heading", _odd_heading, "same"),
    Kind("no headings", lambda export, _: export.content(export.lines[1:]), "first line"),
    Kind("a quote that is never closed", _open_quote, "in no record"),
    Kind("nothing at all", lambda _export, _: b"", "empty"),
    Kind("a gzip file that is cut", _whole(lambda all_: gzip.compress(all_)[:-20]), "gzip"),
    Kind("an archive", _whole(_zip), "archive"),
    Kind("a web page", _web_page, "web page"),
    Kind("no text", lambda _export, chosen: chosen.randbytes(5000), "no text"),
    Kind("another delimiter is set", _marked(";"), "is the delimiter ';'", {"delimiter": ","}),
    Kind("rows of another delimiter", _other_marks, "is the delimiter another"),
    Kind("UTF-16 is set for UTF-8", _whole(lambda all_: all_), "encoding", {"encoding": "utf-16"}),
    Kind("Latin-1 is set for UTF-8", _whole(lambda a: a), "utf-8", {"encoding": "latin-1"}),
    Kind("UTF-8 is set for Latin-1", lambda export, _: export.content(
        [export.lines[0], *(line.replace("006K", "é06K") for line in export.lines[1:])]
    ).decode().encode("latin-1"), "encoding", {"encoding": "utf-8"}),
    Kind("dates of two formats", _column("Close", "2025-01-05", "25/01/2025"), "asks"),
    Kind("days that may be months", _column("Close", "01/02/2025", "03/04/2025"), "asks"),
    Kind("thousands that may be fractions", _column("Amount", "1,234", "5,678"), "asks"),
    Kind("amounts in two currencies", _column("Amount", "$5.00", "€5.00"), "asks"),
)  # fmt: skip
