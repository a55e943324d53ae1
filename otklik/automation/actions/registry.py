"""The actions there are. Packages declare theirs (`declare`, or `provide` for those that come and go with the
configuration); steps name them by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from otklik.automation.actions.doing import Action
from otklik.core.small import SmallTable

Provider = Callable[[], Iterable[Action]]
_declared: dict[str, Action] = {}
_providers: list[Provider] = []


def declare(*actions: Action) -> None:
    """Make actions known. Twice the same key is a programming error."""
    for action in actions:
        if _declared.setdefault(action.key, action) is not action:
            raise ValueError(f"action {action.key} is declared twice")


def provide(provider: Provider) -> None:
    """Make actions known that an administrator makes and takes away: asked again for every configuration."""
    _providers.append(provider)


def actions() -> Mapping[str, Action]:
    """Every action by key, in the order they are offered."""
    return ACTIONS.get()


def _load() -> Mapping[str, Action]:
    given = {action.key: action for provider in _providers for action in provider()}
    return {**_declared, **given}


ACTIONS: SmallTable[Mapping[str, Action]] = SmallTable(_load)
