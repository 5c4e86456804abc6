"""Made-up ITA papers whose truth is known: a seeded generator and the judge of what the pipeline made of them.

``generate(seed, **knobs)`` gives a ``Paper`` (name, bytes, truth); ``evaluate(truth, result)`` lists every problem.
The scores obey the framework: each indicator is a mean of items, each tool a mean of indicators, the total 30/30/40.
"""

from tests.papers.judge import Problem, evaluate
from tests.papers.model import Knobs, Paper, Truth
from tests.papers.write import generate

__all__ = ["Knobs", "Paper", "Problem", "Truth", "evaluate", "generate"]
