"""The panel: one wide row per agency and fiscal year over all documents, and where documents disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extractors.findings import finding
from normalizers.grades import possible_grades
from pipeline.rows import WHO, agency_of, finding_rows
from pipeline.schema import Row, tables, vocabularies

if TYPE_CHECKING:
    import pandas as pd

INDICATOR_PREFIX = "indicator_"
_CODES = {name: name for name in ("ITA", "IIT", "EIT", "OIT")} | {
    str(n): f"{INDICATOR_PREFIX}{n}" for n in range(1, 11)
}
_UNIT = ["agency_id", "fiscal_year"]
# The columns of ``scores`` that are used here.
COLUMNS = (*WHO, "document_id", "source", "fiscal_year", "code", "score", "grade", "status", "agreeing", "confidence")

# Printed values are rounded to 2 decimals; a computed one may differ from the printed one by a rounding step.
_PRINTED_STEP = 0.005
_COMPUTED_STEP = 0.015
_NAMED = 12  # papers that a finding names one by one


def panel_rows(scores: Sequence[Row]) -> list[Row]:
    """Rows of ``panel``: per agency, year and code the best-attested value.

    Best is the most trusted status, then the value that most papers give, then the most agreeing readings, then the
    highest confidence. Scores of bodies without an id are left out: who they belong to is not known well enough to put
    papers side by side. The grade is that of the framework of the year for these values; the printed one stands only
    where the framework leaves more than one open, or none is known for the year.
    """
    ranked = _ranked(scores)
    if ranked.empty:
        return []
    best = ranked.drop_duplicates([*_UNIT, "code"])
    wide = best.assign(column=best["code"].map(_CODES)).pivot(index=_UNIT, columns="column", values="score")
    units = best.groupby(_UNIT, sort=True)
    statuses = list(vocabularies()["score_status"])
    wide = wide.join(units[[name for name in WHO if name not in _UNIT]].first())
    wide["worst_status"] = units["trust"].max().map(dict(enumerate(statuses)))
    wide["documents"] = ranked.groupby(_UNIT)["document_id"].nunique()
    wide["printed_grade"] = _printed_grades(ranked, best)
    records = [_plain(record) for record in wide.reset_index().to_dict("records")]
    graded = [{"grade": _grade(record, record.pop("printed_grade"))} | record for record in records]
    return [tables()["panel"].row(record) for record in graded]


def disagreements(scores: Sequence[Row]) -> list[Row]:
    """Rows of ``findings``: one for each document whose value of a score differs from another document's."""
    ranked = _ranked(scores).drop_duplicates([*_UNIT, "code", "document_id"])
    found: list[Row] = []
    for _, group in ranked.groupby([*_UNIT, "code"], sort=True):
        step = _COMPUTED_STEP if (group["status"] == "computed").any() else _PRINTED_STEP
        if len(group) > 1 and group["score"].max() - group["score"].min() > step:
            found += _disagreement([_plain(record) for record in group.sort_values("source").to_dict("records")])
    return found


def shown(scores: Iterable[Row]) -> Iterator[Row]:
    """The scores that count here: of bodies with an id, with a code that has a column in the panel."""
    return (row for row in scores if row["agency_id"] is not None and row["code"] in _CODES)


def _disagreement(records: list[dict[str, Any]]) -> list[Row]:
    values = _values([(f"{record['score']:.2f}", str(record["source"])) for record in records])
    rows: list[Row] = []
    for record in records:
        item = finding("panel_disagreement", record["code"], found=values, fiscal_year=record["fiscal_year"])
        rows += finding_rows(
            [item], {"document_id": record["document_id"], "source": record["source"]}, agency_of(record)
        )
    return rows


def _values(said: Sequence[tuple[str, str]]) -> str:
    """Every value with its paper; of many papers one for each value, the commonest values first."""
    if len(said) <= _NAMED:
        return ", ".join(f"{value} ({source})" for value, source in said)
    common = Counter(value for value, _ in said).most_common()
    first = dict(reversed(said))
    told = [f"{value} ({first[value]}{f' + {count - 1}' if count > 1 else ''})" for value, count in common[:_NAMED]]
    return ", ".join(told) + (", …" if len(common) > _NAMED else "")


def _ranked(scores: Sequence[Row]) -> pd.DataFrame:
    """The scores that the panel shows, best-attested first."""
    import pandas as pd

    usable = list(shown(scores))
    frame = pd.DataFrame({name: [row[name] for row in usable] for name in COLUMNS})
    trust = {status: rank for rank, status in enumerate(vocabularies()["score_status"])}
    frame["trust"] = frame["status"].map(trust)
    frame["papers"] = frame.groupby([*_UNIT, "code", "score"])["document_id"].transform("nunique")
    return frame.sort_values(
        ["trust", "papers", "agreeing", "confidence", "source", "agency", "agency_raw", "score"],
        ascending=[True, False, False, False, True, True, True, True],
        na_position="last",
        kind="stable",
    )


def _grade(record: dict[str, Any], printed: str | None) -> str | None:
    """The grade of a row's total by the framework of its year, else the printed one if the framework allows it."""
    total = record.get("ITA")
    if total is None:
        return None
    tools = {code: record[code] for code in ("IIT", "EIT", "OIT") if record.get(code) is not None}
    possible = possible_grades(record["fiscal_year"], total, tools)
    if len(possible) == 1:
        return min(possible)
    return printed if not possible or printed in possible else None


def _printed_grades(ranked: pd.DataFrame, best: pd.DataFrame) -> pd.Series[str]:
    """The printed level of the total, from a paper that prints this very total."""
    totals = ranked[(ranked["code"] == "ITA") & ranked["grade"].notna()]
    chosen = best.loc[best["code"] == "ITA", [*_UNIT, "score"]]
    return totals.merge(chosen, on=[*_UNIT, "score"]).drop_duplicates(_UNIT).set_index(_UNIT)["grade"]


def _plain(record: dict[Any, Any]) -> dict[str, Any]:
    """Python values: no NumPy scalars, and None where pandas has a gap."""
    import pandas as pd

    return {
        str(name): None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
        for name, value in record.items()
    }
