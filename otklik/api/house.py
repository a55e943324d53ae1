"""`/settings` and `/order`: the rules of the house, and how lists are put into order. For administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.house import OrderIn, OrderOut, SettingOut, Settings, SettingsIn, SettingsOut
from otklik.api.schemas.pages import PageQuery
from otklik.core.configuring.shapes import Shape
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up, arrange_set_up, get_set_up, set_settings
from otklik.people.commands.configure import require_setting_up
from otklik.web import house, setting_up
from otklik.web.ways import by_key

router = Router(tags=["configuration"])
KINDS: Mapping[str, str] = {
    "services": "service",
    "types": "type",
    "categories": "category",
    "company-categories": "company_category",
    "statuses": "status",
    "teams": "team",
    "roles": "role",
    "asset-types": "asset_type",
    "manufacturers": "manufacturer",
    "asset-models": "asset_model",
    "custom-fields": "field",
    "field-options": "field_option",
    "sla-rules": "sla_rule",
    "routing-rules": "routing_rule",
    "triggers": "trigger",
}


@router.get(
    "/settings",
    **told(
        _("List the rules of the house"),
        _("Numbers, closing, ratings, portal, mail. For administrators."),
        gives={200: Settings},
        refuses=(403, 422),
    ),
)
def list_settings(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Each with what is in force and what was delivered."""
    administrator(request)
    page = page_of_small(_all(), query, lambda one: one.key)
    return listed(request, Settings(items=list(page.rows)), page.after)


@router.patch(
    "/settings",
    **told(
        _("Change rules of the house"),
        _("All that are sent, or none. For administrators."),
        gives={200: SettingsOut},
        refuses=(403, 409, 422),
    ),
)
def patch_settings(request: ApiRequest, body: SettingsIn) -> HttpResponse:
    """`people.commands.set_settings`."""
    actor = administrator(request)
    set_settings(actor, house.read(body.values))
    return answer(SettingsOut(items=list(_all())))


@router.put(
    "/order",
    **told(
        _("Put a list into order"),
        _("Rows that stand beside one another: services of one package, fields of one kind of thing."),
        gives={200: OrderOut},
        refuses=(403, 404, 409, 422),
    ),
)
def put_order(request: ApiRequest, body: OrderIn) -> HttpResponse:
    """`people.commands.arrange_set_up`."""
    actor = request.auth
    shape = setting_up.shapes()[KINDS[body.of]]
    require_setting_up(actor, shape)
    rows = _rows(actor, shape, body)
    chosen = _named(rows, body.names)
    family = [row for row in rows if _beside(shape, row) == _beside(shape, chosen[0])]
    arranged = [*chosen, *(row for row in family if row not in chosen)]
    arrange_set_up(actor, shape, [row.pk for row in arranged])
    return answer(OrderOut(of=body.of, names=[_words(row)[0] for row in arranged]))


def _all() -> Sequence[SettingOut]:
    values, delivered = house.standing(), house.delivered()
    return [
        SettingOut.model_validate(
            {
                "key": key,
                "label": str(field.label),
                "group": str(field.group),
                "value": values[key],
                "delivered": delivered[key],
            }
        )
        for key, field in by_key().items()
    ]


def _rows(actor: Actor, shape: Shape[Model], body: OrderIn) -> Sequence[Model]:
    """Every row of the list; of options those of the field that is named."""
    rows = all_set_up(actor, shape)
    if body.of != "field-options":
        return rows
    if body.field is None:
        raise Invalid({"field": gettext("Say whose options these are.")})
    field = get_set_up(actor, setting_up.FIELD, str(body.field))
    return [row for row in rows if getattr(row, "field_id", None) == field.pk]


def _named(rows: Sequence[Model], names: Sequence[str]) -> Sequence[Model]:
    known = {word: row for row in reversed(rows) for word in _words(row)}
    strange = [name for name in names if name not in known]
    if strange:
        raise Invalid({"names": gettext("Nothing is called “%(code)s”.") % {"code": strange[0]}})
    return list({known[name].pk: known[name] for name in names}.values())


def _words(row: Model) -> Sequence[str]:
    """By what a row can be named, its code first where it has one."""
    return [str(found) for found in (getattr(row, "code", ""), getattr(row, "uid", "")) if found]


def _beside(shape: Shape[Model], row: Model) -> object:
    return getattr(row, shape.siblings) if shape.siblings else None
