"""What custom fields and their options are made of, for whoever sets them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.codes import code_of
from otklik.core.configuring.kinds import Flag, Label, One, Option, Several, Words
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.fields.commands import start_indexing
from otklik.fields.enums import NEVER_FILTERED, REFERENCES, Clients, Kind, Must
from otklik.fields.events import FIELD_CHANGED
from otklik.fields.models import CustomField, FieldBinding, FieldIndex, FieldOption
from otklik.fields.owners import options_of, owners, references
from otklik.people.shapes import code_field, roles

MAX_DEPTH = 5
KINDS: Mapping[Kind, Label] = {
    Kind.TEXT: _("Text in one line"),
    Kind.LONG: _("Text in several lines"),
    Kind.NUMBER: _("A number"),
    Kind.MONEY: _("Money"),
    Kind.DATE: _("Date"),
    Kind.LIST: _("Choice from a list"),
    Kind.TREE: _("Choice from a tree"),
    Kind.MULTI: _("Several from a list"),
    Kind.FLAG: _("Yes or no"),
    Kind.LINK: _("Link"),
    Kind.AGENT: _("Employee"),
    Kind.COMPANY: _("Company"),
    Kind.ASSET: _("Asset"),
}


def owner_options() -> Sequence[Option]:
    """Kinds of things that can have fields."""
    return [Option(owner.kind, str(owner.label)) for owner in owners().values()]


def _kinds() -> Sequence[Option]:
    able = [kind for kind in KINDS if kind not in REFERENCES or kind is Kind.AGENT or kind in references()]
    return [Option(kind.value, str(KINDS[kind])) for kind in able]


def _clients() -> Sequence[Option]:
    return [
        Option(Clients.NO.value, gettext("They do not see it"), note=gettext("For employees only.")),
        Option(Clients.SEE.value, gettext("They see it"), note=gettext("On the card of their request.")),
        Option(Clients.FILL.value, gettext("They fill it in"), note=gettext("In the form of a new request.")),
    ]


def _when() -> Sequence[Option]:
    return [
        Option(Must.REGISTER.value, gettext("when it is registered")),
        Option(Must.DONE.value, gettext("before the work is done")),
    ]


def _currencies() -> Sequence[Option]:
    return [Option(code, code) for code in ("RUB", "USD", "EUR", "BYN", "KZT")]


def _bound(kind: str, label: Label) -> Field:
    """Rows of a package above that the field is asked for."""

    def read(row: Model) -> object:
        found = FieldBinding.objects.filter(field_id=row.pk, kind=kind)
        return sorted(found.values_list("subject_id", flat=True))

    def write(row: Model, value: object) -> None:
        ids = cast("Sequence[int]", value)
        field = cast("CustomField", row)
        FieldBinding.objects.filter(field=field, kind=kind).exclude(subject_id__in=ids).delete()
        rows = [FieldBinding(field=field, kind=kind, subject_id=pk) for pk in ids]
        FieldBinding.objects.bulk_create(rows, ignore_conflicts=True)

    return Field(
        f"{kind}s",
        label,
        Several(lambda: options_of(kind), looks="folded"),
        _("None chosen: for all of them."),
        default=(),
        read=read,
        write=write,
        group=_("Where it is asked"),
    )


def _check(row: CustomField | None, values: Values) -> None:
    key, owner = str(values["key"] or ""), str(values["owner"])
    others = CustomField.objects.filter(owner=owner, key=key).exclude(pk=row.pk if row else 0)
    if key and others.exists():
        raise Invalid({"key": gettext("This is in use. Choose another.")})
    if values["filterable"] and Kind(str(values["kind"])) in NEVER_FILTERED:
        raise Invalid({"filterable": gettext("Lists cannot be filtered by texts of several lines.")})
    if values["must"] == Must.DONE and owner != "ticket":
        raise Invalid({"must": gettext("Only tickets are done. Choose another moment.")})
    if values["clients"] == Clients.FILL and owner != "ticket":
        raise Invalid({"clients": gettext("Clients fill in forms of requests only. Let them see it.")})
    if values["clients"] == Clients.FILL and values["kind"] == Kind.AGENT:
        raise Invalid({"clients": gettext("Clients do not choose employees.")})
    if values["client_must"] and values["clients"] != Clients.FILL:
        raise Invalid({"client_must": gettext("Let clients fill it in first.")})
    subjects = owners()[owner].subjects
    strange = [kind for kind in ("type", "service", "asset_type") if values.get(f"{kind}s")]
    strange = [kind for kind in strange if kind not in subjects]
    if strange:
        raise Invalid({f"{strange[0]}s": gettext("Fields of this kind of thing are not bound to these.")})


def _derive(row: CustomField, values: Values) -> None:
    if not row.key:
        rows = CustomField.objects.filter(owner=row.owner)
        name = cast("dict[str, str]", values["name"])
        row.key = code_of(name, lambda key: rows.filter(key=key).exists(), fallback="field")
    row.must = row.must or ""
    if not row.filterable:
        row.is_indexed = False


def _settle(row: CustomField, _values: Values) -> None:
    is_left = not row.filterable and FieldIndex.objects.filter(field=row).exists()
    if is_left or (row.filterable and not row.is_indexed):
        start_indexing(row)


def _option_check(row: FieldOption | None, values: Values) -> None:
    field, code = cast("int", values["field"]), str(values["code"] or "")
    others = FieldOption.objects.filter(field_id=field, code=code).exclude(pk=row.pk if row else 0)
    if code and others.exists():
        raise Invalid({"code": gettext("This is in use. Choose another.")})
    parent = FieldOption.objects.filter(pk=cast("int", values["parent"] or 0)).first()
    if parent is None:
        return
    tree = CustomField.objects.filter(pk=field, kind=Kind.TREE)
    if parent.field_id != field or not tree.exists():
        raise Invalid({"parent": gettext("Only options of one tree stand in one another.")})
    above = _above(parent)
    if row is not None and row.pk in above:
        raise Invalid({"parent": gettext("An option cannot stand in itself or below itself.")})
    if len(above) >= MAX_DEPTH:
        raise Invalid({"parent": gettext("This is too deep: at most five levels.")})


def _above(option: FieldOption) -> list[int]:
    """Ids from the option itself up to the top."""
    ids, row = [option.pk], option
    while row.parent_id is not None:
        row = FieldOption.objects.get(pk=row.parent_id)
        ids.append(row.pk)
    return ids


def _option_derive(row: FieldOption, values: Values) -> None:
    if not row.code:
        rows = FieldOption.objects.filter(field_id=row.field_id)
        name = cast("dict[str, str]", values["name"])
        row.code = code_of(name, lambda code: rows.filter(code=code).exists(), fallback="option")


def _all_fields() -> Sequence[Option]:
    return [Option(pk, str(name)) for pk, name in CustomField.objects.values_list("pk", "name")]


def _all_options() -> Sequence[Option]:
    return [Option(pk, str(name)) for pk, name in FieldOption.objects.values_list("pk", "name")]


def _key_field() -> Field:
    known = code_field()
    return Field("key", _("Key"), known.kind, known.hint, is_fixed=True)


FIELD = declare(
    Shape(
        kind="field",
        model=CustomField,
        one=_("Custom field"),
        many=_("Custom fields"),
        event=FIELD_CHANGED,
        title=lambda row: str(row.name),
        check=_check,
        derive=_derive,
        settle=_settle,
        siblings="owner",
        fields=(
            Field("owner", _("Belongs to"), One(owner_options), required=True, is_fixed=True),
            Field(
                "kind",
                _("What it holds"),
                One(_kinds),
                _("What a list or a tree offers is added beside the field once it is there."),
                required=True,
                is_fixed=True,
            ),
            Field("name", _("Title"), Words(limit=100), required=True),
            Field("hint", _("Hint"), Words(limit=300), _("Stands under the title in forms."), default={}),
            _key_field(),
            Field(
                "currency",
                _("Currency"),
                One(_currencies),
                _("Of fields that hold money."),
                required=True,
                is_fixed=True,
                default="RUB",
            ),
            _bound("type", _("Ticket types")),
            _bound("service", _("Services")),
            _bound("asset_type", _("Asset types")),
            Field(
                "must",
                _("Employees have to fill it in"),
                One(_when, empty=_("never")),
                default="",
                group=_("Where it is asked"),
            ),
            Field(
                "roles",
                _("Seen by these roles"),
                Several(roles),
                _("None chosen: by all employees. Others read “no access”."),
                many=True,
                default=(),
                group=_("Who sees it"),
            ),
            Field(
                "clients",
                _("Clients"),
                One(_clients, looks="cards"),
                required=True,
                default=Clients.NO.value,
                group=_("Who sees it"),
            ),
            Field(
                "client_must",
                _("Clients have to fill it in"),
                Flag(),
                default=False,
                group=_("Who sees it"),
            ),
            Field(
                "in_list",
                _("Can be a column of lists"),
                Flag(),
                _("Lists of clients show it; in the list of tickets everybody chooses their own columns."),
                default=False,
                group=_("In lists"),
            ),
            Field(
                "filterable",
                _("Lists can be filtered by it"),
                Flag(),
                _("Values there are already are made ready in the background; then the filter appears."),
                default=False,
                group=_("In lists"),
            ),
        ),
    )
)
OPTION = declare(
    Shape(
        kind="field_option",
        model=FieldOption,
        one=_("Option"),
        many=_("Options of fields"),
        event=FIELD_CHANGED,
        title=lambda row: str(row.name),
        check=_option_check,
        derive=_option_derive,
        siblings="parent_id",
        fields=(
            Field("field", _("Field"), One(_all_fields), required=True, is_fixed=True, attr="field_id"),
            Field("name", _("Title"), Words(limit=100), required=True),
            Field("code", _("Code"), code_field().kind, is_fixed=True),
            Field("parent", _("Stands in"), One(_all_options, empty=_("the top")), attr="parent_id"),
        ),
    )
)
