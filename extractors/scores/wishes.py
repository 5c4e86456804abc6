"""Lines that announce a list of scores that are hoped for: nobody has got them."""

from __future__ import annotations

from extractors.scores.printed import score_numbers
from extractors.scores.vocabulary import settings


def is_wish(text: str) -> bool:
    """Whether the last line of a text says that the list below it tells targets or a forecast.

    A line that holds a score of its own has said it already; one that compares or tells what came true does not.
    """
    rules = settings().sentences
    line = text.rstrip().rpartition("\n")[2]
    return (
        rules.wished.search(line) is not None
        and rules.came_true.search(line) is None
        and not any(number.decimals for number in score_numbers(line))
    )
