"""What the meetings decided: kept in the workspace, and looked at again when due."""

from dashboard.decisions.kept import NotKeptError, add, log, may_write, path_of, read, say
from dashboard.decisions.records import (
    CHOICES,
    LONGEST,
    SIDES,
    SLOTS,
    Decision,
    Log,
    Meeting,
    checked,
    cleaned,
    new_id,
)

__all__ = [
    "CHOICES",
    "LONGEST",
    "SIDES",
    "SLOTS",
    "Decision",
    "Log",
    "Meeting",
    "NotKeptError",
    "add",
    "checked",
    "cleaned",
    "log",
    "may_write",
    "new_id",
    "path_of",
    "read",
    "say",
]
