"""A later run of init keeps what a person wrote, byte for byte, and adds only what is new."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cli
from dashboard.ingest import propose
from dashboard.ingest.as_of import AsOf
from dashboard.ingest.propose.items import Item, block, comment
from tests.init.proposing import DEALS, write

AS_OF = AsOf(dt.datetime(2026, 3, 5, 10), "latest recorded change")


def stage(name: str, role: str = "open") -> Item:
    head = comment(f"{name} is taken for {role}.", "unsure")
    text = block("[[stage]]", {"stage": name, "role": role}, head)
    return Item(f"stage/default/{name}", "stages", text)


ITEMS = [
    Item("company", "company", '[company]\nname = "Our company"\n# assumed: so.\ncurrency = "USD"'),
    Item("source/exports/mapped", "systems", '[[source]]\nname = "crm"\nfolder = "exports"'),
    stage("Talking"),
    stage("Won", "won"),
    Item(
        "source_families", "sources", '[source_families]\ninbound = ["Web"]',
        {"Web": "its family would be inbound"},
    ),
    Item(
        "dimension/leads/Region", "dimensions",
        block("[[dimension]]", {"name": "region", "table": "leads", "column": "Region"}),
    ),
]  # fmt: skip
TEXT = propose.written(ITEMS, AS_OF)


def known(items: Sequence[Item]) -> dict[str, list[str]]:
    return {each.key: sorted(each.parts) for each in items}


def edited(text: str, edits: Sequence[tuple[int, str]]) -> str:
    """Change lines as a person does: comments, blank lines, other values, removed pieces."""
    lines = text.split("\n")
    for place, what in edits:
        at = place % len(lines)
        if what == "delete a piece":
            start = max((n for n in range(at + 1) if lines[n].startswith("[[")), default=None)
            if start is not None:
                end = next((n for n in range(start + 1, len(lines)) if not lines[n]), len(lines))
                del lines[start:end]
        elif what == "comment a line out":
            if lines[at] and not lines[at].startswith("["):
                lines[at] = f"# {lines[at]}"
        else:
            lines.insert(at, what)
    return "\n".join(lines)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 500),
        st.sampled_from(
            [
                "",
                "# what we agreed on in May: keep",
                "#\u00e9\u00fc \t ",
                "delete a piece",
                "comment a line out",
            ]
        ),
    ),
    max_size=8,
)


@given(EDITS)
def test_nothing_new_means_not_a_byte_changes(edits: list[tuple[int, str]]) -> None:
    text = edited(TEXT, edits)
    tomllib.loads(text)
    assert propose.added(text, ITEMS, known(ITEMS), AS_OF) == text


@given(EDITS, st.sampled_from(["\n", ""]))
def test_what_is_new_stands_below_all_that_was_there(
    edits: list[tuple[int, str]], end: str
) -> None:
    text = edited(TEXT, edits).rstrip("\n") + end
    found = propose.added(text, [*ITEMS, stage("Lost", "lost")], known(ITEMS), AS_OF)
    assert found.startswith(text)
    more = tomllib.loads(found)["stage"][len(tomllib.loads(text).get("stage", [])) :]
    assert more == [{"stage": "Lost", "role": "lost"}]
    assert "# --- New in the exports as of 2026-03-05 10:00 UTC." in found[len(text) :]


def test_line_ends_of_another_system_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert propose.added(text, ITEMS, known(ITEMS), AS_OF) == text


def test_what_a_person_wrote_first_is_not_proposed_again() -> None:
    own = '[[source]]\nname = "ours"\n\n[[stage]]\nstage = "Talking"\nrole = "parked"\n'
    found = tomllib.loads(propose.added(own, ITEMS, {}, AS_OF))
    assert [(each["stage"], each["role"]) for each in found["stage"]] == [
        ("Talking", "parked"), ("Won", "won"),
    ]  # fmt: skip
    assert [each["name"] for each in found["source"]] == ["ours"]


def test_a_new_value_is_pointed_at_and_not_put_into_a_persons_list() -> None:
    wider = Item(
        "source_families", "sources", '[source_families]\ninbound = ["Web", "Ads"]',
        {"Web": "its family would be inbound", "Ads": "its family would be inbound"},
    )  # fmt: skip
    found = propose.added(TEXT, [*ITEMS[:4], wider, ITEMS[5]], known(ITEMS), AS_OF)
    assert tomllib.loads(found) == tomllib.loads(TEXT)
    assert "# unsure: a new value for source_families: 'Ads'; its family would be inbound" in found


def test_lists_written_inline_are_added_to_as_a_comment() -> None:
    inline = 'stage = [{ stage = "Talking", role = "open" }]\n'
    found = propose.added(inline, [stage("Lost", "lost")], {}, AS_OF)
    assert tomllib.loads(found) == tomllib.loads(inline)
    assert '# stage = "Lost"' in found


def test_no_ninth_dimension_is_added() -> None:
    dimensions = "".join(
        f'[[dimension]]\nname = "d{n}"\ntable = "leads"\ncolumn = "C{n}"\n' for n in range(8)
    )
    assert propose.added(dimensions, [ITEMS[5]], {}, AS_OF) == dimensions


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *more: str) -> dict[str, object]:
    words = ["init", str(tmp_path / "exports"), "--workspace", str(tmp_path), "--quick"]
    assert cli.main([*words, "--format", "json", *more]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_from_one_export_to_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gatecost.toml"
    write(tmp_path / "exports", {"deals.csv": DEALS})
    first = run(capsys, tmp_path)
    assert (first["is_new"], first["is_changed"]) == (True, True)
    facts = first["facts"]
    assert isinstance(facts, list)
    assert facts[0] == "Deals won: 2. Money won: $600. New accounts: 2."
    # A person names the company, writes a comment, and throws a stage away.
    text = path.read_text(encoding="utf-8").replace("Our company", "Ada & sons  # since 1815")
    at = text.index("# ", text.index("[[stage]]") - 200)
    on_hold = next(part for part in text.split("\n\n") if '"On hold"' in part)
    text = text[:at] + "# ours\n" + text[at:].replace(on_hold + "\n\n", "")
    path.write_text(text, encoding="utf-8")
    second = run(capsys, tmp_path)
    assert (second["is_new"], second["is_changed"]) == (False, False)
    assert path.read_text(encoding="utf-8") == text
    more = DEALS + "7,Gru,Verbal yes,2026-03-06 10:00:00,,700,North\n"
    write(tmp_path / "exports", {"deals.csv": more})
    assert run(capsys, tmp_path)["is_changed"] is True
    after = path.read_text(encoding="utf-8")
    assert after.startswith(text)
    assert [each["stage"] for each in tomllib.loads(after[len(text) :])["stage"]] == ["Verbal yes"]
