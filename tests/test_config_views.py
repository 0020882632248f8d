"""Views and framing sites in the config: what leads nowhere is refused, with its line."""

from __future__ import annotations

import pytest

from dashboard import config
from dashboard.config.reading import load
from dashboard.errors import ConfigError

DIMENSIONS = [{"name": "segment", "table": "leads", "column": "Segment"}]


def views(*addresses, **more):
    """Read a config with these views."""
    named = [{"name": f"view {at}", "address": each} for at, each in enumerate(addresses)]
    return config.parse({"dimension": DIMENSIONS, "view": named, **more})


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/wins?segment=Enterprise&from=2026-02",
        "/momentum?from=all&to=all&open=time_in_stage&count=strict",
        "/funnel?against=year_before&embed=1",
    ],
)
def test_an_address_of_a_page_is_a_view(address):
    assert views(address).views[0].address == address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/win", "leads to no page. Did you mean '/wins'?"),
        ("wins?segment=SMB", "is no address within the dashboard"),
        ("https://evil.example/wins", "is no address within the dashboard"),
        ("//evil.example/wins", "is no address within the dashboard"),
        ("/wins?segmnt=SMB", "asks for 'segmnt', which no page knows. Did you mean 'segment'?"),
        ("/wins?from=2026-13", "has from=2026-13. Write year and month, like 2026-02, or all"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(address, said):
    with pytest.raises(ConfigError) as refused:
        views(address)
    assert said in str(refused.value)


def test_two_views_of_one_name_are_refused_with_their_line(tmp_path):
    twice = '[[view]]\nname = "A"\naddress = "/"\n\n[[view]]\nname = "A"\naddress = "/wins"\n'
    (tmp_path / "gatecost.toml").write_text(twice, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(tmp_path)
    assert "gatecost.toml:5: [[view]] 'A' is declared twice" in str(refused.value)


@pytest.mark.parametrize(
    "origin",
    ["*", "https://a.example/path", "https://a.example; script-src *", "a.example", "https://"],
)
def test_what_is_no_origin_may_not_embed(origin):
    with pytest.raises(ConfigError) as refused:
        config.parse({"server": {"may_embed": [origin]}})
    assert "is no origin. Write scheme and host alone" in str(refused.value)


def test_sites_that_may_embed_are_kept_as_written():
    sites = ["https://intranet.example", "http://wiki.example:8443"]
    assert list(config.parse({"server": {"may_embed": sites}}).server.may_embed) == sites
