"""Score mentions: every reading of a score in a document, with what it was taken for and why."""

from extractors.scores.extract import extract_scores

__all__ = ["extract_scores"]
