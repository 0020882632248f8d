"""A deal's story on one line: who did what, lane by lane, with silences and parked times behind.

A mark stands on the first day of what it counts and gathers what comes within a few days of it, so
many that marks never lie upon each other; the list beneath has every event. The line is a picture:
its words are the list's.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html

from dashboard import words
from dashboard.measures.story import Story
from dashboard.present.sentence import plural
from dashboard.web.parts import Child, aria

Event = Mapping[str, Any]

# So many marks fit beside each other on the narrowest line.
MOST_MARKS = 64
_MOST_TICKS = 9
_GATE_KINDS = ("lead", "hand_raise", "pass", "waived", "fail")
_STEP_KINDS = (
    "created", "handed_off", "forward", "backward", "change", "amount", "close_date", "won", "lost",
    "next",
)  # fmt: skip
_SPANS = {"silence": "silent", "parked": "parked", "asked_to_wait": "parked"}
_SIDES = {"buyer": "The buyer", "mutual": "Both sides", "seller": "Our side", None: "Contact"}
# Shapes and what they are called; those of a story are named beneath its line.
SHAPES = {
    "lead": "came in", "hand_raise": "asked for contact", "pass": "passed a gate",
    "fail": "turned away", "waived": "gate waived", "created": "deal created",
    "handed_off": "handed on", "forward": "step forward", "backward": "step back",
    "change": "other change of stage", "amount": "amount changed",
    "close_date": "planned close changed", "won": "won", "lost": "lost",
    "next": "next contact agreed",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """The days a line reaches over, and where each of them is on it."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """Return how many days there are, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def mark_days(self) -> int:
        """Return the days that a mark gathers, so that it never lies upon the next."""
        return -(-self.days // MOST_MARKS)

    def at(self, day: dt.date, part: float = 0.5) -> float:
        """Return where a part of a day is, in hundredths of the line; its middle unless said."""
        place = ((day - self.start).days + part) / self.days
        return 100.0 * min(max(place, 0.0), 1.0)


def line_of(story: Story) -> Line:
    """Return the line of a story: from its first trace to its closing, its last event, or now."""
    days = [day for name in ("day", "until_day") for day in story.events[name].drop_nulls()]
    days += [story.as_of] if story.is_open or not days else []
    return Line(min(days), max(days))


def timeline(story: Story) -> html.Figure:
    """Return the line with its lanes, its axis and what its shapes mean."""
    line = line_of(story)
    events = story.events.rows(named=True)
    created = story.deal["created_date"]
    lanes = [_lane(line, name, its, created) for name, its in lanes_of(events)]
    body = [
        html.Div(
            [_span(line, each) for each in events if each["kind"] in _SPANS], className="spans"
        ),
        html.Div(_posts(story, line), className="posts"),
        html.Div(lanes, className="lanes"),
        _stages(story, line, events),
        _axis(line),
    ]
    caption = said(story, line)
    drawn = html.Div(
        html.Div(body, className="line-body"),
        className="sideways",
        role="img",
        # On a phone the line is wider than the screen: keys scroll what has the focus.
        tabIndex="0",
        **aria(label=f"The story on one line, {caption} All events are in the list beneath."),
    )
    return html.Figure([html.Figcaption(caption), drawn, _key(line, events)], className="timeline")


def said(story: Story, line: Line) -> str:
    """Say in one sentence what happened, by numbers."""
    kinds = Counter(story.events["kind"].to_list())
    sides = Counter(story.events.filter(story.events["kind"] == "touch")["side"].to_list())
    by_side = (
        f"{words.count(sides['buyer'])} from the buyer, {words.count(sides['mutual'])} with both, "
        f"{words.count(sides['seller'])} from us"
    )
    verdicts = kinds["pass"] + kinds["fail"] + kinds["waived"]
    touches = plural(kinds["touch"], "touch", "touches")
    parts = [
        plural(verdicts, "verdict") if verdicts else "",
        f"{touches} ({by_side})" if kinds["touch"] else "no touch on record",
        plural(kinds["forward"], "step forward", "steps forward"),
        plural(kinds["backward"], "step back", "steps back") if kinds["backward"] else "",
        plural(kinds["silence"], "silence") if kinds["silence"] else "",
    ]
    days = f"{words.date(line.start)} to {words.date(line.end)}"
    return f"{days}: {words.listed([each for each in parts if each])}."


def lanes_of(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """Put the events that have a mark into the lanes of the line; empty lanes are left out."""
    named = ["Lead and gates", *_SIDES.values(), "The deal"]
    lanes: dict[str, list[Event]] = {name: [] for name in named}
    for event in events:
        if event["kind"] in _GATE_KINDS:
            lanes["Lead and gates"].append(event)
        elif event["kind"] == "touch":
            lanes[_SIDES.get(event["side"], "Contact")].append(event)
        elif event["kind"] in _STEP_KINDS:
            lanes["The deal"].append(event)
    return [(name, its) for name, its in lanes.items() if its]


@dataclass(frozen=True)
class Cluster:
    """Events of a lane that share a place, and the rows in use above them."""

    day: dt.date
    events: tuple[Event, ...]
    above: int = 0

    @property
    def shapes(self) -> Mapping[str, int]:
        """Return how many events there are of each shape, in order of their first."""
        return Counter(_shape(each) for each in self.events)


def clusters_of(line: Line, events: Sequence[Event], created: dt.date | None) -> list[Cluster]:
    """Gather the events of a lane by days; what came before the deal is kept apart from after it.

    Where that leaves two places nearer than a mark is wide, the second goes beneath the first.
    """
    found: list[Cluster] = []
    for event in events:
        day, last = event["day"], found[-1] if found else None
        is_near = last is not None and (day - last.day).days < line.mark_days
        if last is not None and is_near and _side(last.day, created) == _side(day, created):
            found[-1] = replace(last, events=(*last.events, event))
        else:
            above = last.above + len(last.shapes) if last is not None and is_near else 0
            found.append(Cluster(day, (event,), above))
    return found


def _side(day: dt.date, created: dt.date | None) -> bool:
    return created is not None and day >= created


def _lane(line: Line, name: str, events: Sequence[Event], created: dt.date | None) -> html.Div:
    clusters = clusters_of(line, events, created)
    marks = [
        _mark(line.at(cluster.day), cluster.above + place, shape, cluster)
        for cluster in clusters
        for place, shape in enumerate(cluster.shapes)
    ]
    highest = max(each.above + len(each.shapes) for each in clusters)
    return html.Div(
        [html.Span(name, className="lane-name"), html.Div(marks, className="lane-marks")],
        className="lane",
        style={"--rows": str(highest)},
    )


def _shape(event: Event) -> str:
    kind = str(event["kind"])
    return f"touch-{event['side'] or 'other'}" if kind == "touch" else kind


def _mark(left: float, place: int, shape: str, cluster: Cluster) -> html.Span:
    told = [each for each in cluster.events if _shape(each) == shape]
    title = f"{words.date(told[0]['day'])}: {told[0]['what']}"
    if len(told) > 1:
        title += f", and {words.count(len(told) - 1)} more"
    size = "many" if len(told) > 3 else "few" if len(told) > 1 else "one"
    return html.Span(
        className=f"on-line on-{shape} on-{size}",
        style={"left": f"{left:.2f}%", "--place": str(place)},
        title=title,
    )


def _span(line: Line, event: Event) -> html.Span:
    until = event["until_day"] or line.end
    left = line.at(event["day"])
    return html.Span(
        className=f"span span-{_SPANS[event['kind']]}",
        style={"left": f"{left:.2f}%", "width": f"{max(line.at(until) - left, 0.2):.2f}%"},
        title=event["what"],
    )


def _posts(story: Story, line: Line) -> list[Child]:
    """Return the upright lines with words: the deal's creation, and its closing or now."""
    created, closed = story.deal["created_date"], story.deal["closed_date"]
    posts = [(created, "deal created")] if created else []
    if story.is_open:
        posts.append((story.as_of, "data to"))
    elif closed:
        posts.append((closed, str(story.deal["outcome"])))
    return [
        html.Span(
            html.Span(f"{text} {words.date(day)}"),
            className=f"post post-{at}" + (" post-left" if line.at(day) > 60 else ""),
            style={"left": f"{line.at(day):.2f}%"},
        )
        for at, (day, text) in enumerate(posts)
    ]


def _stages(story: Story, line: Line, events: Sequence[Event]) -> Child:
    """Return the band of stages in which the deal stood; its last one reaches to the end."""
    created = story.deal["created_date"]
    moves = [each for each in events if each["stage"] and each["kind"] in _STEP_KINDS]
    starts = [(created, moves[0]["stage_before"] if moves else story.deal["stage"])]
    starts += [(each["day"], each["stage"]) for each in moves]
    last = line.end if not story.is_open else story.as_of
    parts = []
    for at, (day, stage) in enumerate(starts):
        until = starts[at + 1][0] if at + 1 < len(starts) else last
        if day is None or stage is None or until <= day:
            continue
        left = line.at(day)
        width = line.at(until) - left
        name = html.Span(stage) if width > 5 else None
        style = {"left": f"{left:.2f}%", "width": f"{width:.2f}%"}
        parts.append(html.Span(name, className="stage", style=style, title=stage))
    if not parts:
        return None
    band = html.Div(parts, className="lane-marks")
    return html.Div([html.Span("Stage", className="lane-name"), band], className="lane stages")


def _axis(line: Line) -> html.Div:
    ticks = [
        html.Span(
            f"{day:%b}" if day.month != 1 and at else f"{day:%b %Y}",
            className="tick tick-left" if line.at(day, 0) > 93 else "tick",
            style={"left": f"{line.at(day, 0):.2f}%"},
        )
        for at, day in enumerate(ticks_of(line))
    ]
    return html.Div(ticks, className="line-axis")


def ticks_of(line: Line) -> list[dt.date]:
    """Return first days of months, as far apart as nine at most need; none in a short story."""
    first, last = (day.year * 12 + day.month - 1 for day in (line.start, line.end))
    fits = (step for step in (1, 2, 3, 6, 12) if (last - first) // step < _MOST_TICKS)
    step = next(fits, 12 * -(-(last - first) // (12 * _MOST_TICKS)))
    months = range(-(-first // step) * step, last + 1, step)
    days = (dt.date(at // 12, at % 12 + 1, 1) for at in months)
    return [day for day in days if day >= line.start]


def _key(line: Line, events: Sequence[Event]) -> html.Ul:
    """Name the shapes of this story, and what one mark stands for."""
    here = {str(each["kind"]) for each in events}
    items = [
        html.Li([html.Span(className=f"on-line on-{kind}"), name])
        for kind, name in SHAPES.items()
        if kind in here
    ]
    if "silence" in here:
        items.append(html.Li([html.Span(className="swatch span-silent"), "no sign of life"]))
    if here & {"parked", "asked_to_wait"}:
        items.append(html.Li([html.Span(className="swatch span-parked"), "parked"]))
    days = words.days(line.mark_days)
    items.append(html.Li(f"A mark gathers {days} from its place; larger for several."))
    return html.Ul(items, className="line-key")
