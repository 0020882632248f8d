"""`gatecost init`: from the exports alone to a commented config, with evidence for every guess."""

from dashboard.ingest.propose.document import Question, provisional, questions, written
from dashboard.ingest.propose.folders import relative
from dashboard.ingest.propose.items import Item
from dashboard.ingest.propose.merging import added, remember, remembered
from dashboard.ingest.propose.study import Draft, draft, items

__all__ = [
    "Draft",
    "Item",
    "Question",
    "added",
    "draft",
    "items",
    "provisional",
    "questions",
    "relative",
    "remember",
    "remembered",
    "written",
]
