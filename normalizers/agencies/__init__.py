"""Who: the agency a text speaks of, resolved against every place and body of the country.

Ids are stable: the code of the kind and the official code of the place ("SAO-440504" is the subdistrict administrative
organisation of tambon 440504, "SDM-", "TWM-", "CTM-" municipalities of a tambon (6 digits) or named after their amphoe
(4 digits), "PAO-44" and "PRV-44" of province 44, "BMA-10", "PTY-2004"); "X-" and a hash of the name for other bodies.
"""

from normalizers.agencies.mentions import AgencyMention, PlaceMention, find_agencies, find_places
from normalizers.agencies.model import UNKNOWN_AGENCY, Agency
from normalizers.agencies.others import find_other_bodies, is_oversight
from normalizers.agencies.resolution import (
    Candidate,
    Outcome,
    Resolution,
    one_line,
    resolve,
    telling_mention,
    unknown_agency,
)

__all__ = [
    "UNKNOWN_AGENCY",
    "Agency",
    "AgencyMention",
    "Candidate",
    "Outcome",
    "PlaceMention",
    "Resolution",
    "find_agencies",
    "find_other_bodies",
    "find_places",
    "is_oversight",
    "one_line",
    "resolve",
    "telling_mention",
    "unknown_agency",
]
