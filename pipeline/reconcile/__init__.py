"""Reconcile: from score mentions to the values to publish, by repeated mentions and by the sums of the framework.

``reconcile`` is pure and deterministic. All arithmetic is done in whole hundredths of a point or in exact fractions.
"""

from pipeline.reconcile.model import JudgedMention, Reconciled, Score, Status
from pipeline.reconcile.run import reconcile

__all__ = ["JudgedMention", "Reconciled", "Score", "Status", "reconcile"]
