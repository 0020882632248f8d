"""What a snapshot was made from, and what it consists of: the file `manifest.json` in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

# A manifest of another format is refused: its files may mean something else.
FORMAT = 1


class Input(BaseModel):
    """One file of the exports, or one of ours that the report shows: its rows and its content.

    `content` is the SHA-256 of the file, or for what has no file a name that changes with it. Of a
    part of the company one input without rows stands for all, its content a hash over all of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    file: str
    rows: int | None
    content: str


class Manifest(BaseModel):
    """Where the numbers of a snapshot come from; equal inputs give equal manifests.

    `filters` are those in force, months named; `asked` is what was asked for, by which snapshots
    are comparable: `{"period": "default"}` moves along with the as-of date, `limits` are what its
    readers may see at most, by the workspace's limits and their own. `with_pdf` and `link` (the
    address of the dashboard) decide what its files hold, not its numbers. `definitions` holds
    for each measure twelve digits of the hash of its header, its formula and all SQL behind it.
    `restatements_known` is the number of the last restatement the workspace had kept by then; of a
    part of the company it is 0, for its own stand in its list. `are_names_shown` says whether
    accounts have names in it. `previous` names the snapshot that it is compared with. `is_rerun`
    says that it was made as of a day in the past. `files` maps each file of the folder but the
    manifest to its SHA-256.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    product_version: str
    as_of: dt.datetime
    as_of_date: dt.date
    as_of_label: str
    time_zone: str
    currency: str = "USD"
    filters: dict[str, Any]
    asked: dict[str, Any]
    only: str | None = None
    is_rerun: bool = False
    with_pdf: bool = False
    link: str | None = None
    inputs: tuple[Input, ...] = ()
    definitions: dict[str, str] = Field(default_factory=dict)
    config_hash: str = ""
    rules_hash: str = ""
    restatements_known: int = 0
    are_names_shown: bool = True
    previous: str | None = None
    files: dict[str, str] = Field(default_factory=dict)

    @property
    def made_from(self) -> str:
        """Return a name for what its numbers rest on, whatever they are compared with."""
        shown = {"previous", "files", "with_pdf", "link"}
        return digest(self.model_dump(mode="json", exclude=shown))

    @property
    def identity(self) -> str:
        """Return a name for all that decides what stands in the snapshot."""
        return digest(self.model_dump(mode="json", exclude={"files"}))

    @property
    def is_default(self) -> bool:
        """Say whether it was asked for without any filter, of every page and the whole company."""
        return self.is_of_all_seen and not self.is_part

    @property
    def is_of_all_seen(self) -> bool:
        """Say whether it was asked for without any filter, of all that its readers may see."""
        asked = {name: value for name, value in self.asked.items() if name != "limits"}
        return self.only is None and asked == {"period": "default"}

    @property
    def is_part(self) -> bool:
        """Say whether its readers see a part of the company only."""
        return "limits" in self.asked

    @property
    def comparable(self) -> str:
        """Return a name that two snapshots share when the same was asked of both."""
        return digest({"asked": self.asked, "only": self.only})

    @property
    def base_name(self) -> str:
        """Return the name of its folder, before a number tells it from others of that name."""
        day = self.as_of_date.isoformat()
        return day if self.is_default else f"{day}_{self.comparable[:8]}"

    def text(self) -> str:
        """Return the manifest as the file holds it."""
        content = self.model_dump(mode="json")
        return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def digest(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of something, the order of its keys left aside."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
