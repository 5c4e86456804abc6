"""Who: the agency a text speaks of, resolved against every place and body of the country.

Ids are stable: the code of the kind and the official code of the place ("SAO-440504" is the subdistrict administrative
organisation of tambon 440504, "SDM-", "TWM-", "CTM-" municipalities of a tambon (6 digits) or named after their amphoe
(4 digits), "PAO-44" and "PRV-44" of province 44, "BMA-10", "PTY-2004"); "PHO-44" or "PHO-4405" is an office of a
province or an amphoe (``offices.toml``), "CEN-0001" a central body (``central.csv``); "X-" and a hash of the name any
other body.
"""

from normalizers.agencies.identify import identify, identify_other
from normalizers.agencies.mentions import (
    AgencyMention,
    PlaceMention,
    find_agencies,
    find_places,
    one_line,
    telling_mention,
)
from normalizers.agencies.model import UNKNOWN_AGENCY, Agency, unknown_agency
from normalizers.agencies.others import find_other_bodies, is_oversight
from normalizers.agencies.resolution import (
    Candidate,
    Outcome,
    Reason,
    Resolution,
    resolve,
)

__all__ = [
    "UNKNOWN_AGENCY",
    "Agency",
    "AgencyMention",
    "Candidate",
    "Outcome",
    "PlaceMention",
    "Reason",
    "Resolution",
    "find_agencies",
    "find_other_bodies",
    "find_places",
    "identify",
    "identify_other",
    "is_oversight",
    "one_line",
    "resolve",
    "telling_mention",
    "unknown_agency",
]
