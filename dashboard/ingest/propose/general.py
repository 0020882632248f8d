"""The company, its sources and its rules: currency, time zone, limits, control totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from dashboard.config import Rules, Source
from dashboard.ingest import layout_files
from dashboard.ingest.propose.folders import System
from dashboard.ingest.propose.items import Item, block, comment, listed, pairs
from dashboard.ingest.propose.seen import Seen

# So many times, and this share, on the first second of one or two hours are no accident.
_FEW, _MANY = 10, 0.01
_RULES = (
    ("horizon_days", "days after which a lead or deal is said to have had its time"),
    ("stall_days", "a deal without a sign of life for longer than this is silent"),
    ("back_stamp_minutes", "a gate counts as before the deal if this long before it"),
    ("lookback_days", "verdicts older than this do not count for a deal"),
)


def company(seen: Seen) -> Iterator[Item]:
    """Yield name, currency and time zone of the company."""
    currencies = [
        (row["value"], row["deals"])
        for row in seen.rows("deal_values")
        if row["kind"] == "currency"
    ]
    lines = ["[company]", 'name = "Our company"']
    if len(currencies) > 1:
        lines += comment(
            f"deals are in {len(currencies)} currencies ({listed(currencies)}): without [[rate]]s "
            f"only those in {currencies[0][0]} are summed.",
            "unsure",
        )
    elif currencies:
        lines += comment(f"all {currencies[0][1]:,} deals that name one are in it.")
    else:
        lines += comment("no file names a currency.", "assumed")
    lines += pairs({"currency": currencies[0][0] if currencies else "USD"})
    hint = _foreign_midnights(seen)
    lines += comment(hint, "unsure") if hint else comment("days are counted in it.", "assumed")
    lines += pairs({"time_zone": "UTC"})
    yield Item("company", "company", "\n".join(lines))
    for other, deals in currencies[1:]:
        text = "\n".join(
            [
                *comment(
                    f"{deals:,} deals are in {other}: what is one worth in {currencies[0][0]}?"
                ),
                "# [[rate]]",
                f'# currency = "{other}"',
                "# rate = 1.0",
                "# since = 2020-01-01",
            ]
        )
        yield Item(f"rate/{other}", "company", text)


def _foreign_midnights(seen: Seen) -> str:
    """Say at which hours times stand full, where that looks like midnights of another zone."""
    rows = seen.rows("hours_of_days")
    total = sum(row["times"] for row in rows)
    odd = [
        (row["hour_of_day"], row["on_the_hour"])
        for row in rows
        if row["hour_of_day"] != 0 and row["on_the_hour"] >= max(_FEW, _MANY * total)
    ]
    full = sum(row["on_the_hour"] for row in rows)
    if not 0 < len(odd) <= 2 or 2 * sum(count for _, count in odd) < full:
        return ""
    shown = " and ".join(f"{count:,} are exactly {hour:02}:00:00" for hour, count in odd)
    offsets = " or ".join(f"{-hour if hour < 12 else 24 - hour:+d}" for hour, _ in odd)
    return (
        f"of {total:,} times {shown}: midnights of a zone at UTC{offsets}? Then name that zone "
        "here, as in Europe/Berlin."
    )


def sources(
    systems: Sequence[System], found: Sequence[Source], asked: Mapping[str, Mapping[str, str]]
) -> Iterator[Item]:
    """Yield one `[[source]]` for each system; `asked` holds what is ambiguous about its dates."""
    for system, source in zip(systems, found, strict=True):
        if system.layout:
            title = layout_files.layout(system.layout).title
            head = comment(f"{title}: recognised by its files and headings.")
        else:
            head = comment(
                "No layout is known for these files: the [[map]]s below say what they are."
            )
        content = {
            "name": source.name,
            "layout": source.layout,
            "folder": source.folder,
            "encoding": source.encoding,
            "delimiter": source.delimiter,
        }
        lines = [block("[[source]]", content, head)]
        for key, question in asked.get(source.name, {}).items():
            lines += [*comment(question, "required"), *pairs({key: ""})]
        lines += comment("times without a zone are in UTC; else add time_zone.", "assumed")
        yield Item(
            f"source/{source.folder}/{source.layout}",
            "systems",
            "\n".join(lines),
        )


def rules(*, is_event_log: bool) -> Iterator[Item]:
    """Yield the limits behind the measures, all of them assumed."""
    defaults = Rules()
    lines = ["[rules]"]
    for name, meaning in _RULES:
        content = getattr(defaults, name)
        more = ""
        if name == "back_stamp_minutes" and is_event_log:
            content, more = 0, "; in a log machines decide and go on in one go"
        lines += [f"{pairs({name: content})[0]}  # assumed: {meaning}{more}"]
    yield Item("rules", "rules", "\n".join(lines))


def control_totals(as_of: dt.date) -> Item:
    """Return the template of the company's own report: optional, and worth most of all."""
    start = as_of.replace(year=as_of.year - 1, month=1, day=1)
    end = dt.date(start.year, 12, 31)
    lines = [
        *comment(
            "Optional: what the company's own report says, so that every page can say whether it "
            "matches. Take the marks away and fill in what is known."
        ),
        "# [control_totals]",
        '# label = "Closed won, CRM report"   # which report',
        '# confirmed_by = ""                  # who has confirmed it',
        f"# from = {start.isoformat()}",
        f"# to = {end.isoformat()}",
        "# won_count = 0                      # deals won in these days",
        "# won_amount = 0.0                   # and their amount, in the company's currency",
        "# deals_created = 0                  # deals created in these days",
    ]
    return Item("control_totals", "control totals", "\n".join(lines))
