"""Roles of deal stages: from metadata, and only without it from labels and what became of deals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.ingest.propose import ranks, vocabulary
from dashboard.ingest.propose.items import Item, block, comment
from dashboard.ingest.propose.seen import Seen

# Beyond so many stages, those that no deal was ever in are left to the metadata.
_MOST = 40
_ENDS = ("won", "lost")


def items(seen: Seen) -> Iterator[Item]:
    """Yield one `[[stage]]` for each stage, and the question which are won where nothing tells."""
    rows = [row for row in seen.rows("stage_evidence") if row["stage"]]
    pairs = seen.rows("stage_pairs")
    ordered = ranks.stated(seen.database)
    is_long = len(rows) > _MOST
    for pipeline in dict.fromkeys(row["pipeline"] for row in rows):
        stages = [row for row in rows if row["pipeline"] == pipeline]
        chosen = [row for row in stages if not is_long or row["entries"] or row["deals"]]
        between = [pair for pair in pairs if pair["pipeline"] == pipeline]
        judged = [(row, *_role(row, described=_is_described(stages))) for row in chosen]
        open_ones = [row for row, role, _ in judged if role == "open"]
        ranked = ranks.of_pipeline(open_ones, between, ordered)
        yield from _of_pipeline(pipeline, judged, ranked, described=_is_described(stages))
    outcomes = {row["value"] for row in seen.rows("deal_values") if row["kind"] == "outcome"}
    if rows and "won" not in outcomes:
        yield from _question(rows, has_lost="lost" in outcomes)


def _is_described(rows: Sequence[dict[str, Any]]) -> bool:
    """Tell whether an export says what ends a deal; where none does, all stages look open."""
    return any(row["role"] == "won" and row["described_by"] != "config" for row in rows)


def _of_pipeline(
    pipeline: str,
    judged: Sequence[tuple[dict[str, Any], str, str]],
    ranked: Mapping[str, ranks.Rank],
    *,
    described: bool,
) -> Iterator[Item]:
    places = {"open": 0, "parked": 1, "won": 2, "lost": 3}
    for row, role, reason in sorted(
        judged, key=lambda each: (places[each[1]], _place(ranked, each[0]), each[0]["stage"])
    ):
        rank = ranked.get(row["stage"])
        content = {
            "stage": row["stage"],
            "pipeline": None if pipeline == "default" else pipeline,
            "role": role,
            "rank": rank.place if rank else None,
            "probability": row["probability"] if described and role == "open" else None,
        }
        doubts = [f"{row['stage']!r} is taken for {role}: {reason}"] if reason else []
        doubts += [rank.doubt] if rank and rank.doubt else []
        head = comment(" ".join([*doubts, _evidence(row)]), "unsure" if doubts else "")
        yield Item(
            f"stage/{pipeline}/{row['stage']}",
            "stages",
            block("[[stage]]", content, head),
        )


def _place(ranked: Mapping[str, ranks.Rank], row: Mapping[str, Any]) -> int:
    return ranked[row["stage"]].place if row["stage"] in ranked else 0


def _role(row: dict[str, Any], *, described: bool) -> tuple[str, str]:
    """Return a stage's role, and why it is not sure ("" where the exports say it)."""
    if described and row["role"] in _ENDS:
        return row["role"], ""
    if not described:
        return _role_by_deals_or_label(row)
    label = _label(row["stage"])
    if label == "parked":
        return "parked", "the metadata says open; its name says that deals wait here."
    return row["role"] or "open", "" if row["role"] else "no metadata describes it."


def _role_by_deals_or_label(row: dict[str, Any]) -> tuple[str, str]:
    deals = row["deals"]
    if deals and row["deals_won"] == deals:
        return "won", ""
    label = _label(row["stage"])
    if label:
        return label, "its name says so, no metadata does."
    if deals and row["deals_lost"] == deals and row["exits"] == 0 and not row["deals_won"]:
        return "open", "every deal in it is lost, yet its name does not say lost."
    return "open", ""


def _label(stage: str) -> str | None:
    vocabularies = vocabulary.read("stages")
    families = {role: vocabularies[role]["words"] for role in ("lost", "parked", "won")}
    return vocabulary.first_fit(stage, families)


def _evidence(row: dict[str, Any]) -> str:
    parts = [f"{row['deals']:,} deals are in it"]
    if row["deals"]:
        parts.append(f"{row['deals_with_closing_time']:,} of them with a closing time")
    if row["deals_won"] or row["deals_lost"]:
        parts.append(f"{row['deals_won']:,} won, {row['deals_lost']:,} lost")
    if row["entries"]:
        parts.append(f"entered {row['entries']:,} times, left again {_share(row)}")
    return "; ".join(parts) + "."


def _share(row: dict[str, Any]) -> str:
    return f"{row['exits'] / row['entries']:.0%}"


def _question(rows: Sequence[dict[str, Any]], *, has_lost: bool) -> Iterator[Item]:
    """Ask which stages are won, where neither metadata nor a name of a stage tells."""
    ends = [row["stage"] for row in rows if row["role"] == "won" or _label(row["stage"]) == "won"]
    if has_lost and not any(row["deals"] for row in rows if row["stage"] in ends):
        after = [row["stage"] for row in rows if _is_after_sale(row["stage"])]
        hint = f" Names that follow a sale: {', '.join(map(repr, after))}." if after else ""
        head = comment(
            "the exports say of some deals that they are lost and of none that it is won, so none "
            f"counts as won.{hint} If a stage means won, name it here.",
            "unsure",
        )
        yield Item("outcome", "stages", "\n".join([*head, "# [outcome]", "# won = []"]))
    elif not ends:
        ordered = sorted(
            rows, key=lambda row: (row["exits"] / max(row["entries"], 1), -row["deals"])
        )
        candidates = "; ".join(f"{row['stage']!r} ({_evidence(row)[:-1]})" for row in ordered[:6])
        head = comment(f"which stages mean won? Candidates: {candidates}.", "required")
        lost = comment("the stages that mean lost", "assumed")
        lines = ["[outcome]", *head, "won = []", *lost, "lost = []"]
        yield Item("outcome", "stages", "\n".join(lines))


def _is_after_sale(stage: str) -> bool:
    return vocabulary.has_word(stage, vocabulary.read("stages")["after_sale"]["words"])
