"""Tables of many bodies: one body per row or per column, every row with a year, sums and an agency of its own."""

from extractors.scores.league.read import League, Surroundings, read_league
from extractors.scores.league.sheet import head_of

__all__ = ["League", "Surroundings", "head_of", "read_league"]
