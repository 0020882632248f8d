"""What we changed and what followed: the measures before and after a dated change."""

from dashboard.followed.changed import changes_of, find, recent
from dashboard.followed.model import (
    Changed,
    Control,
    Followed,
    Gap,
    Mix,
    Moved,
    Point,
    Series,
    Window,
)
from dashboard.followed.report import MONTHS, MOST_MONTHS, Request, followed
from dashboard.followed.wording import AGAINST, SUPPORTS

__all__ = [
    "AGAINST",
    "MONTHS",
    "MOST_MONTHS",
    "SUPPORTS",
    "Changed",
    "Control",
    "Followed",
    "Gap",
    "Mix",
    "Moved",
    "Point",
    "Request",
    "Series",
    "Window",
    "changes_of",
    "find",
    "followed",
    "recent",
]
