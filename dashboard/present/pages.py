"""Every page, its name in the menu, and the measures it answers with.

A page is tuples of measure ids: one hero, at most four cards, and one line for each further
answer. A new measure is one line here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.errors import unknown_name


@dataclass(frozen=True)
class Page:
    """One page. Only a built page is in the menu; the others already hold their measures.

    `begins` opens its filter sentence: by which day its records are dated. Pages `aside` stand
    under More; a page that `stands` has something to say whatever was exported.
    """

    path: str
    name: str
    hero: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    begins: str = "Won in"
    built: bool = False
    aside: bool = False
    stands: bool = False

    @property
    def slug(self) -> str:
        """Return its name on the command line and in a config."""
        return self.path.strip("/") or "overview"

    @property
    def measures(self) -> tuple[str, ...]:
        """Return everything the page has an answer of, each once."""
        return tuple(dict.fromkeys((*self.hero, *self.cards, *self.more)))

    def first(self, opened: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the page comes with: hero, cards, and the further answers that are open."""
        is_open = (each for each in self.more if each in opened)
        return tuple(dict.fromkeys((*self.hero, *self.cards, *is_open)))


PAGES = (
    Page(
        "/",
        "Overview",
        hero=(
            "control_totals",
            "path_mix",
            "stalled_immediately",
            "like_for_like",
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
            "settling_test",
            "gate_cost_range",
            "gate_verdict",
            "turned_away_ledger",
            "good_catches",
        ),
        built=True,
        stands=True,
    ),
    Page(
        "/wins",
        "How wins came",
        hero=("largest_wins", "path_mix", "won_without_gate", "control_totals"),
        cards=(
            "won_without_gate_trend",
            "without_gate_by_size",
            "outside_origins",
            "like_for_like",
        ),
        more=(
            "path_variants",
            "pathway_count",
            "back_stamped_rate",
            "type_changed",
            "first_touch_credit",
            "attribution_distance",
            "existing_customer_wins",
            "won_without_born_closed",
        ),
        built=True,
    ),
    Page(
        "/momentum",
        "Moving or stuck",
        hero=("momentum_curve", "like_for_like"),
        cards=(
            "stalled_by_stage",
            "fast_created_then_stalled",
            "revived_and_rescued",
            "corroborated_moves",
        ),
        more=(
            "stuck_now",
            "forward_moves_rate",
            "time_in_stage",
            "stall_onset_curve",
            "stall_sensitivity",
            "never_progressed",
            "aged_open_deals",
            "backward_moves_rate",
            "momentum_index",
            "relationship_depth",
            "force_per_move",
            "hand_off_context",
            "update_weekdays",
        ),
        begins="Created in",
        built=True,
    ),
    Page(
        "/gate",
        "The gate",
        hero=(
            "gate_cost_range",
            "gate_verdict",
            "rejected_then_won",
            "first_conversation_wait",
        ),
        cards=(
            "settling_test",
            "threshold_tradeoff",
            "turned_away_ledger",
            "good_catches",
        ),
        more=(
            "unanswered_in_nurture",
            "discovery_list",
            "gate_inventory",
            "friction_map",
            "first_conversation_wait",
            "helpful_contact_wait",
            "wait_decay",
            "delay_cost",
            "lost_by_delay",
            "threshold_jump",
            "rep_leniency",
            "score_validity",
            "score_deciles",
            "gate_ledger",
            "two_roles",
            "passed_then_nothing",
            "seller_hours_by_outcome",
            "turned_away_accounts",
            "gated_content",
        ),
        built=True,
    ),
    Page("/forecast", "Forecast"),
    Page(
        "/meeting",
        "Meeting",
        hero=(
            "where_leads_went",
            "stalled_immediately",
            # What may stand in a slot, then the other answers that compare two groups.
            "rejected_then_won",
            "stalled_value",
            "good_catches",
            "recycled_leads",
            "back_stamped_rate",
            "hand_off_context",
            "update_weekdays",
            "like_for_like",
            "relationship_depth",
            "fast_created_then_stalled",
            "won_without_gate_trend",
        ),
        begins="Leads of",
        built=True,
    ),
    Page(
        "/funnel",
        "Funnel",
        hero=("funnel",),
        cards=(
            "cohort_conversion",
            "pipeline_bridge",
            "fewer_better_leads",
        ),
        more=(
            "stage_lag",
            "activity_ratio",
            "mql_volume",
            "recycled_leads",
            "win_rate_by_value",
            "conversion_maturity",
        ),
        begins="Leads of",
        built=True,
        aside=True,
    ),
    Page("/readiness", "Buyer readiness", aside=True),
    Page("/after", "After the sale", aside=True),
    Page("/check-up", "Check-up", aside=True),
    Page("/reports", "Reports", built=True, aside=True, stands=True),
    Page("/data", "Data", hero=("control_totals", "path_mix"), built=True, aside=True, stands=True),
    Page("/guide", "Guide", built=True, aside=True, stands=True),
)


def home_of(measure_id: str) -> Page | None:
    """Return the built page on which an answer has its place: as a card or line, else in a hero."""
    built = [page for page in PAGES if page.built]
    placed = [page for page in built if measure_id in (*page.cards, *page.more)]
    return next(iter((*placed, *(page for page in built if measure_id in page.hero))), None)


def measures_of(pages: Iterable[Page]) -> tuple[str, ...]:
    """Return every measure of these pages once, in their order."""
    return tuple(dict.fromkeys(each for page in pages for each in page.measures))


def page_called(name: str) -> Page:
    """Return the built page with answers that goes by this name or path; ConfigError if none."""
    there = {each.slug: each for each in PAGES if each.built and each.measures}
    titles = {each.name.lower(): key for key, each in there.items()}
    wanted = name.strip().lower()
    key = titles.get(wanted, wanted.strip("/") or "overview")
    if key not in there:
        raise unknown_name("page", name, list(there))
    return there[key]


def page_at(path: str) -> Page:
    """Return the built page at a path; any other path leads to the Overview."""
    for page in PAGES:
        if page.built and page.path == path:
            return page
    return PAGES[0]
