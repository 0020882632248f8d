"""Who reached out: what each kind of activity says of buyer and seller."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.items import Item, block, comment
from dashboard.ingest.propose.seen import Seen

_MOST = 30


def kinds(seen: Seen) -> Iterator[Item]:
    """Yield a `[[touch]]` for each kind whose name says another direction than the layout does."""
    rows = seen.rows("touch_kinds")
    if not any(each.layout for each in seen.systems):
        return
    for kind in list(dict.fromkeys(row["kind"] for row in rows))[:_MOST]:
        found = {row["direction"]: row["touches"] for row in rows if row["kind"] == kind}
        words = vocabulary.read("touches")["direction"]
        guess = vocabulary.first_fit(kind, words)
        if guess is None or set(found) == {guess} or len(found) > 1:
            continue
        count = sum(found.values())
        head = comment(
            f"{count:,} touches are called {kind!r}: the name says who reached out, the export "
            "does not.",
            "unsure",
        )
        content = {"type": kind, "kind": vocabulary.plain(kind) or "other", "direction": guess}
        yield Item(
            f"touch/{kind}",
            "touches",
            block("[[touch]]", content, head),
        )
