"""What may be typed: the commands and their arguments, each with an example."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dashboard.cli import (
    checking,
    commands,
    deciding,
    following,
    initialising,
    making,
    snapshotting,
)
from dashboard.followed import MONTHS, MOST_MONTHS

_Command = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="gatecost",
        description="What qualification gating costs, what it protects, and how sure one can be.",
        epilog="example: gatecost demo; exit codes: 0 done, 1 fault, 2 usage or config, 3 data "
        "refused or a check failed, 4 done with warnings or not all delivered, 75 another run is "
        "at it",
    )
    found = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_making(found)
    _add_reporting(found)
    _add_delivering(found)
    _add_scheduling(found)
    _add_asking(found)
    _add_following(found)
    return top


def _add_making(found: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _command(
        found, "demo", "make a sample company, build it and serve it", making.demo,
        "gatecost demo --port 8051", workspace=Path("gatecost-demo"),
    )  # fmt: skip
    demo.add_argument("--no-serve", action="store_true", help="make and build, no more")
    _add_address(demo)
    init = _command(
        found, "init", "recognise the exports, write gatecost.toml, say what is unsure",
        initialising.init, "gatecost init exports --workspace our-company",
    )  # fmt: skip
    init.add_argument("exports", type=Path, metavar="EXPORTS", help="the folder with the exports")
    init.add_argument(
        "--quick", action="store_true", help="do not try how far each assumption moves the headline"
    )
    init.add_argument("--format", choices=("table", "json"), default="table")
    check = _command(
        found, "check", "read every file; say what is wrong and what can be computed",
        checking.check, "gatecost check --format json",
    )  # fmt: skip
    check.add_argument("--format", choices=("table", "json"), default="table")
    check.add_argument(
        "--why", metavar="ROW",
        help="explain one row that was put aside: FILE:LINE, or its number in the quarantine",
    )  # fmt: skip
    _command(
        found, "build", "exports -> warehouse, swapped in whole or not at all", making.build,
        "gatecost build --workspace ~/our-company",
    )  # fmt: skip
    serve = _command(
        found, "serve", "the dashboard in a browser", making.serve, "gatecost serve --port 8051"
    )
    _add_address(serve)
    docs = _command(
        found, "docs", "write the reference of all measures from their headers", making.docs,
        "gatecost docs --check",
    )  # fmt: skip
    docs.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 if it is not fresh"
    )


def _add_reporting(found: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    snapshot = _command(
        found, "snapshot", "a report with all its numbers and rows, in the folder snapshots",
        snapshotting.snapshot, "gatecost snapshot --where segment=SMB --pdf",
    )  # fmt: skip
    snapshot.add_argument("--only", metavar="PAGE", help="one page of it: overview, gate, funnel")
    snapshot.add_argument(
        "--as-of", metavar="DATE", type=snapshotting.day,
        help="as it was known on a day in the past: 2026-06-30",
    )  # fmt: skip
    snapshot.add_argument("--pdf", action="store_true", help="the report as PDF, too")
    _add_period(snapshot)
    _add_where(snapshot)


def _add_delivering(found: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    deliver = _command(
        found, "deliver", "make the reports of the config and send them; what did not arrive too",
        _deliver, "gatecost deliver --report monday --dry-run",
    )  # fmt: skip
    deliver.add_argument(
        "--report", action="append", default=[], metavar="NAME",
        help="only this [[report]]; repeat it for several (default: all of them)",
    )  # fmt: skip
    instead = deliver.add_mutually_exclusive_group()
    instead.add_argument(
        "--dry-run", action="store_true", help="write what would be sent as files, send nothing"
    )
    instead.add_argument("--list", action="store_true", help="every delivery and its state")
    instead.add_argument(
        "--resend", metavar="DELIVERY", help="send this one again, although it may have arrived"
    )
    instead.add_argument(
        "--arrived", metavar="DELIVERY", help="write down that this one arrived after all"
    )


def _deliver(asked: argparse.Namespace) -> int:
    """Deliver reports; what writes and sends letters is loaded for this command alone."""
    from dashboard.cli import delivering  # noqa: PLC0415

    return delivering.deliver(asked)


def _add_scheduling(found: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schedule = _command(
        found, "schedule", "build, make and send the reports at the times of the config", _schedule,
        "gatecost schedule --print systemd",
    )  # fmt: skip
    instead = schedule.add_mutually_exclusive_group()
    instead.add_argument(
        "--once", action="store_true", help="make what is due and not made yet, then end"
    )
    instead.add_argument(
        "--list", action="store_true", help="when each report is due, and what became of the last"
    )
    instead.add_argument(
        "--print", choices=("cron", "systemd", "github"),
        help="the same times for a scheduler that you have already",
    )  # fmt: skip


def _schedule(asked: argparse.Namespace) -> int:
    """Keep the times of the config; what makes reports is loaded for this command alone."""
    from dashboard.cli import scheduling  # noqa: PLC0415

    return scheduling.schedule(asked)


def _add_asking(found: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    measure = _command(
        found, "measure", "one measure's answer", commands.measure,
        "gatecost measure win_rate --by segment --from 2026-01 --to 2026-06 --format json",
    )  # fmt: skip
    measure.add_argument("id", metavar="ID", help="which one: see `gatecost measures`")
    _add_filters(measure)
    measure.add_argument(
        "--against", metavar="WHAT",
        help="set beside it: year-before, period-before, 2025-01..2025-06, or segment:SMB",
    )  # fmt: skip
    measure.add_argument("--format", choices=("table", "csv", "json"), default="table")
    rows = _command(
        found, "rows", "the deals or leads behind a number or a mark, as CSV", commands.rows,
        "gatecost rows path_mix --mark part=bypassed --mark statistic=deals > deals.csv",
    )  # fmt: skip
    rows.add_argument("id", metavar="ID", help="which measure")
    rows.add_argument(
        "--mark", action="append", default=[], metavar="KEY=VALUE",
        help="a key of one row of the measure; part=all for the whole it is a part of",
    )  # fmt: skip
    _add_filters(rows)
    story = _command(
        found, "story", "one deal's story: leads, gates, touches, moves and silences, day by day",
        commands.story, "gatecost story 0065e000000002lAAA",
    )  # fmt: skip
    story.add_argument("deal", metavar="DEAL_ID", help="which deal: a record_id of `gatecost rows`")
    story.add_argument("--format", choices=("table", "csv", "json"), default="table")
    explain = _command(
        found, "explain", "file -> staging -> fact -> cube -> number, with the SQL",
        commands.explain, "gatecost explain won_without_gate",
    )  # fmt: skip
    explain.add_argument("id", metavar="ID", help="which measure")
    measures = _command(
        found, "measures", "all measures, with the question each answers", commands.measures,
        "gatecost measures",
    )  # fmt: skip
    measures.add_argument("--format", choices=("table", "csv", "json"), default="table")
    listed = _command(
        found, "decisions", "what the meetings decided, and when it is looked at again",
        deciding.listed, "gatecost decisions --format csv > decisions.csv",
    )  # fmt: skip
    listed.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _add_following(found: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    follow = _command(
        found, "followed", "what we changed on a day and what followed, with both readings",
        following.follow, "gatecost followed 2026-01-12 --control segment=Enterprise",
    )  # fmt: skip
    follow.add_argument(
        "mark", nargs="?", metavar="MARK",
        help="which change: its date, or a part of its label; all of them are listed without one",
    )  # fmt: skip
    follow.add_argument(
        "--months", type=int, default=MONTHS, metavar="N",
        help=f"at most so many months on either side, 1 to {MOST_MONTHS} (default: %(default)s)",
    )  # fmt: skip
    follow.add_argument(
        "--control", action="append", default=[], metavar="NAME=VALUE",
        help="the part that it did not touch, in place of the mark's own: segment=Enterprise",
    )  # fmt: skip
    follow.add_argument(
        "--where", action="append", default=[], metavar="NAME=VALUE",
        help="only this value of a dimension; repeat it for several",
    )  # fmt: skip
    follow.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _command(
    found: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    purpose: str,
    run: _Command,
    example: str,
    workspace: Path = Path(),
) -> argparse.ArgumentParser:
    each = found.add_parser(
        name, help=purpose, description=purpose[0].upper() + purpose[1:] + ".",
        epilog=f"example: {example}",
    )  # fmt: skip
    each.add_argument(
        "--workspace", type=Path, default=workspace, metavar="DIR",
        help="the folder with gatecost.toml (default: %(default)s)",
    )  # fmt: skip
    each.add_argument("--debug", action="store_true", help="show where a fault came from")
    each.set_defaults(run=run)
    return each


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", help="address to listen on (default: the config's)")
    command.add_argument("--port", type=int, help="port to listen on (default: the config's)")


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--by", metavar="DIMENSION",
        help="split by a dimension, path_class, pipeline, source, size_band or month",
    )  # fmt: skip
    _add_period(command)
    _add_where(command)
    command.add_argument(
        "--assume", action="append", default=[], metavar="KEY=NUMBER",
        help="another number than the config's: hour_cost=95, margin, minutes, spare_hours, "
        "horizon, running_cost",
    )  # fmt: skip
    command.add_argument(
        "--population", choices=("new_business", "all"), default="new_business",
        help="new business (default), or existing customers too",
    )  # fmt: skip


def _add_period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="start", metavar="MONTH", help="first month: 2026-01")
    command.add_argument("--to", dest="end", metavar="MONTH", help="last month: 2026-06")
    command.add_argument(
        "--all", action="store_true", help="all data, whatever the config's default period"
    )


def _add_where(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--where", action="append", default=[], metavar="NAME=VALUE",
        help="only this value of a dimension; repeat it for several",
    )  # fmt: skip
