"""A part sent as its description says the same as the components it stands for."""

from __future__ import annotations

import json

from dash import html

from dashboard.web.frozen import frozen
from tests.web.reading import text_of, thawed


def test_a_frozen_part_keeps_words_attributes_and_order():
    part = html.Table(
        html.Tr([html.Th(["One ", html.B("two")], scope="row"), None, html.Td(3, className="n")])
    )
    described = json.loads(frozen(part).to_plotly_json()["props"]["data-tree"])
    assert described == [
        *("table", {}),
        [
            [
                *("tr", {}),
                [
                    ["th", {"scope": "row"}, ["One ", ["b", {}, ["two"]]]],
                    ["td", {"class": "n"}, ["3"]],
                ],
            ]
        ],
    ]
    assert text_of(thawed(described)) == "One two3"


def test_words_that_look_like_markup_stay_words():
    part = frozen(html.P("<img src=x onerror=alert(1)>", title="</section>"))
    described = json.loads(part.to_plotly_json()["props"]["data-tree"])
    assert described == ["p", {"title": "</section>"}, ["<img src=x onerror=alert(1)>"]]
