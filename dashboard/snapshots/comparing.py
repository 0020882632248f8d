"""Two sides compared: every tracked figure in parts and tested, the deals, what was restated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from dashboard.estimators.discoveries import benjamini_hochberg
from dashboard.measures import registry
from dashboard.measures.registry import Registry
from dashboard.snapshots import deal_changes, restated, said
from dashboard.snapshots.change import (
    Changes,
    DefinitionChange,
    FigureChange,
    Line,
    Restated,
    Usual,
)
from dashboard.snapshots.deal_changes import DealGroup
from dashboard.snapshots.figure_tests import tested
from dashboard.snapshots.parts import (
    Reasons,
    moved_deals,
    movers,
    parted,
    restated_by,
    told_apart,
)
from dashboard.snapshots.sides import Side
from dashboard.snapshots.tracked import BY_ID, TRACKED, Figure

# The share of false finds among what is told as beyond luck.
FALSE_FINDS = 0.10
# A past figure restated by more than this share is told first.
_MUCH = 0.02


def compared(before: Side, after: Side, currency: str) -> Changes:
    """Return what changed from the one side to the other, which is not older."""
    return _Comparison(before, after, currency, registry.load()).changes()


@dataclass(frozen=True)
class _Comparison:
    before: Side
    after: Side
    currency: str
    measures: Registry

    @cached_property
    def accounts(self) -> Mapping[str, str | None]:
        """Return the names of the deals of either side, where names are shown."""
        return restated.accounts_of(self.before, self.after)

    def changes(self) -> Changes:
        """Return all of it."""
        before, after = self.before, self.after
        rows = restated.since(before, after, self.currency)
        moved = moved_deals(before.deals, after.deals)
        listed, noted = restated.deals_of(rows), restated.noted_in(rows)
        reasons = Reasons(before, after, listed, moved, noted)
        apart = {
            figure.id: told_apart(figure, reasons)
            for figure in TRACKED
            if before.has(figure) and after.has(figure)
        }
        figures = [self._figure(BY_ID[each], told, reasons) for each, told in apart.items()]
        groups = deal_changes.found(before, after, self.currency)
        judged, beyond = _allowing_for_all(figures, groups)
        headline = self._headline(judged, apart, reasons)
        lines = [*self._deal_lines(beyond), *_restated_lines(headline, rows)]
        lines += [self._line(each) for each in _clearest_first(judged)]
        return Changes(
            since=before.name,
            since_as_of=before.as_of.isoformat(),
            as_of=after.as_of.isoformat(),
            days=(after.as_of - before.as_of).days,
            deals=tuple(deal for group in groups for deal in group.deals),
            figures=tuple(judged),
            restated=rows,
            definitions=tuple(self._redefined()),
            is_config_changed=before.rules_hash != after.rules_hash,
            headline_restated=headline,
            asked=len(figures) + len(groups),
            lines=tuple(lines),
            usual=_usual(groups),
            notes=tuple(self._notes(figures)),
            is_restated_known=restated.is_known(before, after),
        )

    def _figure(self, figure: Figure, rows: pl.DataFrame, reasons: Reasons) -> FigureChange:
        """Return one figure's change, not yet judged among the others."""
        found, test = parted(figure, rows), tested(figure, rows, reasons)
        change = FigureChange(
            figure=figure.id,
            measure=figure.measure,
            mark=dict(figure.mark),
            title=said.title(figure, self.measures[figure.measure].title),
            unit=figure.unit,
            before=found.before,
            after=found.after,
            by=found.by,
            parts=found.parts,
            movers=movers(rows, self.accounts),
            test=test.test,
            tested=test.by,
            low=test.low,
            high=test.high,
            p=test.p,
            is_signal=test.is_beyond,
            usual=test.usual,
            why=test.why,
        )
        told = said.figure(change, self.before.as_of, self.currency)
        part = restated_by(figure, rows, reasons.listed_of(figure))
        share = abs(part / change.before) if change.before else None
        return replace(change, said=told, restated_share=share)

    def _headline(
        self,
        figures: Sequence[FigureChange],
        apart: Mapping[str, pl.DataFrame],
        reasons: Reasons,
    ) -> str:
        """Tell of the figure restated most; what no build noted is no restatement to be told."""
        listed = {each.figure: reasons.listed_of(BY_ID[each.figure]) for each in figures}
        by = {
            name: restated_by(BY_ID[name], apart[name], records) for name, records in listed.items()
        }
        worst = _most_restated(figures, by)
        if worst is None:
            return ""
        part, day = by[worst.figure], self.before.as_of
        records = apart[worst.figure].filter(
            (pl.col("reason") == "restated") & pl.col("record_id").is_in(listed[worst.figure])
        )
        return said.headline(worst, part, records.height, day, self.currency)

    def _deal_lines(self, groups: Sequence[DealGroup]) -> Iterator[Line]:
        for group in groups:
            known = [each.amount for each in group.deals if each.amount is not None]
            usual = group.weekly.usual if group.weekly else None
            yield Line(
                about="deals",
                key=group.kind,
                said=said.deals(group.kind, group.deals, self.currency),
                beside=said.usual(usual, "count", self.currency),
                records=tuple(each.record_id for each in group.deals),
                amount=sum(known) if known else None,
            )

    def _line(self, change: FigureChange) -> Line:
        return Line("figure", change.figure, change.said, said.beside(change, self.currency))

    def _redefined(self) -> Iterator[DefinitionChange]:
        was, is_now = self.before.definitions, self.after.definitions
        for measure in sorted(was.keys() & is_now.keys()):
            if was[measure] != is_now[measure]:
                known = self.measures.measures.get(measure)
                yield DefinitionChange(measure, known.title if known else measure)

    def _notes(self, figures: Sequence[FigureChange]) -> Iterator[str]:
        if self.before.asked != self.after.asked:
            yield "The two were asked for different records, so part of the change is that."
        if not restated.is_known(self.before, self.after):
            yield said.RESTATED_UNKNOWN
        lacking = len(TRACKED) - len(figures)
        if lacking:
            yield f"Figures that one of the two could not compute, and are left out: {lacking}."


def _allowing_for_all(
    figures: Sequence[FigureChange], groups: Sequence[DealGroup]
) -> tuple[list[FigureChange], list[DealGroup]]:
    """Judge all that was asked at once: what is beyond luck although so many were looked at."""
    own = [each.p for each in figures]
    theirs = [each.weekly.judged.p if each.weekly else None for each in groups]
    asked = [p for p in (*own, *theirs) if p is not None]
    adjusted = dict(zip(asked, benjamini_hochberg(asked), strict=True))
    judged = []
    for each in figures:
        q = None if each.p is None else adjusted[each.p]
        is_clear = each.is_signal and q is not None and q <= FALSE_FINDS and each.by != 0
        judged.append(replace(each, q=q, is_signal=is_clear))
    return judged, [each for each in groups if each.is_beyond]


def _clearest_first(figures: Sequence[FigureChange]) -> list[FigureChange]:
    clear = [each for each in figures if each.is_signal]
    return sorted(clear, key=lambda each: (each.q or 0.0, each.p or 0.0))


def _most_restated(figures: Sequence[FigureChange], by: Mapping[str, float]) -> FigureChange | None:
    """Return the figure restated by the largest share of it; any restatement of zero is larger."""
    shares = {
        each.figure: abs(by[each.figure] / each.before) if each.before else math.inf
        for each in figures
        if by[each.figure]
    }
    much = [each for each in figures if shares.get(each.figure, 0.0) > _MUCH]
    return max(much, key=lambda each: shares[each.figure], default=None)


def _restated_lines(headline: str, rows: Sequence[Restated]) -> list[Line]:
    if not headline:
        return []
    records = tuple(dict.fromkeys(each.record_id for each in rows if each.table == "deals"))
    return [Line("restated", "restated", headline, said.restatements(rows), records)]


def _usual(groups: Sequence[DealGroup]) -> dict[str, Usual]:
    return {each.kind: each.weekly.usual for each in groups if each.weekly}
