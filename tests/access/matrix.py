"""Who may open which page: one row for every route that is not the API's, for every actor.

A row names how to call the route and what each kind of person gets. `other` is what people get who may
not know of the object; nobody outside the row's list gets anything else. Written by hand on purpose: the
test holds it against the URL map, so a new route without a row fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.admins import ADMIN_PAGES, WHY
from tests.access.joined import JOINED
from tests.access.mass import MACROS, MASS, OWN, SAID
from tests.access.rules import rule_pages
from tests.access.sections import SECTIONS
from tests.access.unknown import OF_A_TICKET, UNKNOWN

ANONYMOUS = "anonymous"
CLIENTS = ("client", "colleague", "manager", "stranger")
STAFF = ("agent", "teammate", "lead", "outsider", "dispatcher", "admin")
EVERYBODY = (ANONYMOUS, *CLIENTS, *STAFF)

# Who may know of the ticket under test: it is the IT team's and `client`'s, of the company of `manager`.
READERS = ("agent", "teammate", "lead", "dispatcher", "admin")
OWNERS = ("client", "manager")

PLACES = ("contracts", "sites", "assets")
EDITORS = ("lead", "dispatcher", "admin")  # may change clients

REPORTS = ("fairness", "radar")
HEADS, LOOKED = ("lead", "admin"), {ANONYMOUS: 302}
LOGIN = 302  # asked to sign in, or shown to one's own place


@dataclass(frozen=True)
class Route:
    """How a route is called (`number`, `file`, … are filled in) and what people get."""

    method: str
    args: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)
    gets: dict[str, int] = field(default_factory=dict)
    other: int = 404


def desk(
    method: str, *args: str, ok: int = 200, data: dict[str, str] | None = None, own: bool = True
) -> Route:
    """A page of the desk: staff only; with `own`, only for who may know of the ticket."""
    gets = dict.fromkeys(READERS if own else STAFF, ok)
    gets |= dict.fromkeys(CLIENTS, 403)
    gets[ANONYMOUS] = LOGIN
    return Route(method, args, data or {}, gets)


def admin(method: str, *args: str, ok: int = 200, data: dict[str, str] | None = None) -> Route:
    """A page of the settings: administrators only."""
    return Route(method, args, data or {}, {"admin": ok, ANONYMOUS: LOGIN}, other=403)


def clients(method: str, *args: str, ok: int = 200) -> Route:
    """A form of companies and contacts: for whoever may change clients."""
    return Route(method, args, {}, {**dict.fromkeys(EDITORS, ok), ANONYMOUS: LOGIN}, other=403)


def changing_clients(*args: str, ok: int, data: dict[str, str] | None = None) -> Route:
    """A form sent from a client's card: for whoever may change clients, of those who may know of it."""
    gets = {**dict.fromkeys(READERS, 403), **dict.fromkeys(EDITORS, ok)}
    gets |= {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}
    return Route("POST", args, data or {}, gets)


def section(key: str, row: str) -> dict[str, Route]:
    """The pages of a section of the settings; `row` is one of its things."""
    return {
        f"settings-{key}-list": admin("GET"),
        f"settings-{key}-new": admin("GET"),
        f"settings-{key}-order": admin("POST", ok=302, data={"up": "0"}),
        f"settings-{key}-edit": admin("GET", row),
        f"settings-{key}-hidden": admin("POST", row, ok=302, data={"hidden": ""}),
    }


def portal(
    method: str, *args: str, ok: int = 200, data: dict[str, str] | None = None, own: bool = True
) -> Route:
    """A page of the portal: clients; staff are sent to the desk."""
    gets = dict.fromkeys(OWNERS if own else CLIENTS, ok)
    gets |= dict.fromkeys((*STAFF, ANONYMOUS), LOGIN)
    return Route(method, args, data or {}, gets)


def everybody(method: str, *args: str, ok: int = 200, data: dict[str, str] | None = None) -> Route:
    """Open to all."""
    return Route(method, args, data or {}, dict.fromkeys(EVERYBODY, ok))


TICKET = "number"
MATRIX: dict[str, Route] = {
    "account_login": Route("GET", (), {}, {ANONYMOUS: 200}, other=302),
    "account_logout": Route("GET", (), {}, {ANONYMOUS: 302}, other=200),
    "language": everybody("GET", ok=302),
    "file": Route("GET", ("file",), {}, dict.fromkeys((*READERS, *OWNERS), 200)),
    "desk": everybody("GET", ok=302),
    "desk-inbox": desk("GET", own=False),
    "desk-inbox-rows": desk("GET", own=False),
    "desk-inbox-done": desk("POST", ok=302, own=False, data={"number": "INC1"}),
    "desk-absences": desk("GET", own=False),
    "desk-board": desk("GET", own=False),
    **{f"desk-{name}": Route("GET", (), {}, LOOKED | dict.fromkeys(HEADS, 200), 403) for name in REPORTS},
    "desk-shifts": Route("GET", ("agent",), {}, LOOKED | dict.fromkeys(HEADS, 200), 403),
    "desk-look": desk("POST", ok=204, own=False, data={"theme": "dark"}),
    "desk-tickets": desk("GET", own=False),
    **dict.fromkeys(("desk-profile", "desk-rows", "desk-counts", "desk-filter"), desk("GET", own=False)),
    "desk-columns": desk("POST", ok=302, own=False, data={"column": "client"}),
    "desk-bulk": desk("POST", ok=302, own=False, data={"status": "in_progress"}),
    "desk-views-order": desk("POST", ok=302, own=False),
    "desk-new": desk("GET", own=False),
    "desk-new-promise": desk("POST", own=False),
    "desk-upload": desk("POST", ok=422, own=False),
    **dict.fromkeys(("desk-mentions", "desk-contact-options", "desk-contact-chosen"), desk("GET", own=False)),
    "desk-place-options": desk("GET", "place", own=False),
    **{
        name: Route(way, ("nothing",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN})
        for name, way in UNKNOWN
    },
    **dict.fromkeys(OF_A_TICKET, desk("GET", TICKET)),
    **dict.fromkeys(("desk-search", "desk-search-options", "desk-palette", *MACROS), desk("GET", own=False)),
    "desk-send": desk("POST", TICKET, ok=302, data={"kind": "note", "note_text": "Проверим."}),
    "desk-recall": desk("POST", TICKET, "job", ok=404),
    "desk-beside": desk("GET", TICKET, ok=302),
    "desk-draft": desk("POST", TICKET, data={"kind": "note", "text": "Черновик"}),
    "desk-status": desk("POST", TICKET, ok=302, data={"status": "in_progress"}),
    "desk-mailbox": desk("POST", TICKET, ok=422, data={"mailbox": "nothing"}),
    "desk-assignment": desk("POST", TICKET, ok=302, data={"assignee": ""}),
    "desk-reopen": desk("POST", TICKET, ok=409, data={"why": "Позвонил клиент"}),
    "desk-review": Route(
        "POST",
        (TICKET,),
        {},
        {**dict.fromkeys(READERS, 403), "lead": 409, "dispatcher": 409, "admin": 409}
        | {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN},
    ),
    "desk-separation": Route("POST", ("job",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}),
    "desk-sender": changing_clients("number", ok=302, data={"lift": "1"}),
    "desk-macros-offered": desk("GET", ok=302, own=False),
    **dict.fromkeys((*SAID, "desk-decline", "desk-fields"), desk("GET", TICKET)),
    "desk-ticket-plan": desk("POST", TICKET, ok=302, data={"due_at": "2099-01-01T09:00"}),
    "desk-stage": desk("POST", TICKET, ok=409, data={"stage": "nowhere"}),
    "desk-entering": desk("GET", TICKET, ok=422),
    "desk-priority": desk("POST", TICKET, ok=302, data={"priority": "high"}),
    "desk-bind": desk("POST", TICKET, ok=409),
    "desk-custom": desk("POST", TICKET, ok=302),
    "desk-custom-form": desk("GET", TICKET, ok=302),
    "desk-observation": desk("POST", TICKET, ok=302, data={"following": "1"}),
    **{f"desk-{key}": desk("GET", own=False) for key in ("companies", "contacts", *PLACES)},
    "desk-table": desk("GET", "kind", "form", own=False),
    "desk-tickets-table": desk("GET", "form", own=False),
    "desk-company": desk("GET", "company"),
    "desk-contact": desk("GET", "contact"),
    "desk-duplicates": clients("GET"),
    "desk-merge": Route("GET", ("companies", "company"), {}, clients("GET").gets, other=403),
    "desk-merge-undo": Route(
        "POST", ("nothing",), {}, {**dict.fromkeys(EDITORS, 404), ANONYMOUS: LOGIN}, other=403
    ),
    "desk-viewing": Route(
        "POST",
        ("contact",),
        {},
        {**dict.fromkeys(READERS, 403), **dict.fromkeys(CLIENTS, 403), "admin": 302, ANONYMOUS: LOGIN},
    ),
    "desk-contact-failing": changing_clients("contact", ok=404),
    "desk-viewing-end": desk("POST", ok=302, own=False),
    "desk-company-files": changing_clients("company", ok=302),
    "desk-client-file": changing_clients("client_file", ok=302),
    "desk-contract-standing": desk("GET", own=False),
    "desk-contract": desk("GET", "contract"),
    "desk-contract-files": changing_clients("contract", ok=302),
    "desk-contract-periods": changing_clients("contract", ok=422),
    "desk-period": changing_clients("period", ok=422),
    "desk-period-payment": changing_clients("period", ok=302),
    "desk-site": desk("GET", "site"),
    "desk-asset": desk("GET", "asset"),
    "desk-asset-label": desk("GET", "asset"),
    "desk-asset-picture": changing_clients("asset", ok=302),
    "desk-asset-picture-removal": changing_clients("asset", ok=302),
    "welcome": everybody("GET", ok=302),
    "welcome-mailbox": admin("GET"),
    "welcome-colleagues": admin("GET"),
    "welcome-proof": admin("GET"),
    "settings": admin("GET"),
    **{f"settings-{page}": admin("GET") for page in ("general", "letters", "imports", "audit")},
    "settings-import-sample": admin("GET", "kind", "form"),
    "settings-import": admin("GET", "nothing", ok=404),
    "settings-import-progress": admin("GET", "nothing", ok=404),
    "settings-import-bad": admin("GET", "nothing", ok=404),
    "settings-calendar": admin("GET", "text_kind", ok=404),
    **{f"settings-{page}": admin("GET") for page in ("mailboxes", "providers", "dkim", "calendars")},
    **{f"settings-{one}-new": admin("GET") for one in ("mailbox", "provider", "dkim", "calendar")},
    "settings-dkim-key": admin("GET", "nothing", ok=404),
    **{f"settings-dkim-{do}": admin("POST", "nothing", ok=404) for do in ("check", "use", "removal")},
    "settings-mailbox": admin("GET", "nothing", ok=404),
    "settings-mailbox-use": admin("POST", "nothing", ok=404),
    "settings-mail-hook": admin("GET", "nothing", ok=404),
    "settings-mail-hook-address": admin("POST", "nothing", ok=404),
    "settings-provider": admin("GET", "nothing", ok=404),
    "settings-provider-removal": admin("POST", "nothing", ok=404),
    "settings-mailbox-sign-in": admin("GET", "nothing", "nothing", ok=404),
    "settings-provider-return": admin("GET", ok=302),
    "settings-letter-text": admin("GET", "text_kind"),
    "settings-letter-preview": admin("POST", "text_kind", ok=422),
    "settings-company-new": clients("GET"),
    "settings-company": clients("GET", "company"),
    "settings-company-hidden": clients("POST", "company", ok=302),
    "settings-contact-new": clients("GET"),
    "settings-contact": clients("GET", "contact"),
    "settings-contact-hidden": clients("POST", "contact", ok=302),
    "settings-contract-new": clients("GET"),
    "settings-contract": clients("GET", "contract"),
    "settings-contract-hidden": clients("POST", "contract", ok=302),
    "settings-site-new": clients("GET"),
    "settings-site": clients("GET", "site"),
    "settings-site-hidden": clients("POST", "site", ok=302),
    "settings-asset-new": clients("GET"),
    "settings-asset": clients("GET", "asset"),
    "settings-asset-hidden": clients("POST", "asset", ok=302),
    "settings-contact-levels": admin("GET", "contact"),
    "settings-company-supervised": admin("GET", "company"),
    "settings-contact-portal": admin("POST", "contact", ok=302),
    **{name: found for key, row in SECTIONS for name, found in section(key, row).items()},
    "settings-brands-logo": admin("POST", "brand", ok=422),
    "brand-colours": everybody("GET", "brand", ok=404),
    "brand-logo": everybody("GET", "brand", ok=404),
    "settings-agents-invitation": admin("POST", "agent"),
    "settings-status-moves": admin("GET"),
    "settings-status-retiring": admin("POST", "status", ok=409, data={"successor": ""}),
    **rule_pages(section, admin),
    "settings-field-options": admin("POST", "field", ok=422),
    "settings-options-order": admin("POST", "field", ok=302, data={"up": "0"}),
    "settings-field-option": admin("POST", "field_option", ok=302, data={"name_ru": "Раз"}),
    "settings-revert": admin("POST", "job", ok=404),
    "settings-blocked": admin("GET"),
    "settings-blocked-removal": admin("POST", "nothing", ok=404),
    "settings-outbox": admin("GET"),
    **{f"settings-letter-{act}": admin("POST", "nothing", ok=404) for act in ("again", "drop")},
    "settings-outbox-other": admin("GET"),
    "settings-outbox-other-again": admin("POST", "nothing", ok=404),
    **{f"settings-outbox-{held}": admin("POST", ok=302) for held in ("held", "other-held")},
    "settings-alarm": admin("POST", ok=404, data={"alarm": "nothing"}),
    "settings-letter": admin("GET", "nothing", ok=404),
    "settings-letter-html": admin("GET", "nothing", ok=404),
    "settings-queue": admin("GET"),
    "settings-job-rerun": admin("POST", "job", ok=404),
    "settings-job-drop": admin("POST", "job", ok=404),
    "mail-in": everybody("POST", "altered", "kind", ok=404),
    "mail-in-mime": everybody("POST", "altered", "kind", ok=404),
    "portal": portal("GET", own=False),
    "portal-company": Route("GET", (), {}, {"manager": 200, **dict.fromkeys((*STAFF, ANONYMOUS), LOGIN)}),
    "portal-contracts": Route("GET", (), {}, {"manager": 200, **dict.fromkeys((*STAFF, ANONYMOUS), LOGIN)}),
    "portal-documents": Route("GET", (), {}, {"manager": 200, **dict.fromkeys((*STAFF, ANONYMOUS), LOGIN)}),
    "portal-profile": portal("GET", own=False),
    "portal-new": portal("GET", own=False),
    "portal-asset": Route("GET", ("asset",), {}, dict.fromkeys(EVERYBODY, LOGIN) | {"stranger": 404}),
    "portal-colleagues": portal("GET", own=False),
    "portal-places": portal("GET", "place", own=False),
    "portal-upload": portal("POST", own=False, ok=422),
    "portal-request": portal("GET", TICKET),
    "portal-registered": portal("GET", TICKET),
    "portal-answer": portal("POST", TICKET, ok=302, data={"text": "Спасибо."}),
    "portal-reading": portal("POST", TICKET, ok=204),
    "portal-rating": portal("POST", TICKET, ok=409, data={"value": "5"}),
    "portal-closure": portal("POST", TICKET, ok=302),
    "portal-reopening": portal("POST", TICKET, ok=409, data={"why": "Чек печатается через раз"}),
    "portal-public": Route("GET", (), {}, dict.fromkeys((*STAFF, ANONYMOUS), 200), other=302),
    "portal-public-upload": everybody("POST", ok=422),
    "portal-public-registered": everybody("GET", "altered", ok=404),
    "portal-status": everybody("GET"),
    "portal-invited": everybody("GET", "altered", ok=404),
    "portal-password": everybody("GET"),
    **{n: desk("GET", TICKET) for n in WHY} | {n: admin(*row, ok=ok) for n, row, ok in ADMIN_PAGES},
    **{name: Route(way, args, {}, dict.fromkeys(CLIENTS, 403) | LOOKED) for name, way, args in OWN},
    **{name: Route(way, args, {}, LOOKED | dict.fromkeys(HEADS, ok), 403) for name, way, args, ok in MASS},
    **{name: desk(way, arg, ok=ok, own=own) for name, way, arg, ok, own in JOINED},
    "desk-contact-unsubscription": changing_clients("contact", ok=302, data={"kind": "survey"}),
    "portal-opinion": everybody("GET", "opinion"),
    "portal-unsubscribe": everybody("POST", "altered", ok=404),
    "portal-survey": everybody("POST", "altered", ok=404),
    "portal-link": everybody("GET", "link"),
    "portal-link-answer": everybody("POST", "link", ok=302, data={"text": "Спасибо."}),
    "portal-link-upload": everybody("POST", "link", ok=422),
    "portal-link-reading": everybody("POST", "link", ok=204),
    "portal-link-rating": everybody("POST", "link", ok=409, data={"value": "5"}),
    "portal-link-closure": everybody("POST", "link", ok=302),
    "portal-link-reopening": everybody("POST", "link", ok=409, data={"why": "Чек печатается через раз"}),
    "portal-link-file": everybody("GET", "link", "file"),
}
