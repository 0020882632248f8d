"""A report as a message of Slack: the mail's points as text and as blocks, and the ways to them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dashboard.reports.envelope import Letter
from dashboard.reports.mail import mail_of
from dashboard.reports.mail_parts import Point, Way
from dashboard.reports.material import Material

# Slack refuses longer ones.
_HEADER, _SECTION = 150, 3000


def report_message(told: Material, report: str) -> bytes:
    """Return the message of a report, which goes by this name in the config."""
    mail = mail_of(told, report)
    blocks = [_header(mail.subject), _small([mail.from_whom, mail.scope])]
    blocks += [_section(_point(each)) for each in mail.points]
    if mail.button:
        blocks.append(_section(_link(mail.button)))
    blocks.append(_small(list(mail.foot)))
    return _json(mail.subject, blocks)


def plain_message(letter: Letter) -> bytes:
    """Return a letter of text alone as a message."""
    return _json(letter.subject, [_header(letter.subject), _section(_safe(letter.text))])


def _json(text: str, blocks: list[dict[str, object]]) -> bytes:
    return json.dumps({"text": _safe(text), "blocks": blocks}, ensure_ascii=False).encode()


def _header(text: str) -> dict[str, object]:
    return {"type": "header", "text": {"type": "plain_text", "text": text[:_HEADER]}}


def _section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_SECTION]}}


def _small(lines: list[str]) -> dict[str, object]:
    elements = [{"type": "mrkdwn", "text": _safe(each)[:_SECTION]} for each in lines]
    return {"type": "context", "elements": elements}


def _point(point: Point) -> str:
    return "\n".join(_lines(point))


def _lines(point: Point) -> Iterator[str]:
    yield f"*{_safe(point.said)}*"
    way = _link(point.way) if point.way else ""
    beside = " ".join(each for each in (_safe(point.beside), way) if each)
    if beside:
        yield beside
    for deal in point.deals:
        name = _link(Way(deal.name, deal.story)) if deal.story else _safe(deal.name)
        rest = [_safe(each) for each in (deal.what, deal.amount) if each]
        yield "• " + " · ".join([name, *rest])


def _link(way: Way) -> str:
    return f"<{way.address}|{_safe(way.said)}>"


def _safe(text: str) -> str:
    """Return a text in which nothing is a command, a link or a mention to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
