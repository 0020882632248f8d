"""What we changed and what followed: the measures before and after a dated change."""

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

__all__ = ["Changed", "Control", "Followed", "Gap", "Mix", "Moved", "Point", "Series", "Window"]
