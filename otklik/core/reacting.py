"""How consequences hang on events: the shape of the table in `otklik/reactions.py` and its registry.

The table is the only place where one package makes another act. `now` functions write rows in the
event's own transaction; `later` functions are rows of the queue and run after commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from otklik.core.models.event import Event
from otklik.core.models.job import Job

DEFAULT_LANE = "default"
Effect = Callable[[], None]
NowFunction = Callable[[Event], None]


@dataclass(frozen=True)
class Later:
    """A reaction that runs after commit, at least once, with its database effect exactly once.

    A plain one is called inside the transaction that acknowledges it. A `network` one is called
    outside any transaction and returns an effect (or None) that runs in that transaction: slow work
    never holds a lock, and a repeat after a crash is the peer's to recognise (Message-ID, key).
    `wanted` keeps the row from being written when nobody listens.
    """

    name: str
    function: Callable[[Job], Effect | None]
    lane: str = DEFAULT_LANE
    network: bool = False
    wanted: Callable[[Event], bool] | None = None


@dataclass(frozen=True)
class Reaction:
    """What follows from one kind of event."""

    now: tuple[NowFunction, ...] = ()
    later: tuple[Later, ...] = ()


@dataclass
class _Registry:
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    by_name: dict[str, Later] = field(default_factory=dict)
    now_by_name: dict[str, NowFunction] = field(default_factory=dict)


_registry = _Registry()


def later(
    *,
    lane: str = DEFAULT_LANE,
    network: bool = False,
    wanted: Callable[[Event], bool] | None = None,
) -> Callable[[Callable[[Event], Effect | None]], Later]:
    """Declare a reaction to an event: `@later(lane="mail", network=True) def deliver(event): …`."""

    def declare(function: Callable[[Event], Effect | None]) -> Later:
        def run(job: Job) -> Effect | None:
            return function(job.event)

        return Later(name_of(function), run, lane, network, wanted)

    return declare


def timer(
    *, lane: str = DEFAULT_LANE, network: bool = False
) -> Callable[[Callable[[Job], Effect | None]], Later]:
    """Declare work for timer rows: the function is given the job with its key and payload."""

    def declare(function: Callable[[Job], Effect | None]) -> Later:
        return Later(name_of(function), function, lane, network)

    return declare


def name_of(function: Callable[..., object]) -> str:
    """`otklik.notifications.telling.tell` → `notifications.tell`: package and effect, stable in the queue."""
    package = function.__module__.split(".")[1]
    return f"{package}.{function.__name__}"


def install(reactions: Mapping[str, Reaction], timers: tuple[Later, ...] = ()) -> None:
    """Make the table known to `events.record` and to the worker; two reactions of one name are refused."""
    registry = _Registry(reactions=reactions)
    for reaction in reactions.values():
        for entry in reaction.later:
            _add(registry, entry)
        for function in reaction.now:
            registry.now_by_name[name_of(function)] = function
    for entry in timers:
        _add(registry, entry)
    _registry.reactions = registry.reactions
    _registry.by_name = registry.by_name
    _registry.now_by_name = registry.now_by_name


def reaction_to(kind: str) -> Reaction:
    """The row of the table for this kind of event; an empty one where nothing follows."""
    return _registry.reactions.get(kind, Reaction())


def find(name: str) -> Later | None:
    """The reaction or timer a queue row names; a failed `now` function is found under its name too."""
    found = _registry.by_name.get(name)
    if found is not None:
        return found
    again = _registry.now_by_name.get(name)
    return Later(name, lambda job: again(job.event)) if again else None


def lanes() -> frozenset[str]:
    """Every lane a reaction or timer asks for, and the ordinary one."""
    return frozenset({DEFAULT_LANE, *(entry.lane for entry in _registry.by_name.values())})


def _add(registry: _Registry, entry: Later) -> None:
    known = registry.by_name.setdefault(entry.name, entry)
    if known is not entry:
        raise ValueError(f"two reactions are called {entry.name}")
