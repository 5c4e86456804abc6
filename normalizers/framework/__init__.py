"""The ITA framework by fiscal year (Buddhist Era): what each year assessed, how it weighed and graded it.

Everything here is data (``framework.toml``, ``years.toml``, ``items.toml``) with its source and confidence; the classes
only give it a shape. ``framework(year)`` is the way in.
"""

from normalizers.framework.model import (
    Framework,
    GradeBand,
    GradeScheme,
    Indicator,
    Item,
    Level,
    SubIndicator,
    Tool,
)
from normalizers.framework.years import (
    INDICATORS,
    KNOWN_YEARS,
    five_index_labels,
    five_index_terms,
    framework,
    grade_schemes,
)

__all__ = [
    "INDICATORS",
    "KNOWN_YEARS",
    "Framework",
    "GradeBand",
    "GradeScheme",
    "Indicator",
    "Item",
    "Level",
    "SubIndicator",
    "Tool",
    "five_index_labels",
    "five_index_terms",
    "framework",
    "grade_schemes",
]
