"""When: the paper's own fiscal year and the year its scores are of (Buddhist Era)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.facts import DocumentKind
from extractors.findings import Finding, finding
from extractors.identity.lines import Piece, Role, Stream, pattern, rules
from normalizers.years import find_years

# What a year may be the year of: a word before it tells (a date, a plan or an act: nothing of ours), no word does, or
# nothing even tells that the number is a year.
_SCORES, _PAPER, _NOTHING, _DATE, _UNTOLD, _BARE = "scores", "paper", "nothing", "date", "untold", "bare"


@dataclass(frozen=True, slots=True)
class When:
    """Both years, None where nothing tells them, and the finding if the scores' year was inferred."""

    fiscal_year: int | None
    scores_year: int | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Vote:
    """A year printed somewhere: what it is the year of, how surely, and where."""

    year: int
    of: str
    weight: float
    role: Role


def when_written(kind: DocumentKind, streams: Sequence[Stream]) -> When:
    """Years as printed with title, measures and results; a plan of year N else reports the scores of N-1."""
    votes = [vote for stream in streams for vote in _votes(stream)]
    fiscal = _compared_year(kind, streams, votes) or _paper_year(kind, votes)
    lag = _lag(kind, streams)
    printed = _scores_year([vote for vote in votes if fiscal is None or vote.year <= fiscal], fiscal and fiscal - lag)
    if printed is not None:
        return When(fiscal or printed, printed)
    fiscal = fiscal or _most([vote for vote in votes if vote.of in (_SCORES, _PAPER, _BARE)])
    if fiscal is None:
        return When(None, None)
    year = fiscal - lag
    return When(fiscal, year, (finding("year_inferred", str(year), expected=str(year), fiscal_year=year),))


def _lag(kind: DocumentKind, streams: Sequence[Stream]) -> int:
    """How many years before the paper its scores are: measures answer those of last year, reports tell their own."""
    rule = rules()["when"]
    about = any(pattern(rule["answers"]).search(_squeezed(stream.text)) for stream in streams)
    if kind is DocumentKind.PROGRESS_REPORT and not about and not _tells_last_year(streams):
        return 0
    return 1 if _tells_last_year(streams) else int(rule["lag"][kind.value])


def _tells_last_year(streams: Sequence[Stream]) -> bool:
    """Whether a score is told of "last year"."""
    told = pattern(rules()["when"]["last_year"])
    return any(told.search(_squeezed(stream.text)) for stream in streams)


def _votes(stream: Stream) -> Iterator[_Vote]:
    rule = rules()["when"]
    for year in find_years(stream.text):
        piece = stream.piece_at(year.start)
        if not year.certain:
            if piece.role is Role.TITLE:
                yield _Vote(year.year, _BARE, float(rule["bare_title"]), piece.role)
            continue
        start, end = _context(stream, piece, year.start, rule)
        before = _squeezed(stream.text[start : year.start])
        after = _squeezed(stream.text[year.end : max(end, year.end)])
        of, weight = _meaning(before, after, rule)
        yield _Vote(year.year, of, weight * _role_factor(piece, rule), piece.role)


def _context(stream: Stream, piece: Piece, position: int, rule: dict[str, Any]) -> tuple[int, int]:
    """How far around a year to look: its own block, and the one before where the year opens its block.

    What follows a title is something else; a paragraph may go on in the next block.
    """
    start = max(piece.start, position - rule["look_back"])
    if position - piece.start < rule["opening"]:
        start = max(0, position - rule["look_back"])
    end = position + rule["look_ahead"]
    if piece.role is Role.TITLE:
        end = min(end, stream.end_of(piece))
    return start, end


def _squeezed(text: str) -> str:
    """Without blanks and line ends, which stand anywhere in scanned Thai."""
    return re.sub(r"\s", "", text)


def _role_factor(piece: Piece, rule: dict[str, Any]) -> float:
    factors = {Role.TITLE: rule["title_votes"], Role.HEADING: rule["heading_votes"]}
    return float(factors.get(piece.role, rule["cell_votes"]))


def _meaning(before: str, after: str, rule: dict[str, Any]) -> tuple[str, float]:
    """What a year is the year of: the nearest words before it decide, words behind it add or overrule weak ones."""
    near = (
        ((match.end(), len(match.group())), entry)
        for entry in rule["before"]
        for match in pattern(entry["pattern"]).finditer(before)
    )
    _, nearest = max(near, key=lambda item: item[0], default=(None, None))
    if nearest is None:
        nearest = {"of": _UNTOLD, "weight": rule["unknown"]}
    of, weight = str(nearest["of"]), float(nearest["weight"])
    if nearest.get("final"):
        return of, weight
    for entry in rule["after"]:
        if pattern(entry["pattern"]).search(after):
            if entry["of"] == of:
                weight += float(entry["weight"])
            elif float(entry["weight"]) > weight:
                of, weight = entry["of"], float(entry["weight"])
    return of, weight


def _scores_year(votes: Sequence[_Vote], expected: int | None) -> int | None:
    """The year printed with results most often."""
    least = float(rules()["when"]["least_scores"])
    return _most([vote for vote in votes if vote.of == _SCORES], least, expected)


def _paper_year(kind: DocumentKind, votes: Sequence[_Vote]) -> int | None:
    """The paper's own year: the first of the title; of a paper about measures the one that they are for."""
    title = [vote for vote in votes if vote.role is Role.TITLE]
    if kind in (DocumentKind.MEASURES_PLAN, DocumentKind.PROGRESS_REPORT):
        measures = [vote for vote in votes if vote.of == _PAPER or (vote.role is Role.CELL and vote.of != _SCORES)]
        own = _first(title, _PAPER, _UNTOLD) or _most(measures)
        return own or max((vote.year for vote in title if vote.of == _SCORES), default=_first(title, _NOTHING, _DATE))
    return _first(title, _SCORES, _PAPER, _UNTOLD, _NOTHING, _DATE)


def _compared_year(kind: DocumentKind, streams: Sequence[Stream], votes: Sequence[_Vote]) -> int | None:
    """The latest year of a result whose title compares several: what is told of now is of that one."""
    words = pattern("|".join(r"\s*".join(word) for word in rules()["when"]["compares"]))  # a line may end in a word
    found = [(stream, match.start()) for stream in streams for match in words.finditer(stream.text)]
    titled = any(stream.piece_at(place).role is Role.TITLE for stream, place in found)
    if kind in (DocumentKind.MEASURES_PLAN, DocumentKind.PROGRESS_REPORT) or not titled:
        return None
    of_scores = (_SCORES, _UNTOLD, _PAPER)
    years = {vote.year for vote in votes if vote.role is Role.TITLE and vote.of in of_scores}
    least = float(rules()["when"]["least_scores"])
    years |= {vote.year for vote in votes if vote.of == _SCORES and vote.weight >= least}  # of captions below the title
    return max(years) if len(years) > 1 else None


def _first(votes: Sequence[_Vote], *of: str) -> int | None:
    return next((vote.year for vote in votes if vote.of in of), None)


def _most(votes: Sequence[_Vote], least: float = 0.0, expected: int | None = None) -> int | None:
    """The year with most weight, at least ``least``; the expected one counts more, the latest wins between equals."""
    totals: dict[int, float] = {}
    for vote in votes:
        factor = float(rules()["when"]["expected"]) if vote.year == expected else 1.0
        totals[vote.year] = totals.get(vote.year, 0.0) + factor * vote.weight
    best = max(totals, key=lambda year: (totals[year], year), default=None)
    return best if best is not None and totals[best] >= least else None
