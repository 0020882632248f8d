"""The address is the state: short, complete, and harmless."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as draw

from dashboard.config import ASSUMED_KEYS, Assumptions
from dashboard.measures.filters import Filters
from dashboard.web import url_state
from dashboard.web.url_state import Known, View

DEFAULT = Filters(start=dt.date(2025, 11, 1), end=dt.date(2026, 10, 1))
KNOWN = Known(
    DEFAULT,
    {"segment": ("Large", "Mid & more", "SMB"), "from": ("a", "b")},
    frozenset({"path_mix", "win_rate"}),
)
months = draw.none() | draw.dates(dt.date(2000, 1, 1), dt.date(2039, 12, 1)).map(
    lambda day: day.replace(day=1)
)
chosen = draw.fixed_dictionaries(
    {},
    optional={
        "segment": draw.sets(draw.sampled_from(KNOWN.values["segment"]), min_size=1, max_size=2),
        "from": draw.sets(draw.sampled_from(("a", "b")), min_size=1, max_size=1),
    },
)


def test_default_is_no_query():
    assert url_state.write(View(DEFAULT), KNOWN) == "?"
    assert url_state.read("", KNOWN) == View(DEFAULT)


def test_only_what_differs_is_written():
    later = replace(DEFAULT, start=dt.date(2026, 1, 1), where={"segment": ("SMB",)})
    assert url_state.write(View(later), KNOWN) == "?from=2026-01&segment=SMB"


def test_all_data_can_be_asked_for():
    everything = replace(DEFAULT, start=None, end=None)
    assert url_state.write(View(everything), KNOWN) == "?from=all&to=all"


def test_a_mark_is_readable():
    address = url_state.drill(View(DEFAULT), KNOWN, "path_mix", {"part": "in_flow"})
    assert address == "?drill=path_mix&mark=part:in_flow"


@given(
    start=months,
    end=months,
    where=chosen,
    show=draw.sampled_from((50, 200, 4711)),
    opened=draw.lists(draw.sampled_from(sorted(KNOWN.measures)), unique=True),
    count=draw.sampled_from(url_state.COUNTS),
    against=draw.sampled_from((None, "year_before", "2025-01..2025-06", "segment:Mid & more")),
    told=draw.fixed_dictionaries(
        {},
        optional={
            "sort": draw.sampled_from(("-amount", "stage")),
            "has": draw.text("abc <&", min_size=1).map(str.strip).filter(bool),
            "deal": draw.sampled_from(("D-17", "006xx0000012345AAA")),
            "published": draw.just(True),
            "embed": draw.just(True),
            "item": draw.integers(1, 9),
            "since": draw.sampled_from(("2026-10-16", "2026-10-16_0a1b2c3d.2")),
            "upto": draw.just("2026-10-23"),
            "change": draw.just("New scoring & more"),
        },
    ),
)
def test_what_is_written_is_read_again(
    start, end, where, show, opened, count, against, told
):  # fmt: skip
    if start and end and start > end:
        start, end = end, start
    filters = replace(
        DEFAULT, start=start, end=end, where={name: tuple(sorted(v)) for name, v in where.items()}
    )
    mark = (("part", "in: flow & <b>"),)
    view = View(filters, "path_mix", mark, show=show, opened=tuple(opened), count=count)
    view = replace(view, against=against, **told)
    assert url_state.read(url_state.write(view, KNOWN), KNOWN) == view


@given(query=draw.text(max_size=200))
def test_any_text_is_read_without_a_fault(query):
    view = url_state.read(query, KNOWN)
    assert set(view.filters.where) <= set(KNOWN.values)
    assert view.drill in (None, *KNOWN.measures)


def test_open_answers_and_the_count_stay_in_every_link():
    page = View(DEFAULT, opened=("win_rate", "path_mix"), count="strict")
    address = url_state.drill(page, KNOWN, "path_mix", {})
    assert address == "?count=strict&open=win_rate,path_mix&drill=path_mix"
    assert url_state.read(address, KNOWN).page() == page


def test_unknown_answers_are_not_opened():
    view = url_state.read("?open=win_rate,../etc,win_rate,nonsense&count=mine", KNOWN)
    assert (view.opened, view.count) == (("win_rate",), "ours")


def test_a_value_that_is_none_filters_nothing_and_is_told():
    found = url_state.read("segment=Foo&segment=SMB&against=segment:Bar&colour=red", KNOWN)
    assert found.filters.where == {"segment": ("SMB",)}
    assert found.unknown == (("segment", "Foo"), ("segment", "Bar"))
    # No link of the page carries it on.
    assert url_state.write(found, KNOWN) == "?segment=SMB"


def test_toggling_all_values_is_no_filter():
    filters = DEFAULT
    for value in KNOWN.values["segment"]:
        filters = url_state.toggled(filters, KNOWN, "segment", value)
    assert filters == DEFAULT


def test_what_cannot_be_compared_with_is_ignored():
    for text in ("2025-06..2025-01", "2025-13..2025-14", "segment:Nowhere", "colour:red", "x", ":"):
        assert url_state.read(f"?against={text}", KNOWN).against is None


def test_habits_go_along_to_another_page_and_what_is_open_stays():
    view = url_state.read(
        "?segment=SMB&count=wide&against=year_before&published=1&open=win_rate&item=3"
        "&since=2026-10-16&upto=2026-10-23&change=Scoring"
        "&drill=path_mix&deal=D-1",
        KNOWN,
    )
    kept = url_state.write(view.elsewhere(), KNOWN)
    assert kept == "?segment=SMB&count=wide&against=year_before&published=1"


def test_assumptions_and_the_line_are_in_the_address_and_only_assumptions_go_along():
    asked = "?hour_cost=95&margin=0.65&horizon=180&line=50"
    view = url_state.read(asked, KNOWN)
    assert view.filters.assumed == {
        "seller_hour_cost": 95, "margin": 0.65, "gate_horizon_days": 180,
    }  # fmt: skip
    assert view.line == 50
    assert url_state.write(view, KNOWN) == asked
    assert url_state.write(view.elsewhere(), KNOWN) == "?hour_cost=95&margin=0.65&horizon=180"
    assert url_state.drill(view, KNOWN, "win_rate", {}) == f"{asked}&drill=win_rate"


def test_the_configs_own_number_is_not_written_again():
    known = replace(KNOWN, assumptions=Assumptions(seller_hour_cost=95))
    assert url_state.read("?hour_cost=95", known) == View(DEFAULT)
    assert url_state.read("?hour_cost=80", known).filters.assumed == {"seller_hour_cost": 80}


def test_a_line_that_is_no_score_is_ignored():
    for text in ("", "x", "nan", "1e3", "50;", "--5", "99999", "5.", ".5", "1.234", "٥", "5 0"):
        assert url_state.read(f"?line={text}", KNOWN).line is None, text


def test_only_names_that_a_snapshot_may_have_are_taken_for_one():
    for text in ("../..", "2026-10-23/..", "2026-10-23_", "2026-10-23.0", "٢٠٢٦-10-23", "a", ""):
        view = url_state.read(f"?since={text}&upto={text}", KNOWN)
        assert (view.since, view.upto) == (None, None), text


@given(line=draw.integers(-999_999, 999_999).map(lambda each: each / 100))
def test_every_line_is_read_as_it_was_written(line):
    written = url_state.write(View(DEFAULT, line=line), KNOWN)
    assert url_state.read(written, KNOWN).line == line


@given(value=draw.text(max_size=40), key=draw.sampled_from((*ASSUMED_KEYS, "line")))
def test_any_number_is_read_without_a_fault(value, key):
    view = url_state.read(f"?{urlencode({key: value})}", KNOWN)
    assert set(view.filters.assumed) <= set(ASSUMED_KEYS.values())
