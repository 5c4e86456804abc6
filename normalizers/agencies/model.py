"""The who-columns shared by all tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from normalizers import thai


@dataclass(frozen=True, slots=True)
class Agency:
    """A body as the tables name it.

    ``agency`` is the canonical full name ("องค์การบริหารส่วนตำบลกู่ทอง"), ``agency_raw`` the name as printed.
    ``agency_id`` and the places are None where they could not be resolved.
    """

    agency: str | None
    agency_raw: str | None
    agency_type: str | None = None
    agency_id: str | None = None
    tambon: str | None = None
    amphoe: str | None = None
    province: str | None = None


UNKNOWN_AGENCY = Agency(agency=None, agency_raw=None)


def unknown_agency(
    name: str,
    raw: str | None,
    *,
    agency_type: str | None = None,
    amphoe: str | None = None,
    province: str | None = None,
    repeated: bool = False,
) -> Agency:
    """A body that no gazetteer knows: name as printed, id "X-" and the start of a hash of the folded name.

    ``repeated``: many bodies of its kind share their names (schools), so the printed places are part of what is hashed.
    """
    key = thai.fold(" ".join((name, amphoe or "", province or ""))) if repeated else thai.fold(name)
    digest = hashlib.sha256(key.encode()).hexdigest()
    return Agency(name, raw, agency_type, f"X-{digest[:8]}", amphoe=amphoe, province=province)
