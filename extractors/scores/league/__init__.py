"""Tables of many bodies: one body per row or per column, every row with a year, sums and an agency of its own."""

from extractors.scores.league.read import League, Surroundings, read_league

__all__ = ["League", "Surroundings", "read_league"]
