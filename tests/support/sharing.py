"""How `make test` shares the tests out: two workers for each engine, on however many cores there are.

One of the two begins with what is long (browsers, processes that are started and killed) and mostly waits,
the other with what is quick and mostly computes; they meet. So the cores are always busy, and hardly ever is
more than one browser open for an engine.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

import pytest
from execnet import XSpec
from xdist.workermanage import WorkerController, parse_tx_spec_config

from tests.support import engines

ENGINE = "OTKLIK_TEST_ENGINE"
AHEAD = 4
"""Tests a worker has in hand, the present one included: few, so that at the end no worker waits long."""


BROWSER, PROCESSES = {"browser"}, {"installation", "live_server", "imap_server"}


def place(item: pytest.Item) -> int:
    """Where a test stands: what mostly waits first, in another order on either engine; the quick last."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if fixtures & BROWSER:
        return 0 if engines.ENGINE == engines.SQLITE else 1
    if fixtures & PROCESSES or item.get_closest_marker("long"):
        return 1 if engines.ENGINE == engines.SQLITE else 0
    return 2


def is_by_engine(config: pytest.Config) -> bool:
    """Whether every worker has been told its engine and they are to share."""
    specs = parse_tx_spec_config(config) if config.getoption("tx") else []
    return (
        config.getoption("dist") == "load"
        and all(ENGINE in XSpec(spec).env for spec in specs)
        and bool(specs)
    )


class Share:
    """One engine's tests: its first worker takes them from the front, every other from the back."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._found: dict[WorkerController, list[str]] = {}
        self._left: deque[int] | None = None  # until all have found their tests
        self.in_hand: dict[WorkerController, list[int]] = {}

    @property
    def number(self) -> int:
        """How many tests its workers have found."""
        return max(map(len, self._found.values()), default=0)

    @property
    def is_collected(self) -> bool:
        """Whether all its workers have found their tests."""
        return len(self._found) >= self._workers

    @property
    def is_finished(self) -> bool:
        """Whether nobody needs more than the word that it is over."""
        return self.is_collected and not self._left and all(len(held) < 2 for held in self.in_hand.values())

    @property
    def has_pending(self) -> bool:
        """Whether a test has still to be run."""
        return bool(self._left) or any(self.in_hand.values())

    def add(self, worker: WorkerController) -> None:
        """A worker has come."""
        self.in_hand[worker] = []

    def found(self, worker: WorkerController, tests: Sequence[str]) -> None:
        """A worker has found its tests: when all have, the same, they begin."""
        self._found[worker] = list(tests)
        if self._left is None and self.is_collected:
            if any(other != self._found[worker] for other in self._found.values()):
                raise pytest.UsageError("Two workers of one engine found different tests.")
            self._left = deque(range(len(tests)))
        for each in self.in_hand:
            self._give(each)

    def done(self, worker: WorkerController, test: int) -> None:
        """A worker is through with a test."""
        self.in_hand[worker].remove(test)
        self._give(worker)

    def lost(self, worker: WorkerController) -> str | None:
        """A worker is gone; what it had in hand is for the others, but for the test it died of."""
        held = self.in_hand.pop(worker)
        if not held or self._left is None:
            return None
        self._left.extendleft(held[1:])
        for each in self.in_hand:
            self._give(each)
        return self._found[worker][held[0]]

    def _give(self, worker: WorkerController) -> None:
        """Keep a worker in tests; tell it when there will be no more."""
        if self._left is None or worker.shutting_down:
            return
        first = worker is next(iter(self.in_hand))
        more = min(AHEAD - len(self.in_hand[worker]), len(self._left))
        given = [self._left.popleft() if first else self._left.pop() for _ in range(more)]
        if given:
            self.in_hand[worker] += given
            worker.send_runtest_some(given)
        if not self._left:
            worker.shutdown()


class ByEngine:
    """What pytest-xdist asks of a scheduler: each engine's workers have its tests among themselves."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        workers = Counter(XSpec(spec).env[ENGINE] for spec in parse_tx_spec_config(config))
        self._shares = {engine: Share(count) for engine, count in workers.items()}

    @property
    def nodes(self) -> list[WorkerController]:
        """Every worker that is here."""
        return [worker for share in self._shares.values() for worker in share.in_hand]

    @property
    def collection_is_completed(self) -> bool:
        """Whether every worker has found its tests."""
        return all(share.is_collected for share in self._shares.values())

    @property
    def tests_finished(self) -> bool:
        """Whether nobody needs more than the word that it is over."""
        return all(share.is_finished for share in self._shares.values())

    @property
    def has_pending(self) -> bool:
        """Whether a test has still to be run."""
        return any(share.has_pending for share in self._shares.values())

    def add_node(self, node: WorkerController) -> None:
        """A worker has come."""
        self._of(node).add(node)

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        """A worker has found its tests; an engine whose workers all have does not wait for the other."""
        self._of(node).found(node, collection)
        # What pytest counts its progress by; pytest-xdist tells it one worker's number.
        session = self._config.pluginmanager.get_plugin("session")
        assert isinstance(session, pytest.Session)
        session.testscollected = sum(share.number for share in self._shares.values())

    def schedule(self) -> None:
        """Everybody has found their tests, and has been told to begin."""

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """A worker is through with a test."""
        self._of(node).done(node, item_index)

    def mark_test_pending(self, item: str) -> None:
        """Asked for only by plugins that run a test again: we have none."""
        raise NotImplementedError

    def remove_pending_tests_from_node(self, node: WorkerController, indices: Sequence[int]) -> None:
        """Answers a request to give tests back, which we never make."""
        raise NotImplementedError

    def remove_node(self, node: WorkerController) -> str | None:
        """A worker is gone; the test it died of, if it did."""
        return self._of(node).lost(node)

    def _of(self, node: WorkerController) -> Share:
        return self._shares[node.gateway.spec.env[ENGINE]]
