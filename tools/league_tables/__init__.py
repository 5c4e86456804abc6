"""Made-up tables of many bodies with known truth: ``generate`` writes one, ``judge`` says what came back wrong."""

from tools.league_tables.judge import Cells, judge
from tools.league_tables.make import generate
from tools.league_tables.model import Knobs, Made, TrueCell

__all__ = ["Cells", "Knobs", "Made", "TrueCell", "generate", "judge"]
