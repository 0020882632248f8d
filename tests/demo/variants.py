"""The sample company's world made harder: what a plain count of it would get wrong.

All at once, for one company a seed serves every claim: the segment decides both the way a deal
comes and how fast it moves; deals of a company share their pace; somebody moves forgotten deals on
in one go; and half of what came directly gets its paperwork afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_GATED = {"silent": 0.335, "forward": 1.0, "lost": 1.12}
_AROUND = {"silent": 0.145, "forward": 1.7, "lost": 0.95}

HARD: Mapping[str, Mapping[str, Any]] = {
    "leads": {
        # Enterprise passes the line far more often, and moves faster: see forward_by_segment.
        "fit_by_segment": [-1.3, 0.0, 1.8],
        "intent_by_source": [0.0] * 6,
        "leads_per_company": 12.0,
    },
    "open": {
        "by_segment": [0.65, 0.0, -0.9],
        "direct_by_source": [0.055] * 6,
        "back_stamped": 0.5,
        "contact_only_per_1000": 0.0,
    },
    "amount": {"sigma": 0.25, "outside_factor": 1.0},
    "moves": {
        "forward_by_segment": [0.3, 1.0, 3.0],
        "forward_sd_by_company": 0.7,
        "never_moves": 0.35,
    },
    "edits": {
        "bulk_age": 4.0,
        "bulk_every": 80.0,
        "bulk_times": 8,
        "bulk_size": 60,
        "bulk_by_integration": False,
    },
    "ways": {
        "in_flow": _GATED,
        "returned": _GATED,
        "rejected_before": _AROUND,
        "direct": _AROUND,
    },
}
