"""What does not hang together between `[mail]`, `[[report]]`, `[[alert]]` and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard.config.addresses import PAGE_PATHS
from dashboard.errors import did_you_mean

if TYPE_CHECKING:
    from dashboard.config.delivery import Alert, Report
    from dashboard.config.models import Config

Place = tuple[str | int, ...]
Said = Iterator[tuple[Place, str]]

# What a report may be limited to, as it is typed: the Overview has no path of its own.
PAGES = ("overview", *(path.removeprefix("/") for path in PAGE_PATHS if path != "/"))


def delivery_faults(config: Config, measures: Sequence[str]) -> Said:
    """Yield the place and the words of each fault."""
    dimensions = [dimension.name for dimension in config.dimensions]
    for number, report in enumerate(config.reports):
        place: Place = ("report", number)
        name = f"[[report]] {report.name!r}"
        yield from _ways(config, place, name, report)
        yield from _limits(place, name, report.where, dimensions)
        if not (report.to or report.slack_env or report.folder or report.store):
            yield place, f"{name} goes nowhere. Add to, slack_env, folder or store"
        if report.only is not None and report.only not in PAGES:
            near = did_you_mean(report.only, PAGES)
            yield (*place, "only"), f"{name} names {report.only!r}, which is no page.{near}"
    for number, alert in enumerate(config.alerts):
        place = ("alert", number)
        name = f"[[alert]] {alert.name!r}"
        yield from _ways(config, place, name, alert)
        yield from _limits(place, name, alert.where, dimensions)
        if not (alert.to or alert.slack_env):
            yield place, f"{name} goes nowhere. Add to or slack_env"
        yield from _rule(place, name, alert, measures)


def _ways(config: Config, place: Place, name: str, each: Report | Alert) -> Said:
    if each.to and config.mail is None:
        yield (*place, "to"), f"{name} goes to a mailbox, and there is no [mail]. Add one"
    for address in sorted({a for a in each.to if each.to.count(a) > 1}):
        yield (*place, "to"), f"{name} lists {address!r} more than once. Keep one"


def _limits(
    place: Place, name: str, where: Mapping[str, list[str]], dimensions: Sequence[str]
) -> Said:
    for dimension, values in where.items():
        if dimension not in dimensions:
            near = did_you_mean(dimension, dimensions)
            yield (
                (*place, "where", dimension),
                f"{name} is limited by {dimension!r}, which is no [[dimension]].{near}",
            )
        elif not values:
            yield (
                (*place, "where", dimension),
                f"{name} is limited to no value of {dimension!r}: it would show nothing. Name one",
            )


def _rule(place: Place, name: str, alert: Alert, measures: Sequence[str]) -> Said:
    limits = alert.above is not None or alert.below is not None or alert.outside is not None
    rules = [alert.measure is not None, alert.older_than_hours is not None, alert.build_failed]
    if sum(rules) != 1:
        yield place, f"{name} needs one rule: measure, older_than_hours or build_failed"
    elif alert.measure is not None and not limits:
        yield place, f"{name} needs a limit: above, below or outside = 'usual'"
    elif alert.measure is None and (limits or alert.mark):
        yield place, f"{name} has a limit or a mark, and no measure that it is held against"
    if alert.measure is not None and alert.measure not in measures:
        near = did_you_mean(alert.measure, measures)
        text = f"{name} names {alert.measure!r}, which is no measure.{near}"
        yield (*place, "measure"), text
