"""Changing one setting."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, small
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.organisation import settings
from otklik.organisation.events import SETTING_CHANGED
from otklik.organisation.models import Setting


@transaction.atomic
def change_setting(actor: ActorRef, key: str, value: bool | int | str | list[str]) -> None:
    """Set a declared setting; writes `setting.changed` with from and to.

    The caller has checked that the actor may administer. `Invalid` for an unknown key or another type.
    """
    declared = settings.known().get(key)
    if not isinstance(declared, settings.Declared) or type(value) is not type(declared.delivered):
        raise Invalid({key: _("There is no such setting, or it takes another kind of value.")})
    before = settings.CHANGED.get().get(key, declared.delivered)
    if before == value:
        return
    row, _created = Setting.objects.update_or_create(
        key=key, defaults={"value": value, "changed_at": clock.now()}
    )
    small.bump()
    record(SETTING_CHANGED, actor, Subject("setting", row.pk), changes=[Change(key, before, value)])
