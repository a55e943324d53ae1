"""How tests are shared out among an engine's workers: every test once, whatever becomes of a worker."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.support.sharing import AHEAD, Share

TESTS = [f"test_{number}" for number in range(50)]


@dataclass(eq=False)
class Worker:
    """What a share asks of a worker."""

    held: list[int] = field(default_factory=list)
    ran: list[int] = field(default_factory=list)
    shutting_down: bool = False

    def send_runtest_some(self, tests: list[int]) -> None:
        """Take tests in hand."""
        self.held += tests

    def shutdown(self) -> None:
        """There will be no more."""
        self.shutting_down = True

    def run_one(self, share: Share) -> None:
        """What a worker does: a test when it knows the next one, or that there is none."""
        if self.held and (len(self.held) > 1 or self.shutting_down):
            self.ran.append(self.held.pop(0))
            share.done(self, self.ran[-1])


def begun(*workers: Worker) -> Share:
    share = Share(len(workers))
    for worker in workers:
        share.add(worker)
    for worker in workers:
        share.found(worker, TESTS)
    return share


def run_out(share: Share, *workers: Worker) -> None:
    for _ in TESTS:
        for worker in workers:
            worker.run_one(share)


def test_from_both_ends_until_they_meet() -> None:
    first, second = Worker(), Worker()
    share = begun(first, second)
    assert (first.held, second.held) == ([0, 1, 2, 3], [49, 48, 47, 46])
    assert len(first.held) == AHEAD
    run_out(share, first, second)
    assert sorted(first.ran + second.ran) == list(range(50))
    assert share.is_finished
    assert not share.has_pending


def test_one_that_is_slow_leaves_the_rest_to_the_other() -> None:
    slow, quick = Worker(), Worker()
    share = begun(slow, quick)
    run_out(share, quick)
    assert quick.ran == list(range(49, AHEAD - 1, -1))
    run_out(share, slow)
    assert sorted(slow.ran + quick.ran) == list(range(50))


def test_what_a_dead_worker_had_in_hand_is_run_by_its_successor() -> None:
    dies, other, successor = Worker(), Worker(), Worker()
    share = begun(dies, other)
    dies.run_one(share)
    assert share.lost(dies) == "test_1"
    share.add(successor)
    share.found(successor, TESTS)
    run_out(share, other, successor)
    assert sorted([1, *dies.ran, *other.ran, *successor.ran]) == list(range(50))
    assert share.is_finished


def test_workers_that_found_different_tests_do_not_begin() -> None:
    share = Share(2)
    first, second = Worker(), Worker()
    share.add(first)
    share.add(second)
    share.found(first, TESTS)
    with pytest.raises(pytest.UsageError):
        share.found(second, TESTS[1:])
    assert first.held == second.held == []
