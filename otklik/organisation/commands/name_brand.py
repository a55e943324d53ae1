"""What the organisation is called towards clients."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import small, text
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.core.translated import Translated
from otklik.organisation.events import CONFIGURATION_CHANGED
from otklik.organisation.models import Brand

MAX_NAME = 80


@transaction.atomic
def name_brand(by: ActorRef, brand: Brand, name: str) -> None:
    """Call the brand so in every language. The caller has checked the right.

    `Invalid` for an empty name. Writes `configuration.changed`.
    """
    called = text.one_line(name, MAX_NAME)
    if not called:
        raise Invalid({"brand": _("Write what your organisation or service is called.")})
    # The one given may stand in every page's memory, where nothing may show before it is committed.
    row = Brand.objects.select_for_update().get(pk=brand.pk)
    before = dict(row.name.texts)
    row.name = Translated({"ru": called, "en": called})
    row.save(update_fields=["name"])
    small.bump()
    change = Change("name", before, dict(row.name.texts))
    data = {"kind": "brand", "uid": str(row.uid), "name": called}
    record(CONFIGURATION_CHANGED, by, Subject("brand", row.pk), changes=[change], data=data)
