"""A letter as a mail: text first, then HTML with its pictures by content id, then attachments."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

# A message travels as plain lines whatever stands on the way.
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class Letter:
    """What a reader receives; `images` are PNGs by the content id that the HTML names."""

    subject: str
    text: str
    html: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    # Files by name, each a PDF.
    attached: Mapping[str, bytes] = field(default_factory=dict)


def domain_of(sender: str) -> str:
    """Return the domain that a sender speaks for."""
    return address_of(sender).rpartition("@")[2]


def address_of(sender: str) -> str:
    """Return the address alone, of one that stands behind a name."""
    return parseaddr(sender)[1]


def as_mail(letter: Letter, sender: str, to: str, identity: str, at: dt.datetime) -> bytes:
    """Return the mail as bytes; the same letter, reader, identity and moment give the same bytes.

    `identity` names what is delivered; with the reader it makes the Message-ID, so that a mailbox
    that got a letter twice can tell.
    """
    digest = hashlib.sha256(f"{identity}\n{to}".encode()).hexdigest()
    mail = EmailMessage(policy=_POLICY)
    name, address = parseaddr(sender)
    mail["From"] = Address(_line(name), addr_spec=address)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = _line(letter.subject)
    mail["Date"] = format_datetime(at.astimezone(dt.UTC))
    mail["Message-ID"] = f"<{digest[:32]}@{domain_of(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        html = mail.get_payload(1)
        for cid, png in letter.images.items():
            html.add_related(  # type: ignore[union-attr]
                png, "image", "png", cid=f"<{cid}>", disposition="inline", filename=f"{cid}.png"
            )
    for file, content in letter.attached.items():
        mail.add_attachment(content, "application", "pdf", filename=file)
    _fix_boundaries(mail, digest)
    return mail.as_bytes()


def _fix_boundaries(mail: EmailMessage, digest: str) -> None:
    """Part the mail by marks of its own instead of random ones."""
    parted = (part for part in mail.walk() if part.is_multipart())
    for number, part in enumerate(parted):
        part.set_boundary(f"=_{number}_{digest[32:]}")


def _line(text: str) -> str:
    """Return a text as one line: a header must not begin another."""
    return " ".join(text.split())
