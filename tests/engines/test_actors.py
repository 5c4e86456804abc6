"""What the engine ``ray`` does with actors that wait for a processor, shown to a stand-in for Ray."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractors.errors import EmptyFileError
from pipeline.discover import Input
from pipeline.engines import Bounds, Outcome
from pipeline.engines.cluster import _Actors
from pipeline.process import DocumentResult, failure


class ActorDiedError(Exception):
    pass


class Actor:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.do = SimpleNamespace(remote=lambda item: Promise(self, item))
        self.end = SimpleNamespace(remote=lambda: Promise(self, None))


@dataclass(eq=False)
class Promise:
    actor: Actor
    item: Input | None


@dataclass
class Cluster:
    """So many processors: an actor has one, as soon as one is free, until it is killed or lost with some paper."""

    processors: int
    lost_with: set[str] = field(default_factory=set)
    exceptions: Any = field(default_factory=lambda: SimpleNamespace(RayError=ActorDiedError))
    actors: list[Actor] = field(default_factory=list)

    def remote(self, **_: object) -> Callable[[type], Any]:
        return lambda kind: SimpleNamespace(remote=self._made)

    def _made(self, *_: object) -> Actor:
        self.actors.append(Actor(self))
        return self.actors[-1]

    def wait(self, promises: Sequence[Promise], **_: object) -> tuple[list[Promise], list[Promise]]:
        at_work = self.actors[: self.processors]
        ready = [promise for promise in promises if promise.actor in at_work]
        assert ready, "would wait for ever"
        return ready[:1], []

    def get(self, promise: Promise) -> Outcome:
        assert promise.item is not None
        if promise.item.source in self.lost_with:
            self.lost_with.remove(promise.item.source)
            self.actors.remove(promise.actor)
            self.processors -= 1
            raise ActorDiedError("its machine is gone")
        return Outcome(promise.item, done(promise.item), None, 0.0)

    def kill(self, actor: Actor) -> None:
        self.actors.remove(actor)


def done(item: Input) -> DocumentResult:
    return failure(item.source, EmptyFileError(name=item.source))


@pytest.mark.parametrize(
    ("processors", "slots", "lost_with"),
    [(2, 2, ""), (1, 3, ""), (2, 2, "b"), (2, 2, "f"), (3, 3, "af"), (2, 5, "c")],
)
def test_every_paper_is_done_however_few_processors_there_are(processors: int, slots: int, lost_with: str) -> None:
    cluster = Cluster(processors, set(lost_with))
    actors = _Actors(cluster, done, Bounds(), slots)
    outcomes = list(actors.run(iter([Input(Path(name), name) for name in "abcdef"])))
    actors.end()
    assert sorted(outcome.item.source for outcome in outcomes) == [*"abcdef"]
    assert [outcome.error for outcome in outcomes] == [None] * 6
    assert cluster.actors == []
