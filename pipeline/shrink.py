"""A run that would lose many rows stops before it publishes: a folder that is not mounted looks like fewer papers."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import Exit, RunError

USUAL_SHARE = 0.1
_MAY_SHRINK = frozenset({"findings"})  # fewer of them is what better rules are for


def refuse_shrinking(before: Mapping[str, int], now: Mapping[str, int], share: float, missing: int) -> None:
    """Raise RunError where a table would lose more than ``share`` (0 to 1) of its rows.

    ``missing`` is the number of inputs that have no row because they were not selected.
    """
    lost = {
        name: (rows, now.get(name, 0))
        for name, rows in before.items()
        if name not in _MAY_SHRINK and now.get(name, 0) < rows * (1 - share)
    }
    if not lost:
        return
    told = ", ".join(f"{name} from {old} to {new}" for name, (old, new) in lost.items())
    unread = f" {missing} inputs are not selected and have no result that is up to date." if missing else ""
    raise RunError(
        f"the tables would lose more than {share:.0%} of their rows: {told}; nothing was published.{unread}",
        "If that is right, run again with --allow-shrink 1: what was read is kept.",
        Exit.SHRUNK,
    )
