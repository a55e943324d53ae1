"""`/custom-fields`: which there are, making and changing them and their options."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.configuration import texts
from otklik.api.schemas.custom_fields import (
    CustomFieldForAll,
    CustomFieldIn,
    CustomFieldOut,
    CustomFieldQuery,
    CustomFields,
    OptionIn,
    OptionOut,
)
from otklik.api.set_up import change, make, our_names
from otklik.api.setting_up import ADDING, CHANGING
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid, NotFound
from otklik.fields.access import may_fill
from otklik.fields.owners import owners
from otklik.fields.queries import FieldInfo, OptionInfo, field_by_uid, fields_of, required_of, seen_by
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, get_set_up, hide_set_up, set_up
from otklik.people.commands.configure import require_setting_up
from otklik.people.queries import staff
from otklik.people.rights import ADMINISTER
from otklik.web.setting_up import FIELD, OPTION

router = Router(tags=["configuration"])


@router.get(
    "",
    **told(
        _("List custom fields"),
        _("Those whose values you may see; for administrators also hidden ones."),
        gives={200: CustomFields},
        refuses=(422,),
    ),
)
def list_custom_fields(request: ApiRequest, query: Query[CustomFieldQuery]) -> HttpResponse:
    """Of one owner kind or of all, in their order."""
    actor = request.auth
    if query.owner and query.owner not in owners():
        raise Invalid({"owner": gettext("Nothing is called “%(code)s”.") % {"code": query.owner}})
    kinds = [kind for kind in owners() if query.owner in ("", kind)]
    every = actor.is_agent and actor.has(ADMINISTER)
    rows = [one for kind in kinds for one in (fields_of(kind) if every else seen_by(actor, kind))]
    page = page_of_small(rows, query, lambda one: one.uid)
    return listed(request, CustomFields(items=[_field_out(actor, one) for one in page.rows]), page.after)


@router.post("", **told(_("Add a custom field"), gives={201: CustomFieldOut}, refuses=ADDING))
def add_custom_field(request: ApiRequest, body: CustomFieldIn) -> HttpResponse:
    """For administrators."""
    actor = request.auth
    return answer_once(request, lambda: _by_uid(actor, str(make(actor, FIELD, body).uid)), status=201)


@router.patch(
    "/{uuid:uid}", **told(_("Change a custom field"), gives={200: CustomFieldOut}, refuses=CHANGING)
)
def patch_custom_field(request: ApiRequest, uid: UUID, body: CustomFieldIn) -> HttpResponse:
    """For administrators."""
    return answer(_by_uid(request.auth, str(change(request.auth, FIELD, uid, body).uid)))


@router.post(
    "/{uuid:uid}/options",
    **told(_("Add an option to a custom field"), gives={201: OptionOut}, refuses=(403, 404, 409, 422)),
)
def add_field_option(request: ApiRequest, uid: UUID, body: OptionIn) -> HttpResponse:
    """For administrators; last among its siblings."""
    actor = request.auth

    def add() -> OptionOut:
        field = get_set_up(actor, FIELD, str(uid))
        values = {"field": field.pk, "code": body.code or ""} | _option_values(actor, uid, body)
        with our_names():
            made = set_up(actor, OPTION, values)
        return _made(uid, made.code)

    return answer_once(request, add, status=201)


@router.patch(
    "/{uuid:uid}/options/{code}",
    **told(_("Change an option of a custom field"), gives={200: OptionOut}, refuses=CHANGING),
)
def patch_field_option(request: ApiRequest, uid: UUID, code: str, body: OptionIn) -> HttpResponse:
    """For administrators. A hidden one stays in the values that have it."""
    actor = request.auth
    require_setting_up(actor, OPTION)
    info = field_by_uid(str(uid))
    option = info.by_code.get(code) if info else None
    if option is None:
        raise NotFound
    with transaction.atomic(), our_names():
        values = _option_values(actor, uid, body)
        if "code" in body.model_fields_set:
            values["code"] = body.code or ""
        row = change_set_up(actor, OPTION, get_set_up(actor, OPTION, option.uid), values)
        if body.hidden is not None:
            hide_set_up(actor, OPTION, row, hidden=body.hidden)
    return answer(_made(uid, code))


def _option_values(actor: Actor, uid: UUID, body: OptionIn) -> dict[str, object]:
    """The names and the parent that were sent; the parent by its code."""
    require_setting_up(actor, OPTION)
    values: dict[str, object] = {}
    if body.names is not None:
        values["name"] = body.names
    if "parent" in body.model_fields_set:
        info = field_by_uid(str(uid))
        parent = info.by_code.get(body.parent or "") if info else None
        if body.parent and parent is None:
            raise Invalid({"parent": gettext("Nothing is called “%(code)s”.") % {"code": body.parent}})
        values["parent"] = parent.id if parent else None
    return values


def _made(uid: UUID, code: str) -> OptionOut:
    info = field_by_uid(str(uid))
    if info is None:
        raise NotFound
    return _option_out(info, info.by_code[code])


def _by_uid(actor: Actor, uid: str) -> CustomFieldOut | CustomFieldForAll:
    info = field_by_uid(uid)
    if info is None:
        raise NotFound
    return _field_out(actor, info)


def _field_out(actor: Actor, one: FieldInfo) -> CustomFieldOut | CustomFieldForAll:
    known = catalogue()
    types, services = one.bound.get("type", ()), one.bound.get("service", ())
    options = [option for option in one.options if actor.is_agent or not option.hidden]
    values: dict[str, object] = {
        "uid": one.uid,
        "owner": one.owner,
        "key": one.key,
        "kind": one.kind.value,
        "name": str(one.name),
        "hint": str(one.hint),
        "types": [row.code for pk, row in known.types.items() if pk in types],
        "services": [row.code for pk, row in known.services.items() if pk in services],
        "required": required_of(actor, one),
        "may_fill": may_fill(actor, one),
        "options": [_option_out(one, option) for option in options],
    }
    if not actor.is_agent:
        return CustomFieldForAll.model_validate(values)
    plain = ("currency", "must", "client_must", "clients", "in_list", "filterable", "hidden")
    values |= {name: getattr(one, name) for name in plain}
    values["names"] = texts(one.name.texts)
    values["roles"] = [role.code for pk, role in staff().roles.items() if pk in one.role_ids]
    return CustomFieldOut.model_validate(values)


def _option_out(one: FieldInfo, option: OptionInfo) -> OptionOut:
    parent = next((other for other in one.options if other.id == option.parent_id), None)
    return OptionOut(
        code=option.code,
        name=str(option.name),
        names=texts(option.name.texts),
        parent=parent.code if parent else None,
        hidden=option.hidden,
    )
