"""The config of a workspace, `gatecost.toml`: everything a company decides, in one file.

Unknown keys are refused with a suggestion; all faults are reported at once, each with its line.
"""

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
    "FILE_NAME",
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
    "Server",
    "Source",
    "Stage",
    "Touch",
    "Types",
    "Verdict",
    "Warehouse",
    "load",
    "located",
    "parse",
]
