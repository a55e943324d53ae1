"""Settings of the installation: declared once, changed with a trace, read from memory."""

from __future__ import annotations

import pytest

from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Invalid
from otklik.organisation import settings
from otklik.organisation.commands import change_setting
from otklik.organisation.models import Setting
from otklik.organisation.queries import brands, default_brand
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, recorded, refused, rows, unchanged


def test_delivered_values(db: None) -> None:
    """Nothing is stored until something is changed; every setting explains itself."""
    assert rows(Setting) == 0
    assert settings.NUMBER_PREFIX.get() == "INC"
    assert settings.LANGUAGE.get() == "ru"
    known = settings.known()
    assert all(isinstance(one, settings.Declared) and one.why.endswith(".") for one in known.values())


def test_change(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """From and to, who and when; the next ticket has it."""
    with recorded() as events:
        change_setting(people.admin.ref, "tickets.number_prefix", "REQ")
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("setting.changed", "admin", by(people.admin))
    assert changes(event) == {"tickets.number_prefix": ("INC", "REQ")}
    row = Setting.objects.get()
    assert (row.key, row.value, row.changed_at) == ("tickets.number_prefix", "REQ", frozen_clock.now)
    assert make.ticket(people.client).number.startswith("REQ")
    with recorded() as events:
        change_setting(people.admin.ref, "tickets.number_prefix", "INC")
    assert changes(events[0]) == {"tickets.number_prefix": ("REQ", "INC")}
    assert rows(Setting) == 1


def test_the_same_value_changes_nothing(db: None) -> None:
    """Delivered or chosen."""
    with unchanged():
        change_setting(BY_SYSTEM, "tickets.reopen_days", 7)
    change_setting(BY_SYSTEM, "tickets.reopen_days", 8)
    with unchanged():
        change_setting(BY_SYSTEM, "tickets.reopen_days", 8)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tickets.fly", 1),
        ("tickets.reopen_days", "7"),
        ("tickets.reopen_days", True),
        ("tickets.closed_is_final", 1),
        ("tickets.number_prefix", ["A"]),
    ],
)
def test_what_is_no_setting(db: None, key: str, value: bool | int | str | list[str]) -> None:
    """Unknown keys, other types: a yes is no number."""
    with refused(Invalid, fields={key}):
        change_setting(BY_SYSTEM, key, value)


def test_a_setting_is_declared_once() -> None:
    """Two packages cannot mean two things by one key."""
    with pytest.raises(ValueError, match="declared twice"):
        settings.declare("tickets.number_prefix", "X", "Again.")


def test_a_value_of_another_type_in_the_database_is_a_fault(db: None, frozen_clock: FrozenClock) -> None:
    """Not taken for something else."""
    Setting.objects.create(key="tickets.number_prefix", value=7, changed_at=frozen_clock.now)
    small.bump()
    with pytest.raises(TypeError, match="holds 7"):
        settings.NUMBER_PREFIX.get()


def test_the_default_brand(db: None) -> None:
    """Delivered, and first."""
    assert default_brand().is_default
    assert brands()[0] == default_brand()
