"""Every page, its name in the menu, and the measures it answers with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page. Only a built page is in the menu; the others already hold their measures."""

    path: str
    name: str
    measures: tuple[str, ...]
    built: bool = False


PAGES = (
    Page(
        "/",
        "Overview",
        (
            "control_totals",
            "path_mix",
            "stalled_immediately",
            "largest_wins",
            "lead_to_won_conversion",
            "won_without_gate",
            "mql_to_sql_conversion",
            "rejected_then_won",
            "sales_velocity",
            "momentum_30_days",
            "pipeline_created",
            "stalled_value",
            "win_rate",
            "won_by_cohort",
            "first_conversation_wait",
            "turned_away_ledger",
            "good_catches",
        ),
        built=True,
    ),
    Page(
        "/wins",
        "How wins came",
        (
            "won_without_gate_trend",
            "without_gate_by_size",
            "outside_origins",
            "path_variants",
            "like_for_like",
            "first_touch_credit",
            "attribution_distance",
            "pathway_count",
            "back_stamped_rate",
            "type_changed",
            "won_without_born_closed",
            "existing_customer_wins",
        ),
    ),
    Page(
        "/momentum",
        "Moving or stuck",
        (
            "momentum_curve",
            "forward_moves_rate",
            "corroborated_moves",
            "backward_moves_rate",
            "momentum_index",
            "time_in_stage",
            "relationship_depth",
            "force_per_move",
            "hand_off_context",
            "update_weekdays",
            "stuck_now",
        ),
    ),
    Page(
        "/gate",
        "The gate",
        ("turned_away_ledger", "good_catches", "first_conversation_wait"),
    ),
    Page("/forecast", "Forecast", ()),
    Page("/meeting", "Meeting", ()),
    Page("/funnel", "Funnel", ("funnel", "stage_lag")),
    Page("/readiness", "Buyer readiness", ()),
    Page("/after", "After the sale", ()),
    Page("/check-up", "Check-up", ()),
    Page("/reports", "Reports", ()),
    Page("/data", "Data", ("control_totals", "path_mix"), built=True),
)


def page_at(path: str) -> Page:
    """Return the built page at a path; any other path leads to the Overview."""
    for page in PAGES:
        if page.built and page.path == path:
            return page
    return PAGES[0]
