"""What the face shown to clients is made of, for whoever sets it up."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core import contrast, phone
from otklik.core.configuring.codes import code_of
from otklik.core.configuring.kinds import Text, Words, Wrong
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import NotPossible
from otklik.organisation.brand_look import problem_of
from otklik.organisation.events import CONFIGURATION_CHANGED
from otklik.organisation.models import Brand


def _address(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise Wrong(gettext("Enter the whole address, such as https://help.example.com."))
    return given.rstrip("/")


def _phone(given: str) -> str:
    found = phone.e164(given)
    if not found:
        raise Wrong(gettext("Enter the phone with its code: 10 digits after +7."))
    return found


def _accent(given: str) -> str:
    found = contrast.colour(given)
    if not found:
        raise Wrong(gettext("Enter a colour as six digits after #, such as #006d82."))
    ratio = problem_of(found)
    if ratio is not None:
        told = {"found": f"{ratio:.1f}", "least": f"{contrast.READABLE:.1f}"}
        raise Wrong(
            gettext(
                "White words on this colour are hard to read: their contrast is %(found)s, at least "
                "%(least)s is needed. Choose a darker one."
            )
            % told
        )
    return found


def _derive(row: Brand, values: Values) -> None:
    names = values["name"]
    if not row.code and isinstance(names, Mapping):
        plain = {str(language): str(words) for language, words in names.items()}
        row.code = code_of(plain, lambda code: Brand.objects.filter(code=code).exists(), fallback="brand")


def _may_hide(row: Brand) -> None:
    if row.is_default:
        raise NotPossible(gettext("It is the default one. Make another the default first."))


BRAND = declare(
    Shape(
        kind="brand",
        model=Brand,
        one=_("Brand"),
        many=_("Brands"),
        event=CONFIGURATION_CHANGED,
        title=lambda row: str(row.name),
        derive=_derive,
        may_hide=_may_hide,
        order=("-is_default", "id"),
        fields=(
            Field(
                "name",
                _("Title"),
                Words(limit=80),
                _("On client pages, in mails, at the top of the desk."),
                required=True,
            ),
            Field(
                "base_url",
                _("Address of its client pages"),
                Text(limit=200, check=_address, type="url"),
                _("Where links of its mails lead."),
                if_empty=_("empty: the installation's own"),
                default="",
            ),
            Field(
                "phone",
                _("Phone for clients"),
                Text(limit=32, check=_phone, type="tel"),
                _("Shown at the top of client pages."),
                default="",
            ),
            Field(
                "address",
                _("Postal address"),
                Text(limit=300),
                _("At the foot of client pages and of mails."),
                default="",
            ),
            Field(
                "accent",
                _("Colour"),
                Text(limit=7, check=_accent),
                _("Of buttons and links in client pages and mails: #006d82."),
                if_empty=_("empty: the delivered one"),
                default="",
            ),
        ),
    )
)
