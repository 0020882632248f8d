"""The config of a workspace, `gatecost.toml`: everything a company decides, in one file.

Unknown keys are refused with a suggestion; all faults are reported at once, each with its line.
"""

from dashboard.config.addresses import ADDRESS_KEYS, PAGE_PATHS, key_of
from dashboard.config.locating import located
from dashboard.config.models import (
    Access,
    Assumptions,
    Company,
    Config,
    ControlTotals,
    DefaultPeriod,
    Dimension,
    FailKind,
    Gate,
    Map,
    Mark,
    Outcome,
    PathFamily,
    Rate,
    Role,
    Rules,
    SavedView,
    Server,
    Source,
    Stage,
    Touch,
    Types,
    Verdict,
    Warehouse,
)
from dashboard.config.reading import FILE_NAME, load, parse

__all__ = [
    "ADDRESS_KEYS",
    "FILE_NAME",
    "PAGE_PATHS",
    "Access",
    "Assumptions",
    "Company",
    "Config",
    "ControlTotals",
    "DefaultPeriod",
    "Dimension",
    "FailKind",
    "Gate",
    "Map",
    "Mark",
    "Outcome",
    "PathFamily",
    "Rate",
    "Role",
    "Rules",
    "SavedView",
    "Server",
    "Source",
    "Stage",
    "Touch",
    "Types",
    "Verdict",
    "Warehouse",
    "key_of",
    "load",
    "located",
    "parse",
]
