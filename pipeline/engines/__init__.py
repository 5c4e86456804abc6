"""Engines: who does the work of a run. The tables are the same, byte for byte, whichever it is."""

from __future__ import annotations

import os
from dataclasses import dataclass

from pipeline.engines.model import USUAL_BOUNDS, USUAL_ENGINE, Bounds, Engine, Outcome, Work
from pipeline.engines.serial import Serial
from pipeline.errors import Exit, RunError

__all__ = ["ENGINES", "SERIAL", "Bounds", "Choice", "Engine", "Outcome", "Work", "cpus", "engine"]

SERIAL = Serial()
ENGINES = ("serial", "local", "ray")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line says: the name of an engine, and how many workers (None: one for each processor).

    ``ray_address`` None lets the engine ``ray`` work on this machine.
    """

    name: str = USUAL_ENGINE
    workers: int | None = None
    bounds: Bounds = USUAL_BOUNDS
    ray_address: str | None = None


def engine(choice: Choice) -> Engine:
    """The engine of that name. Raises RunError for a name or a bound that there is not."""
    if choice.name not in ENGINES:
        raise RunError(f"no engine {choice.name}", f"There are: {', '.join(ENGINES)}.", Exit.USAGE)
    if choice.name == "serial":
        return SERIAL
    if choice.name == "ray":
        from pipeline.engines.cluster import Ray

        return Ray(choice.workers, choice.bounds, choice.ray_address)
    from pipeline.engines.local import Local, start_early

    start_early()
    return Local(choice.workers or cpus(), choice.bounds)


def cpus() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
