"""What the demo's service centre offers: packages, services with guidance, categories, mailboxes."""

from __future__ import annotations

from dataclasses import field

from pydantic.dataclasses import dataclass

from otklik.cli.demo.content import STRICT, rows
from otklik.core.translated import Translated, translated


@dataclass(frozen=True, config=STRICT)
class ServiceCast:
    """A service; its package is the one whose code its own begins with. Texts by language. With a `brand` it
    is offered to clients of that one alone."""

    code: str
    name: dict[str, str]
    team: str = ""
    guidance: dict[str, str] = field(default_factory=dict)
    brand: str = ""

    @property
    def is_package(self) -> bool:
        """Packages have codes of three digits."""
        return len(self.code) == PACKAGE_DIGITS


PACKAGE_DIGITS = 3
SERVICES = rows("services.toml", "service", ServiceCast)

CATEGORIES = (
    ("outage", translated(ru="Простой", en="Outage")),
    ("repeat", translated(ru="Повторно", en="Repeated")),
    ("warranty", translated(ru="Гарантия", en="Warranty")),
    ("paid", translated(ru="Платные работы", en="Paid work")),
    ("visit", translated(ru="Выезд", en="Visit")),
    ("purchase", translated(ru="Закупка", en="Purchase")),
    ("mass", translated(ru="Массовый сбой", en="Mass failure")),
    ("act", translated(ru="Акт", en="Act")),
)


@dataclass(frozen=True)
class BrandCast:
    """A face shown to some of the clients, with services of their own."""

    code: str
    name: Translated
    phone: str


BRANDS = (BrandCast("apteka", translated(ru="Аптека-сервис", en="Pharmacy service"), "+74950000701"),)


@dataclass(frozen=True)
class MailboxCast:
    """A mailbox with the team that gets its mail."""

    name: str
    team: str
    title: Translated
    is_default: bool = False


MAILBOXES = (
    MailboxCast("support", "dispatch", translated(ru="Поддержка", en="Support"), is_default=True),
    MailboxCast("it", "it", translated(ru="ИТ-поддержка", en="IT support")),
    MailboxCast("hr", "hr", translated(ru="Отдел кадров", en="Human resources")),
)
