"""What the directories of equipment are made of (types, manufacturers, models), for whoever sets them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from otklik.clients.events import ASSET_DIRECTORY_CHANGED
from otklik.clients.models import Asset, AssetModel, AssetType, Manufacturer
from otklik.clients.place_queries import directories
from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.kinds import One, Option
from otklik.core.configuring.shapes import Field, Shape, declare
from otklik.core.configuring.uses import Use, declare_use
from otklik.people.shapes import code_field, give_code, name_field


def asset_types() -> Sequence[Option]:
    """Kinds of equipment to choose from, in their order."""
    return [Option(row.pk, str(row.name), row.hidden) for row in directories().types.values()]


def manufacturers() -> Sequence[Option]:
    """Manufacturers to choose from, in their order."""
    return [Option(row.pk, str(row.name), row.hidden) for row in directories().manufacturers.values()]


def asset_models() -> Sequence[Option]:
    """Models to choose from, under their manufacturers."""
    known = directories()
    return [
        Option(
            row.pk,
            str(row.name),
            row.hidden,
            group=_name_of(known.manufacturers, row.manufacturer_id),
        )
        for row in known.models.values()
    ]


def _name_of(rows: Mapping[int, Manufacturer], pk: int | None) -> str:
    row = rows.get(pk or 0)
    return str(row.name) if row else ""


def _words(number: int) -> str:
    return ngettext("%(n)s machine", "%(n)s machines", number) % {"n": number}


ASSET_TYPE = declare(
    Shape(
        kind="asset_type",
        model=AssetType,
        one=_("Type of equipment"),
        many=_("Types of equipment"),
        event=ASSET_DIRECTORY_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "asset-type"),
        fields=(name_field(), code_field()),
    )
)
MANUFACTURER = declare(
    Shape(
        kind="manufacturer",
        model=Manufacturer,
        one=_("Manufacturer"),
        many=_("Manufacturers"),
        event=ASSET_DIRECTORY_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "manufacturer"),
        fields=(name_field(), code_field()),
    )
)
ASSET_MODEL = declare(
    Shape(
        kind="asset_model",
        model=AssetModel,
        one=_("Model of equipment"),
        many=_("Models of equipment"),
        event=ASSET_DIRECTORY_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "asset-model"),
        fields=(
            name_field(),
            code_field(),
            Field(
                "manufacturer",
                _("Manufacturer"),
                One(manufacturers, empty=_("not said")),
                attr="manufacturer_id",
            ),
            Field(
                "asset_type",
                _("Type of equipment"),
                One(asset_types, empty=_("not said")),
                _("What every machine of this model is."),
                attr="type_id",
            ),
        ),
    )
)


def _use(kind: str, column: str) -> Use:
    return declare_use(Use(kind, "assets", hanging(Asset, column, hidden=False), _words))


USES = (
    _use("asset_type", "type_id"),
    _use("manufacturer", "manufacturer_id"),
    _use("asset_model", "model_id"),
)
