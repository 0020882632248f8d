"""What code words are called on screen: one code word, one phrase."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.words.gate_codes import GATE_WORDS

_CODE = re.compile(r"[a-z][a-z0-9_]*")

PATH_CLASSES: Mapping[str, str] = {
    "in_flow": "through every gate",
    "returned": "turned away, then through every gate",
    "skipped": "missed a step",
    "rejected_before": "turned away, came another way",
    "back_stamped": "paperwork after",
    "bypassed": "never screened",
    "unlinked": "can't tell",
}

# Sums of path classes that sentences and bars speak of; a class may be in several.
PATH_GROUPS: Mapping[str, tuple[str, ...]] = {
    "through_every_gate": ("in_flow", "returned"),
    "no_gate": ("rejected_before", "back_stamped", "bypassed"),
}

_WORDS: Mapping[str, str] = {
    **PATH_CLASSES,
    "through_every_gate": "through every gate",
    "no_gate": "did not come through our gate",
    "missed_a_step": "missed a step",
    "cannot_tell": "can't tell",
    "all": "all",
    "strict": "by the strict count",
    "ours": "did not come through our gate",
    "wide": "outside the normal flow",
    "outside": "did not come through our gate",
    "inside": "through every gate",
    "like_for_like": "like with like",
    "raw": "raw",
    "mantel_haenszel": "like with like, where both are many",
    "share_outside": "those that did not come through our gate",
    "share_inside": "those through every gate",
    "share_inside_same_mix": "those through every gate, with the same mix",
    "first_touch": "first touch",
    "last_touch": "last touch",
    "linear": "even shares",
    "position": "40 to either end",
    "removal": "by removal",
    "elsewhere": "goes elsewhere than by first touch",
    "observed": "counted",
    "modelled": "given time",
    "adjusted": "like with like",
    "causal-at-gate": "tested at the line",
    "bound": "lies between",
    "assumed": "your assumption",
    "conventional": "what the funnel says",
    "value-first": "what happened after",
    "both": "both",
    "moved": "moved",
    "lost": "lost",
    "silent": "silent",
    "talking": "still talking",
    "unmoved": "neither yet",
    "stalled": "no sign of life",
    "parked": "parked until a date the buyer asked for",
    "parked_too_long": "a date still to come, after sixty days",
    "fixed": "21 days for all",
    "learned": "learned from earlier deals",
    "hazard": "when the chance to move has halved",
    "stages": "changes of stage alone",
    "ever": "fell silent there",
    "now": "silent there now",
    "never": "never moved a step",
    "never_lost": "never moved, and lost",
    "never_open": "never moved, and still open",
    "woken": "showed a sign again by day 30",
    "won_from_silence": "won without another sign",
    "lost_from_silence": "lost without another sign",
    "still_silent": "still silent on day 30",
    "rescued": "woken and won so far",
    "rescued_amount": "money of the woken and won",
    "efforts": "half woke after so many tries",
    "share_fast": "opened as fast",
    "share_later": "opened later",
    "share_later_same_mix": "opened later, with the same mix",
    "won": "won",
    "open": "open",
    "reached": "reached or beyond",
    "strictly": "entered",
    "deals": "deals",
    "amount": "money",
    "verdicts": "people turned away",
    "won_deals": "deals won",
    "won_amount": "money won",
    "new_accounts": "new accounts",
    "deals_created": "deals created",
    "open_deals": "deals open now",
    "buyer_first": "the buyer spoke first",
    "buyer_not_first": "the buyer did not speak first",
    "handed_with": "handed on after a talk",
    "handed_without": "handed on without a talk",
    "kept_with": "same owner, after a talk",
    "kept_without": "same owner, without a talk",
    "depth": "relationship on day 30",
    "score": "score",
    "people_known": "people of the buyer",
    "roles": "roles among them",
    "conversations": "conversations",
    "span": "days known",
    "half_left_within": "half left within",
    "share_gone_on": "gone on or won in the first 30 days",
    "no_step_after": "no step after, of closed deals",
    "share_lost": "lost in the first 30 days",
    "monday": "Monday",
    "tuesday": "Tuesday",
    "wednesday": "Wednesday",
    "thursday": "Thursday",
    "friday": "Friday",
    "saturday": "Saturday",
    "sunday": "Sunday",
    "deal_won": "tried, then won",
    "deal_open": "tried, deal still open",
    "deal_lost": "tried, deal lost",
    "talked": "tried, talked, no deal",
    "not_reached": "tried, never reached",
    "never_tried": "passed, not tried before a deal",
    "too_young": "too young to say",
    "leads": "leads",
    "leads_created": "leads created",
    "median_of_finished": "half of the finished within",
    "half_reached_by": "half of all within",
    "share_by_30": "in the first 30 days",
    "deals_earlier": "deals, earlier months",
    "deals_later": "deals, later months",
    "tenth_1": "smallest tenth",
    "tenth_2": "2nd tenth",
    "tenth_3": "3rd tenth",
    "tenth_4": "4th tenth",
    "tenth_5": "5th tenth",
    "tenth_6": "6th tenth",
    "tenth_7": "7th tenth",
    "tenth_8": "8th tenth",
    "tenth_9": "9th tenth",
    "tenth_10": "largest tenth",
    "fifth_1": "smallest fifth",
    "fifth_2": "2nd fifth",
    "fifth_3": "3rd fifth",
    "fifth_4": "4th fifth",
    "fifth_5": "largest fifth",
    "no_amount": "no amount recorded",
    "other_ways": "all other ways",
    "one_minute": "all gates within one minute",
    "one_person_at_creation": "all gates by one person as the deal was made",
    "share_won": "won, of those that closed",
    "ways": "ways",
    "ways_holding_80": "ways that hold 80 in 100 wins",
    "mixed_ways": "as mixed as so many ways",
    "mixed_ways_of_equal_n": "the same, of equally many wins",
    "ten_largest": "the ten largest",
    "all_others": "all others",
    "born_closed": "entered when already won",
    "left_out_deals": "deals left out",
    "left_out_amount": "money left out",
    "existing_customers": "existing customers",
    "without_gate": "did not come through our gate",
    "referral": "referral",
    "partner": "partner",
    "direct_outreach": "direct outreach",
    "executive": "executive",
    "existing_customer": "an earlier win with the account",
    "first_meeting": "a meeting first",
    "no_gate_applies": "no gate applied",
    "account_unknown": "nobody of the account was a lead",
    "other": "other",
    "attempt": "first attempt",
    "older_than_any_closed": "older than any that closed",
    "older_than_90_days": "older than 90 days",
    "conversation": "first conversation",
    "lead": "lead",
    "mql": "qualified by marketing",
    "sal": "accepted by sales",
    "sql": "qualified by sales",
    "opportunity": "deal",
    "deal": "deal",
    "first": "the first time",
    "again": "again",
    "entered_again": "came back and were qualified again",
    "entries_again": "times qualified again, for each first time",
    "first_turn": "accepted by sales the first time",
    "second_turn": "accepted by sales the second time",
    "qualified": "people qualified",
    "won_share": "won later",
    "wins": "wins",
    "so_far": "won so far",
    "maturity": "part of it that has come",
    "ultimate": "won in the end",
    "open_at_start": "open at the start",
    "created": "created",
    "reopened": "reopened",
    "raised": "amounts raised",
    "lowered": "amounts lowered",
    "unexplained": "not explained by the history",
    "open_at_end": "open at the end",
    "created_to_mql": "from first sight to qualified by marketing",
    "mql_to_sql": "from qualified by marketing to qualified by sales",
    "sql_to_deal": "from qualified by sales to deal",
    "created_to_won": "from first sight to won",
    "path_class": "path",
    "size_band": "size",
    "month": "month",
    "pass": "passed",
    "fail": "turned away",
    "waived": "waived",
    "rejected": "refused",
    "recycled": "sent back to marketing",
    "disqualified": "ruled out",
    "turned_away": "turned away, no kind recorded",
    "not_passed": "not passed, not tried before a deal",
    "new_business": "new business",
    "ok": "counted",
    "too few": "too few",
    "too early": "too early",
    "fewer than half": "fewer than half so far",
    "not computable": "not computable",
    "withheld": "withheld",
    **GATE_WORDS,
}

# What a sentence on screen never says: hedges, blame, and the jargon of statistics.
BANNED = (
    "actually", "only", "just", "waste", "fail", "fails", "failed", "lost revenue", "n =", "ci",
    "significant", "cohort", "median", "estimate", "estimated", "biased",
)  # fmt: skip


def word(code: str) -> str:
    """Return what a code word is called on screen; what a company named itself stays as it is."""
    plain = code.replace("_", " ") if _CODE.fullmatch(code) else code
    return _WORDS.get(code, plain)


# Canonical tables as people call them.
_TABLES = {
    "leads": "leads",
    "contacts": "contacts",
    "gate_decisions": "gate decisions",
    "accounts": "accounts",
    "opportunities": "deals",
    "opportunity_contacts": "the people of a deal",
    "stages": "stages",
    "deal_changes": "the history of deals",
    "touches": "touches",
    "meetings": "meetings",
    "forecasts": "forecast calls",
    "renewals": "renewals",
    "partners": "partners",
    "users": "users",
    "exchange_rates": "exchange rates",
}


def table(name: str) -> str:
    """Return what a canonical table is called on screen."""
    return _TABLES.get(name, name.replace("_", " "))


def column(name: str) -> str:
    """Return what a column is called on screen: its name in words."""
    return (
        name.removesuffix("_id")
        .removesuffix("_at")
        .replace("_", " ")
        .replace("opportunity", "deal")
    )


_RANKS = {code: place for place, code in enumerate(_WORDS)}


def rank(code: str) -> int:
    """Return a code word's place in the table, by which rows are ordered; unknown words last."""
    return _RANKS.get(code, len(_RANKS))
