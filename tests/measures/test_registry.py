"""Headers: what is refused, and that every measure of the product keeps the rules."""

from __future__ import annotations

import re
import string

import pytest
from sqlglot import parse

from dashboard import words
from dashboard.errors import ConfigError, QueryError
from dashboard.measures import registry
from dashboard.measures.slices import text_of
from dashboard.present.pages import PAGES

HEADER = """/*
title = "Win rate"
question = "How many did we win?"
definition = "Won, of those closed."
unit = "share"
school = "conventional"
shape = "number"
dated_by = "deal_closed"
records = "deals"
input = "ratio"
other_reading = "Another."
next_step = "Look."
{more}
[finding]
clear = "{{value:in100}} in 100"
luck = "Could be luck."
too_few = "{{numerator:count}} of {{denominator:count}}"
[estimator]
name = "share"
*/
select * from chosen_deals_closed -- and not chosen_by_a_comment
"""

OF_A_RESULT = {
    "value", "low", "high", "n", "events", "numerator", "denominator", "bound_low", "bound_high",
    "population", "horizon", "as_of",
}  # fmt: skip
ATTRIBUTES = OF_A_RESULT - {"population", "horizon", "as_of"}


def write(folder, name, more=""):
    (folder / f"{name}.sql").write_text(HEADER.format(more=more), encoding="utf-8")


def test_a_measure_knows_its_file_and_what_it_reads(tmp_path):
    write(tmp_path, "win_rate")
    measure = registry.load(tmp_path)["win_rate"]
    assert (measure.id, measure.reads) == ("win_rate", ("chosen_deals_closed",))


def test_an_unknown_key_is_refused_with_the_nearest_one(tmp_path):
    write(tmp_path, "win_rate", 'titel = "x"')
    with pytest.raises(QueryError, match=r"titel: there is no such key. Did you mean 'title'\?"):
        registry.load(tmp_path)


def test_the_faults_of_all_files_are_told_at_once(tmp_path):
    write(tmp_path, "one", 'titel = "x"\nlayer = 3')
    write(tmp_path, "two", 'twin = "three"')
    (tmp_path / "four.sql").write_text("select 1", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        registry.load(tmp_path)
    told = "\n".join(caught.value.faults)
    for fault in ("one.sql: titel", "one.sql: layer", "two.sql: twin", "four.sql has no header"):
        assert fault in told


def test_a_twin_must_point_back(tmp_path):
    write(tmp_path, "one", 'twin = "two"')
    write(tmp_path, "two")
    with pytest.raises(QueryError, match="twin 'two' does not point back"):
        registry.load(tmp_path)


def test_an_unknown_measure_is_named_with_the_nearest(measures):
    with pytest.raises(ConfigError, match="Did you mean 'win_rate'"):
        measures["winrate"]


def test_every_measure_is_one_select_over_slices(measures):
    for measure in measures:
        statements = parse(measure.sql, read="duckdb")
        assert len(statements) == 1, measure.id
        assert ";" not in measure.sql, measure.id
        assert measure.reads, measure.id
        for name in measure.reads:
            assert text_of(name), (measure.id, name)
        assert not measure.parameters, measure.id


def test_every_measure_is_on_a_page(measures):
    placed = {measure_id for page in PAGES for measure_id in page.measures}
    assert {measure.id for measure in measures} <= placed
    built = {measure_id for page in PAGES if page.built for measure_id in page.measures}
    assert built <= set(measures.measures)


def sentences_of(measure):
    finding = measure.finding
    said = (finding.clear, finding.luck, finding.too_few, finding.withheld, finding.none)
    return (*said, measure.other_reading, measure.next_step)


def test_no_sentence_says_a_banned_word(measures):
    for measure in measures:
        for text in (*sentences_of(measure), *measure.caveats, measure.question, measure.title):
            plain = re.sub(r"[^a-z0-9= ]", " ", re.sub(r"\{.*?\}", "", text.lower()))
            said = f" {plain} "
            found = [banned for banned in words.BANNED if f" {banned} " in said]
            assert not found, (measure.id, text)


def test_every_template_names_known_numbers_in_known_formats(measures):
    for measure in measures:
        for text in sentences_of(measure):
            for _, field, spec, _ in string.Formatter().parse(text):
                if field is None:
                    continue
                name, dot, attribute = field.partition(".")
                assert spec in (*words.FORMAT_NAMES, ""), (measure.id, field, spec)
                known = attribute in ATTRIBUTES or attribute.startswith(("details[", "keys["))
                assert known if dot else (name in OF_A_RESULT), field
