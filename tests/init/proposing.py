"""Propose from self-written exports, without the build that tells facts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard import build, config, ingest, paths
from dashboard.config import Source
from dashboard.engine.database import open_in_memory
from dashboard.errors import ConfigError
from dashboard.ingest import propose
from dashboard.ingest.as_of import AsOf


@dataclass(frozen=True)
class Proposed:
    """What init would write, and what it was made from."""

    text: str
    items: list[propose.Item]
    draft: propose.Draft
    as_of: AsOf

    @property
    def content(self) -> dict[str, Any]:
        return tomllib.loads(self.text)

    @property
    def stages(self) -> dict[str, tuple[str, int | None]]:
        found = self.content.get("stage", [])
        return {each["stage"]: (each["role"], each.get("rank")) for each in found}

    def questions(self, mark: str) -> list[str]:
        return [each.text for each in propose.questions(self.text) if each.mark == mark]


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write exports, in folders of their own where the name has one."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def proposed(
    workspace: Path, files: Mapping[str, str | bytes], known: tuple[Source, ...] = ()
) -> Proposed:
    """Write exports, and propose a config for them."""
    exports = workspace / "exports"
    write(exports, files)
    scratch = workspace / "scratch"
    scratch.mkdir(exist_ok=True)
    with closing(open_in_memory()) as database:
        draft = propose.draft(database, exports, workspace, scratch, known)
        try:
            ingest.read_sources(database, draft.config, workspace, None, scratch)
        except ConfigError as fault:
            draft = draft.asking(fault)
            ingest.read_sources(database, draft.config, workspace, None, scratch)
        build.run_layer(database, paths.queries() / "staging")
        moment, _ = build.unite_tables(database, draft.config)
        items = propose.items(database, draft)
    text = propose.written(items, moment)
    config.parse(propose.provisional(text))
    return Proposed(text, items, draft, moment)


DEALS = """\
deal_id,company,deal_stage,created_on,close_date,deal_value,region
1,Ada,Won,2026-01-02 10:00:00,2026-02-01 10:00:00,100,North
2,Bell,Lost,2026-01-03 10:00:00,2026-02-02 10:00:00,200,North
3,Cray,Talking,2026-01-04 10:00:00,,300,South
4,Dyn,Offer,2026-01-05 10:00:00,,400,South
5,Eta,Won,2026-01-06 10:00:00,2026-03-05 10:00:00,500,South
6,Fox,On hold,2026-01-07 10:00:00,,600,North
"""

OPPORTUNITIES = """\
Id,StageName,CloseDate,IsClosed,IsWon,CreatedDate,LastModifiedDate,Type,LeadSource,\
CurrencyIsoCode,Amount
006000000000001AAA,Signiert,2026-02-01,1,1,2026-01-02 10:00:00,2026-02-01 10:00:00,\
New Business,Web,EUR,10
006000000000002AAA,Aus,2026-02-02,1,0,2026-01-03 10:00:00,2026-02-02 10:00:00,\
Renewal,Partner,EUR,20
006000000000003AAA,Keep warm,2026-04-02,0,0,2026-01-04 10:00:00,2026-02-03 10:00:00,\
New Business,Gremium,EUR,30
"""

LEADS = """\
Id,CreatedDate,LastModifiedDate,Status,IsConverted,ConvertedDate,ConvertedOpportunityId,\
Demo_Request__c,Score_At_Creation__c
00Q000000000001AAA,2026-01-01 09:00:00,2026-01-02 09:00:00,Marketing Qualified,0,,,\
2026-01-01 08:00:00,7
00Q000000000002AAA,2026-01-01 10:00:00,2026-01-02 10:00:00,Sales Qualified,1,2026-01-02,\
006000000000001AAA,,12
00Q000000000003AAA,2026-01-01 11:00:00,2026-01-02 11:00:00,Unqualified,0,,,,1
00Q000000000004AAA,2026-01-01 12:00:00,2026-01-02 12:00:00,Nurture,0,,,,2
00Q000000000005AAA,2026-01-01 12:30:00,2026-01-02 12:30:00,New,0,,,,2
"""

HISTORY = """\
Id,LeadId,CreatedById,CreatedDate,Field,OldValue,NewValue
1,00Q000000000001AAA,u1,2026-01-01 13:00:00,Status,New,Marketing Qualified
2,00Q000000000002AAA,u1,2026-01-01 14:00:00,Status,New,Sales Qualified
"""

SALESFORCE = {"Opportunity.csv": OPPORTUNITIES, "Lead.csv": LEADS}
