"""Of a history of any field, which values are kept: those that something is made of, no others.

A history of fields tells old and new values of all that is tracked: names, addresses and notes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.config import Config
from dashboard.engine.values import About, Wanted

_VALUES = ("old_value", "new_value", "value")
# The fields of which deals and leads are made, in small letters and digits alone.
_KNOWN = frozenset({
    "addtime", "amount", "closedate", "currency", "dealstage", "dealtype", "expectedclosedate",
    "forecastcategory", "forecastcategoryname", "hsdealstageprobability",
    "hsmanualforecastcategory", "leadconverted", "leadstatus", "lifecyclestage", "lostreason",
    "losttime", "pipelineid", "probability", "stageid", "stagename", "status", "type", "userid",
    "value", "wontime",
})  # fmt: skip
# Labels may be a company's own, so that a gate's field is not known by them: there what is
# personal by its name is left out.
_PERSONAL = (
    "^name$|(first|last|middle|full|person|deal|contact|display|company)name|email|phone|mobile|fax|"
    "address|street|zip|postal|comment|note|descri|title|salutation|message|subject|nextstep|"
    "linkedin|twitter|facebook|birth"
)


# What a loader puts before a field's name where it makes a column of it.
_PREFIX = re.compile("^propert(y|ies)_")


def wanted(config: Config) -> frozenset[str]:
    """Return the fields whose values are kept: the known ones, and those of the gates."""
    own = [
        name
        for gate in config.gates
        for name in (gate.field, gate.date_field, gate.reason_field)
        if name
    ]
    names = (*own, *(_PREFIX.sub("", name) for name in own))
    return _KNOWN | {re.sub("[^a-z0-9]", "", name.lower()) for name in names}


def limit(columns: Sequence[Wanted], fields: frozenset[str]) -> tuple[Wanted, ...]:
    """Return the columns, those that hold values of any field limited to some fields."""
    headings = {each.name: each.heading for each in columns}
    if heading := headings.get("field_name"):
        about = About(heading, f"^({'|'.join(sorted(fields))})$")
    elif heading := headings.get("field_label"):
        about = About(heading, _PERSONAL, is_kept=False)
    else:
        return tuple(columns)
    return tuple(
        replace(each, about=about) if each.name in _VALUES and each.heading else each
        for each in columns
    )
