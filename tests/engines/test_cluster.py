"""The engine ``ray`` on a cluster of several nodes that the test starts on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import EmptyFileError
from pipeline.discover import Input
from pipeline.engines.cluster import Ray
from pipeline.process import DocumentResult, failure

from .faults import needs_ray

pytestmark = [needs_ray, pytest.mark.large]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head with one processor."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_worker_niceness", "0")  # as the engine sets it for a Ray of its own

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield made
    made.shutdown()


def papers(count: int) -> Iterator[Input]:
    return (Input(Path(str(number)), str(number)) for number in range(count))


def slow(item: Input) -> DocumentResult:
    time.sleep(0.5)
    return failure(item.source, EmptyFileError(name=item.source))


def test_every_processor_of_a_cluster_works(cluster: Any) -> None:
    cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    outcomes = list(Ray(address=cluster.address).run(papers(8), slow))
    assert sorted(int(outcome.item.source) for outcome in outcomes) == [*range(8)]
    assert {outcome.error for outcome in outcomes} == {None}


def test_more_workers_than_processors_end_as_well(cluster: Any) -> None:
    outcomes = list(Ray(3, address=cluster.address).run(papers(5), slow))
    assert sorted(int(outcome.item.source) for outcome in outcomes) == [*range(5)]


def test_a_lost_node_costs_no_paper(cluster: Any) -> None:
    node = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    outcomes = Ray(address=cluster.address).run(papers(12), slow)
    first = [next(outcomes), next(outcomes)]
    cluster.remove_node(node, allow_graceful=False)
    rest = list(outcomes)
    assert sorted(int(outcome.item.source) for outcome in [*first, *rest]) == [*range(12)]
    assert {outcome.error for outcome in [*first, *rest]} == {None}
