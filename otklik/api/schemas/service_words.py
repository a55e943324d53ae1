"""What a service sets, in words that stand both where it goes out and where it comes in."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_noop as _

Asked = Literal["type", "priority", "categories", "phone"]
Required = Literal["type", "priority", "categories", "phone", "files"]
OnlyFor = Literal["named", "contract"]
ASKS = _("What the clients' form asks besides subject, description and files.")
REQUIRES = _("What the clients' form does not go without; it has to be asked for, too.")
BRANDS = _("Codes of brands it is offered under; none: every brand.")
FOR_CATEGORIES = _("Codes of company categories it is open to; none: all.")
ONLY_FOR = _("`named`: companies on whose card it stands; `contract`: clients whose contract covers it.")
DEFAULT_TYPE = _("Code of the type of tickets that name none.")
DEFAULT_PRIORITY = _("Code of the priority of tickets that name none.")
CALENDAR = _("Code of its calendar; null: as the package above.")
CLOSE_AFTER = _("Done tickets close by themselves after so many; 0: never; null: as the package above.")
CLOSE_UNIT = _("Working days or hours; null: as the package above.")
