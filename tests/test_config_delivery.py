"""What a config says of mail, reports and alerts, and how its faults are named."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import config
from dashboard.errors import ConfigError

MAIL = {"host": "mail.example.com", "from": "Reports <reports@example.com>"}
MONDAY = {"name": "monday", "at": "Mon 07:00", "to": "ann@example.com"}


def faults(content: dict[str, Any]) -> str:
    with pytest.raises(ConfigError) as caught:
        config.parse(content)
    return " ".join(caught.value.faults)


def test_a_time_that_cannot_be_read_is_named_with_its_report() -> None:
    found = faults({"mail": MAIL, "report": [{**MONDAY, "at": "Mon 24:00"}]})
    assert "[[report]] 1, at" in found
    assert '"weekdays 07:30"' in found


def test_a_report_may_be_due_at_several_times() -> None:
    report = config.parse({"mail": MAIL, "report": [{**MONDAY, "at": ["Mon 07:00", "Thu 16:00"]}]})
    assert [each.weekdays for each in report.reports[0].due] == [(0,), (3,)]


def test_a_report_that_goes_nowhere_is_a_fault() -> None:
    assert "[[report]] 'monday' goes nowhere" in faults({"report": [{"name": "monday"}]})


def test_a_mailbox_needs_a_server() -> None:
    assert "'monday' goes to a mailbox, and there is no [mail]" in faults({"report": [MONDAY]})


def test_a_report_has_one_name_and_each_reader_one_letter() -> None:
    found = faults({"mail": MAIL, "report": [MONDAY, MONDAY]})
    assert "[[report]] 'monday' is declared twice" in found
    twice = {**MONDAY, "to": ["ann@example.com", "ann@example.com"]}
    assert "lists 'ann@example.com' more than once" in faults({"mail": MAIL, "report": [twice]})


@pytest.mark.parametrize(
    "address", ["ann", "ann@example", "Ann <ann@example.com>", "a@example.com, b@example.com",
                "ann@example.com\r\nBcc: eve@example.com", "", "ann@exam ple.com"],
)  # fmt: skip
def test_an_address_is_one_mailbox(address: str) -> None:
    found = faults({"mail": MAIL, "report": [{**MONDAY, "to": [address]}]})
    assert "is no address of a mailbox" in found


@pytest.mark.parametrize("sender", ["Reports", "Reports <a>", "R\r\nX <a@example.com>"])
def test_a_sender_is_an_address_alone_or_behind_a_name(sender: str) -> None:
    assert "is no address of a mailbox" in faults({"mail": {**MAIL, "from": sender}})


def test_limits_name_dimensions_and_values() -> None:
    region = {"name": "region", "table": "leads", "column": "R"}
    wrong = {**MONDAY, "where": {"regoin": ["Europe"]}}
    found = faults({"mail": MAIL, "dimension": [region], "report": [wrong]})
    assert "is limited by 'regoin', which is no [[dimension]]. Did you mean 'region'?" in found
    none = {**MONDAY, "where": {"region": []}}
    found = faults({"mail": MAIL, "dimension": [region], "report": [none]})
    assert "is limited to no value of 'region': it would show nothing" in found


def test_only_is_a_page() -> None:
    found = faults({"mail": MAIL, "report": [{**MONDAY, "only": "momentun"}]})
    assert "names 'momentun', which is no page. Did you mean 'momentum'?" in found


@pytest.mark.parametrize("store", ["s3://", "bucket/prefix", "https://x", "s3://Bucket/x"])
def test_a_store_is_a_bucket_and_a_prefix(store: str) -> None:
    assert "is no place in a store" in faults({"report": [{"name": "monday", "store": store}]})


@pytest.mark.parametrize("link", ["pipeline", "ftp://x", "https://", "https://x/ y", 'https://x/"'])
def test_a_link_is_where_the_dashboard_is_served(link: str) -> None:
    content = {"report": [{"name": "monday", "folder": "sent", "link": link}]}
    assert "is no address of the dashboard" in faults(content)


def test_mail_is_never_sent_without_tls() -> None:
    assert "security" in faults({"mail": {**MAIL, "security": "none"}})


@pytest.mark.parametrize("key", ["password_env", "user_env"])
def test_a_secret_put_where_a_name_belongs_is_not_repeated(key: str) -> None:
    found = faults({"mail": {**MAIL, key: "hunter2-secret!"}})
    assert key in found
    assert "hunter2" not in found


def test_a_secret_has_no_key_of_its_own() -> None:
    found = faults({"mail": {**MAIL, "password": "hunter2"}})
    assert "there is no such key. Did you mean 'password_env'?" in found
    assert "hunter2" not in found


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "needs one rule"),
        ({"build_failed": True, "older_than_hours": 3}, "needs one rule"),
        ({"measure": "win_rate"}, "needs a limit"),
        ({"build_failed": True, "above": 1}, "has a limit or a mark, and no measure"),
        ({"measure": "win_rat", "above": 0.5}, "'win_rat', which is no measure. Did you mean"),
    ],
)
def test_an_alert_has_one_rule(rule: dict[str, Any], said: str) -> None:
    alert = {"name": "a", "slack_env": "SLACK", **rule}
    assert said in faults({"alert": [alert]})


def test_an_alert_that_goes_nowhere_is_a_fault() -> None:
    assert "[[alert]] 'a' goes nowhere" in faults({"alert": [{"name": "a", "build_failed": True}]})
