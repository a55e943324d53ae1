"""What the form of a registration with a mail provider asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.channels.mail.commands import ClientSpec
from otklik.channels.mail.enums import ProviderKind
from otklik.core.configuring.kinds import One, Option, Text
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid


def _kinds() -> Sequence[Option]:
    return [
        Option("microsoft", "Microsoft 365, Outlook"),
        Option("google", "Google Workspace, Gmail"),
        Option("other", gettext("another provider")),
    ]


_ELSE = _("Another provider")
FIELDS: Sequence[Field] = (
    Field("kind", _("Provider"), One(_kinds), required=True),
    Field("name", _("Title"), Text(limit=100), _("Stands on the button: Sign in with …"), required=True),
    Field(
        "client_id", _("Id of the program"), Text(limit=254), _("Client or application ID."), required=True
    ),
    Field("secret", _("Secret"), Text(limit=500, type="password"), _("Its value, not its id.")),
    Field(
        "secret_ends",
        _("The secret ends on"),
        Text(limit=10, type="date"),
        _("Administrators are told 14 and 3 days before."),
        if_empty=_("empty: it does not end"),
    ),
    Field(
        "tenant",
        _("Directory (tenant)"),
        Text(limit=100),
        _("Microsoft only: its id or domain."),
        if_empty=_("empty: any"),
    ),
    Field("authorize_url", _("Address for signing in"), Text(limit=500), group=_ELSE),
    Field("token_url", _("Address for tokens"), Text(limit=500), group=_ELSE),
    Field("scopes", _("Scopes"), Text(limit=1000), group=_ELSE, if_empty=_("empty: the usual ones")),
)
_TEXTS = ("name", "client_id", "tenant", "authorize_url", "token_url", "scopes")


def values_of(spec: ClientSpec | None) -> dict[str, object]:
    """What stands in the form; a secret never does."""
    if spec is None:
        return {"kind": ProviderKind.MICROSOFT.value, **dict.fromkeys((*_TEXTS, "secret", "secret_ends"), "")}
    ends = spec.secret_ends.isoformat() if spec.secret_ends else ""
    texts = {name: getattr(spec, name) for name in _TEXTS}
    return {"kind": spec.kind.value, **texts, "secret": "", "secret_ends": ends}


def spec_of(given: Mapping[str, object]) -> ClientSpec:
    """What the commands take; an empty secret keeps the one we have. `Invalid` for what is no day."""
    kind = next((one for one in ProviderKind if one.value == given["kind"]), ProviderKind.OTHER)
    texts = {name: str(given[name]).strip() for name in _TEXTS}
    return ClientSpec(
        kind=kind, secret=str(given["secret"]) or None, secret_ends=_day(str(given["secret_ends"])), **texts
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError:
        raise Invalid({"secret_ends": gettext("Enter a day, such as 2027-01-31.")}) from None
