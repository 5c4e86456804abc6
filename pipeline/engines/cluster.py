"""The engine ``ray``: contained workers on the machines of a Ray cluster, or on this one.

Every slot of the cluster has an actor, and every actor a guard with one worker: what a paper does to its worker is
settled where it happens, and ends in the same outcome as on one machine. Ray itself only carries papers and outcomes;
a machine that is lost costs the time that its papers had taken so far.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractors.errors import CrashedError
from pipeline.engines.guard import Guard
from pipeline.engines.model import USUAL_BOUNDS, Bounds, Outcome, Work
from pipeline.errors import Exit, RunError

if TYPE_CHECKING:
    from pipeline.discover import Input

INSTALL = "pip install 'ita-pipeline[ray]'"
_STORE = 128 * 1024 * 1024  # bytes of Ray's store of objects; ours are small and hardly touch it
_MOST_LOSSES = 3  # of machines with the same paper
_PARTING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Ray:
    """``workers`` papers at the same time (None: one for each processor of the cluster).

    ``address`` is that of a cluster (``host:port``, ``auto`` or ``ray://host:port``); None starts Ray on this machine
    for this run only.
    """

    workers: int | None = None
    bounds: Bounds = USUAL_BOUNDS
    address: str | None = None

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        """One outcome for each item, in the order in which they are finished. Raises RunError without Ray."""
        with _connected(self.address, self.workers) as ray:
            slots = self.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
            actors = _Actors(ray, work, self.bounds, slots)
            try:
                yield from actors.run(iter(items))
            finally:
                actors.end()


class Keeper:
    """An actor: keeps a guard with one worker where Ray has put it."""

    def __init__(self, work: Work, bounds: Bounds) -> None:
        main: Any = sys.modules["__main__"]
        main.__file__ = None  # else every worker would load Ray's own program
        self._guard = Guard(work, 1, bounds)
        self._guard.__enter__()

    def do(self, item: Input) -> Outcome | tuple[str, str]:
        """The outcome of a paper, or message and remedy where no worker starts."""
        try:
            (outcome,) = self._guard.run([item])
        except RunError as error:
            return error.message, error.remedy
        return outcome

    def end(self) -> None:
        """End the worker; returns when nothing is left of it."""
        self._guard.__exit__(None, None, None)


@dataclass
class _Actors:
    """The actors of a run and the papers that they have."""

    ray: Any
    work: Work
    bounds: Bounds
    slots: int
    _idle: list[Any] = field(default_factory=list)
    _busy: dict[Any, tuple[Any, Input]] = field(default_factory=dict)  # the promise of an outcome: its actor and paper
    _again: list[Input] = field(default_factory=list)
    _losses: Counter[Input] = field(default_factory=Counter)
    _proven: set[int] = field(default_factory=set)  # actors (``id``) that have answered
    _finished: int = 0

    def run(self, items: Iterator[Input]) -> Iterator[Outcome]:
        """One outcome for each item; no more items are taken than there are slots."""
        self._fill(items)
        while self._busy:
            (promise,), _ = self.ray.wait(list(self._busy), num_returns=1)
            outcome = self._outcome(promise)
            self._fill(items)
            if outcome is not None:
                yield outcome
                self._fill(items)  # it may have brought more

    def end(self) -> None:
        """End all actors: in peace those that have no paper, at once the others."""
        self._end_idle()
        for actor, _ in self._busy.values():
            self.ray.kill(actor)

    def _end_idle(self) -> None:
        parting = [actor.end.remote() for actor in self._idle]
        if parting:
            self.ray.wait(parting, num_returns=len(parting), timeout=_PARTING_SECONDS)
        while self._idle:
            self.ray.kill(self._idle.pop())

    def _fill(self, items: Iterator[Input]) -> None:
        while self._idle or len(self._busy) < self.slots:
            item = self._again.pop() if self._again else next(items, None)
            if item is None:
                if any(id(actor) not in self._proven for actor, _ in self._busy.values()):
                    self._end_idle()  # one that never answered may wait for a processor: machines were lost, or are few
                return
            actor = self._idle.pop() if self._idle else self._actor()
            self._busy[actor.do.remote(item)] = (actor, item)

    def _actor(self) -> Any:
        made = self.ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Keeper)
        return made.remote(self.work, self.bounds)

    def _outcome(self, promise: Any) -> Outcome | None:
        """What an actor says of its paper; None where it was lost, and the paper begins anew elsewhere."""
        actor, item = self._busy.pop(promise)
        try:
            said = self.ray.get(promise)
        except self.ray.exceptions.RayError as error:
            self._proven.discard(id(actor))
            return self._lost(item, str(error))
        self._finished += 1
        self._proven.add(id(actor))
        self._idle.append(actor)
        if not isinstance(said, Outcome):
            message, remedy = said
            raise RunError(message, remedy, Exit.ENGINE)
        return said

    def _lost(self, item: Input, why: str) -> Outcome | None:
        """None for a paper that begins anew. Raises RunError where nothing but losses came so far."""
        self._losses[item] += 1
        if not self._finished and self._losses.total() >= _MOST_LOSSES * self.slots:
            remedy = "Every machine of the cluster needs this program, in this version, and the folders of the run."
            raise RunError(f"no worker can be started on the cluster: {why[:500]}", remedy, Exit.ENGINE)
        if self._losses[item] < _MOST_LOSSES:
            self._again.append(item)
            return None
        reason = f"and its machine, {_MOST_LOSSES} times"
        return Outcome(item, None, CrashedError(name=item.source, reason=reason), 0.0)


@contextmanager
def _connected(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, connected; the connection ends with the block unless it was there before."""
    if address is None:  # it will listen to the network, and ask everybody for a word that only it knows
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex())
    ray = _ray()
    if ray.is_initialized():
        yield ray
        return
    own = _on_this_machine(workers) if address is None else {"address": address}
    try:
        ray.init(**own, log_to_driver=False, logging_level="ERROR")
    except (OSError, RuntimeError, ValueError) as error:
        remedy = "Check --ray-address, and that the cluster runs (ray status)."
        raise RunError(f"Ray does not answer: {error}", remedy, Exit.ENGINE) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _on_this_machine(workers: int | None) -> dict[str, object]:
    """Settings of a Ray of our own."""
    return {"num_cpus": workers, "include_dashboard": False, "object_store_memory": _STORE}


def _ray() -> Any:
    """The package. Raises RunError where it is missing."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers about every run
    os.environ.setdefault("RAY_worker_niceness", "0")  # its workers would stand behind everything else on the machine
    try:
        import ray
    except ImportError as error:
        raise RunError("Ray is not installed", f"Install it: {INSTALL}", Exit.ENGINE) from error
    return ray
