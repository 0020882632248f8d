"""How each estimator works out its number and its range: for the reference and for readers."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.measures.registry import Measure

FORMULAS: Mapping[str, str] = {
    "share": "k / n, the sum of numerators over the sum of denominators. Range: Wilson's score "
    "interval on n / deff, deff = the sum over accounts of (events - p x records)^2 over "
    "n p (1 - p), at least 1.",
    "money_share": "money counted / all money. Range: Wilson on Kish's effective number "
    "(sum v)^2 / sum v^2, divided by the design effect of accounts.",
    "bound_share": "low = k / n, high = (k + records that cannot be told) / n. Outer range: "
    "Wilson's low of the low and high of the high.",
    "total": "A sum of what happened: no range.",
    "aalen_johansen": "F(t) = sum over days up to t of S(day before) x ends of this kind / "
    "watched; other ends compete, records not finished count for the days they were watched. "
    "Range: delta variance x deff on log(-log(1 - F)); Wilson while nobody left unfinished.",
    "median_days": "The middle of the finished records' days. Range: order statistics.",
    "half_reached_by": "The first day on which the Aalen-Johansen share reaches one half. Range: "
    "the days on which the band's two edges do.",
    "lag_statistics": "The middle of the finished, the first day of one half of all, and the "
    "Aalen-Johansen share by the day named.",
    "ledger": "The records themselves: no range.",
    "states_by_day": "Moved, lost: Aalen-Johansen as elsewhere. Silent, still talking: S(t) x the "
    "share in that state among the deals still watched on day t, so that all end at 100. Range: "
    "delta method x deff; Wilson while nobody left unfinished.",
    "attribution": "First, last: a win's whole credit to one touch; even shares: 1 / touches each; "
    "40 in 100 to either end, 20 between. Removal: the chance of a win in the chain of touches, "
    "less that with the channel leading nowhere, scaled to add up to 1. Changing hands: half the "
    "sum of |a - b|.",
    "event_rate": "sum of events / sum of days (or of what each event is counted for) x the units "
    "named. Range: on the log scale, from how far each account's events lie from its days x the "
    "rate; without any event the Poisson end.",
    "momentum_index": "100 / 60 x the area under the Aalen-Johansen curve of moved deals from day "
    "0 to 60. Range: the middle 95 % of 200 drawings of accounts with return.",
    "stays": "Half left: the first day on which 1 - Kaplan-Meier reaches one half, any way out "
    "counted. Gone on, lost: Aalen-Johansen by day 30. Range: the band x deff of accounts.",
    "weekdays": "Stage changes on the day / all. Range: Wilson on n / deff of accounts. The "
    "busiest is set against an even spread with a range for the largest of five.",
    "depth": "Share of pairs of a won deal and one not won that the sign ranks right, ties one "
    "half (the area under the ROC curve). Range: DeLong on the logit; the difference: paired "
    "DeLong. Relationship: the mean of a deal's ranks by the four signs.",
    "after_silence": "Woken, won, lost, still silent: Aalen-Johansen from the first onset, read on "
    "day 30. Woken and won: k / n with Wilson's range on n / deff. Tries: the middle of the woken "
    "deals' seller touches between onset and the next sign, by order statistics.",
    "activity_ratio": "Entries into the step in the month / entries into the step before in the "
    "same month: two counts, no range.",
    "bridge": "Open at the start + created + reopened + raised + lowered + won + lost + "
    "unexplained = open at the end, what leaves counted below zero: sums, no range; withheld where "
    "they do not add up.",
    "cohorts": "Kaplan-Meier share by the step's day, k / n where everybody is old enough. Range: "
    "log(-log), Wilson where complete, x deff of accounts known from the build.",
    "fewer_better": "Share: k / n within the horizon, Kaplan-Meier while some are younger. Halves: "
    "counts by the difference of monthly means, Welch's t, the variance at least that of chance; "
    "shares by Newcombe on n / deff.",
    "maturity": "F(t) = share x (1 - exp(-(t / scale)^shape)), a mixture cure model by likelihood. "
    "In the end: share, with the range of its profile likelihood. Maturity of a month: F(age) / "
    "F(without end), averaged over those who have not come.",
    "pathways": "Ways: how many differ; held: the fewest that together have 80 % of the wins. As "
    "mixed as: exp(entropy) with its jackknife, whose spread x deff is the range. Of equally many "
    "wins: the expected exp(entropy) of a draw of the smaller number (hypergeometric).",
    "recycling": "Came back, accepted: k / n with Wilson's range on n / deff. Entries again for "
    "each first entry: ratio of sums, its range from how much people differ.",
    "seller_hours": "(recorded minutes + touches without any x minutes a touch) / 60, summed: "
    "no range.",
    "volume": "A count of what happened: no range.",
    "wait_decay": "Bins: k / n with Wilson's range on n / deff. Rates: chance = exp(a + traits - "
    "rate x days) by the Poisson equations with HC3 errors x deff; naive without traits, like with "
    "like with them, inside the gate with the days outside among them; off hours: the fall of the "
    "logarithm with the instrument over the days it adds, Fieller's range, withheld where (shift / "
    "its error)^2 is 10 or less. Shown: 1 - exp(-rate).",
    "delay_cost": "Expected: sum of V x p, p = exp(a + traits) without days inside the gate, V the "
    "mean value of a win of those alike. Lost: sum of V x p x (1 - exp(-rate x days inside)), with "
    "the range of the rate.",
    "gate_inventory": "k / n of those who came to the gate, each by its first decision: counts, no "
    "range. Half decided: the first day on which the Aalen-Johansen share decided reaches a half, "
    "the undecided watched so far. Range: the days on which the band's two edges do.",
    "turned_away_accounts": "Deals, money: sums, each deal once. Share: Aalen-Johansen by day 365. "
    "Beyond their like: sum over kinds and months of k1 - n1 x k0 / n0. Range: its variance with "
    "(k + 1) / (n + 2) in each cell.",
    "friction_map": "Wait: as for our gates. The others: k / n of what happened, no range.",
    "threshold_jump": "Two straight lines of the outcome on the score, one a side, leads weighted "
    "1 - |x| / h; the jump between them at the line. Range: jump +- cv(bias / error) x error, "
    "bias = M / 2 x (sum |w x^2| below + above), M = twice the bend of a quadratic on either side, "
    "h where bias^2 + variance is least. Ratio: all t for which outcome - t x worked has no jump. "
    "On the line: twice the smaller tail of the binomial of three neighbouring scores.",
    "rep_leniency": "sum over sellers of lenience x (outcome less that of the month) / sum of "
    "lenience x accepted, lenience = the mean over the seller's other leads of accepted less the "
    "month's share. Range: all effects that a t test over sellers lets pass, sellers - 1 degrees.",
    "score_validity": "Pairs of a won lead and one not won that are ranked right / all pairs, ties "
    "one half (the area under the ROC curve). Range: DeLong on the logit; differences: paired "
    "DeLong.",
    "score_deciles": "k / n with Wilson's range. Lift: the tenth's share / that of all; gain: wins "
    "in it and above / all wins. Expected: 1 / (1 + exp(-a - b x score)) by likelihood.",
    "threshold_tradeoff": "Net of a line lower: sum over scores in between of n x uptake x (gain x "
    "margin - hours x rate), gain from 0 to the mean of those worked right above it less that "
    "of those left alone. Of a higher one: less n worked x (gain x margin - hours x rate), gain "
    "from 0 (from 30 left alone: what is counted) to what is counted. Range: Imbens and Manski. "
    "Net benefit: TP / n - FP / n x pt / (1 - pt), pt = hours x rate / (money a win x margin).",
    "settling_test": "(z + z')^2 x 2 / h^2 people a side, h = 2 asin(root of the hoped share) - 2 "
    "asin(root of today's share + what pays), with room for looking on any day. Progress: share "
    "won let through less held back, Newcombe with 2.24 / root of the share done errors.",
    "gate_ledger": "Turned away: margin x (W - what came back), W from what came back to the sum "
    "over scores of n x the mean money of those right above the line (at a later gate: by those "
    "let through with the same score). Kept free: people x hours x rate. Range: Imbens and Manski "
    "on W; sums take each end with each end.",
    "gate_cost_range": "Saved less lost: hours kept free - turned away - waiting - running. Range: "
    "each end with each end.",
    "gate_verdict": "Jump of won money at the line x margin, less the jump of the share worked x "
    "hours x rate; the honest ranges of both, joined by Newcombe's rule for differences. People "
    "needed: people x (half-width asked for / present one)^(-1 / 0.4).",
    "two_roles": "The verdict, and sum over strata of w (p through every gate - p outside), w = "
    "the outside deals of the stratum over all of them.",
    "like_for_like": "sum over strata of w (p outside - p inside), w = the outside deals of the "
    "stratum over all of them (direct standardisation to the outside mix). Variance with "
    "(k + 1) / (n + 2) in each cell x deff. Twin: Mantel-Haenszel with Sato's variance.",
}


def formula_of(measure: Measure) -> str:
    """Return the formulas behind a measure's rows, each once."""
    names = [measure.estimator.name, *(each.name for each in measure.estimator.of.values())]
    return " ".join(FORMULAS[name] for name in dict.fromkeys(names) if name in FORMULAS)
