"""Who may open which page: one row for every route that is not the API's, for every actor.

A row names how to call the route and what each kind of person gets. `other` is what people get who may
not know of the object; nobody outside the row's list gets anything else. Written by hand on purpose: the
test holds it against the URL map, so a new route without a row fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.mass import MASS

ANONYMOUS = "anonymous"
CLIENTS = ("client", "colleague", "manager", "stranger")
STAFF = ("agent", "teammate", "lead", "outsider", "dispatcher", "admin")
EVERYBODY = (ANONYMOUS, *CLIENTS, *STAFF)

# Who may know of the ticket under test: it is the IT team's and `client`'s, of the company of `manager`.
READERS = ("agent", "teammate", "lead", "dispatcher", "admin")
OWNERS = ("client", "manager")

PLACES = ("contracts", "sites", "assets")
EDITORS = ("lead", "dispatcher", "admin")  # may change clients

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
    "desk-profile": desk("GET", own=False),
    "desk-look": desk("POST", ok=204, own=False, data={"theme": "dark"}),
    "desk-tickets": desk("GET", own=False),
    **dict.fromkeys(("desk-rows", "desk-counts", "desk-filter"), desk("GET", own=False)),
    "desk-search": desk("GET", own=False),
    "desk-columns": desk("POST", ok=302, own=False, data={"column": "client"}),
    "desk-bulk": desk("POST", ok=302, own=False, data={"status": "in_progress"}),
    "desk-new": desk("GET", own=False),
    "desk-upload": desk("POST", ok=422, own=False),
    "desk-mentions": desk("GET", own=False),
    "desk-contact-options": desk("GET", own=False),
    "desk-place-options": desk("GET", "place", own=False),
    "desk-contact-chosen": desk("GET", own=False),
    "desk-original": Route("GET", ("nothing",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}),
    "desk-original-letter": Route("GET", ("nothing",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}),
    "desk-original-file": Route("GET", ("nothing",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}),
    **{f"desk-{of}": desk("GET", TICKET) for of in ("ticket", "facts", "ticket-deadlines", "messages")},
    "desk-send": desk("POST", TICKET, ok=302, data={"kind": "note", "note_text": "Проверим."}),
    "desk-draft": desk("POST", TICKET, data={"kind": "note", "text": "Черновик"}),
    "desk-fields": desk("GET", TICKET),
    "desk-status": desk("POST", TICKET, ok=302, data={"status": "in_progress"}),
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
    "desk-decline": desk("GET", TICKET),
    "desk-priority": desk("POST", TICKET, ok=302, data={"priority": "high"}),
    "desk-bind": desk("POST", TICKET, ok=409),
    "desk-unbind": desk("POST", TICKET, ok=409),
    "desk-custom": desk("POST", TICKET, ok=302),
    "desk-custom-form": desk("GET", TICKET, ok=302),
    "desk-observation": desk("POST", TICKET, ok=302, data={"following": "1"}),
    **{f"desk-{key}": desk("GET", own=False) for key in ("companies", "contacts", *PLACES)},
    "desk-table": desk("GET", "kind", "form", own=False),
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
    # The first who may would leave nothing for the second: `tests/desk/test_client_files.py` removes.
    "desk-client-file-removal": Route(
        "POST", ("nothing",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}
    ),
    "desk-contract-standing": desk("GET", own=False),
    "desk-contract": desk("GET", "contract"),
    "desk-contract-files": changing_clients("contract", ok=302),
    "desk-contract-periods": changing_clients("contract", ok=422),
    "desk-period": changing_clients("period", ok=422),
    "desk-period-payment": changing_clients("period", ok=302),
    # The first who may would leave nothing for the second: `tests/desk/test_contracts.py` removes.
    "desk-period-removal": Route("POST", ("nothing",), {}, {**dict.fromkeys(CLIENTS, 403), ANONYMOUS: LOGIN}),
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
    "settings-general": admin("GET"),
    "settings-import-sample": admin("GET", "kind", "form"),
    "settings-import": admin("GET", "nothing", ok=404),
    "settings-import-progress": admin("GET", "nothing", ok=404),
    "settings-import-bad": admin("GET", "nothing", ok=404),
    "settings-calendar": admin("GET", "text_kind", ok=404),
    **{f"settings-{page}": admin("GET") for page in ("mailboxes", "providers", "dkim", "calendars")},
    **{f"settings-{one}-new": admin("GET") for one in ("mailbox", "provider", "dkim", "calendar")},
    "settings-imports": admin("GET"),
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
    "settings-letters": admin("GET"),
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
    **section("brands", "brand"),
    "settings-brands-logo": admin("POST", "brand", ok=422),
    "brand-colours": everybody("GET", "brand", ok=404),
    "brand-logo": everybody("GET", "brand", ok=404),
    **section("agents", "agent"),
    "settings-agents-invitation": admin("POST", "agent"),
    **section("teams", "team"),
    **section("roles", "role"),
    **section("services", "service"),
    **section("types", "type"),
    **section("categories", "category"),
    **section("company-categories", "company_category"),
    **section("priorities", "priority"),
    **section("statuses", "status"),
    **section("asset-types", "asset_type"),
    **section("manufacturers", "manufacturer"),
    **section("asset-models", "asset_model"),
    **section("sla", "sla_rule"),
    **section("custom-fields", "field"),
    "settings-field-options": admin("POST", "field", ok=422),
    "settings-options-order": admin("POST", "field", ok=302, data={"up": "0"}),
    "settings-field-option": admin("POST", "field_option", ok=302, data={"name_ru": "Раз"}),
    "settings-audit": admin("GET"),
    "settings-revert": admin("POST", "job", ok=404),
    "settings-ledger": admin("GET"),
    "settings-ledger-line": admin("GET", "nothing", ok=404),
    "settings-ledger-file": admin("GET", "nothing", ok=404),
    "settings-ledger-again": admin("POST", "nothing", ok=404),
    "settings-ledger-ticket": admin("POST", "nothing", ok=404),
    "settings-ledger-attachment": admin("POST", "nothing", ok=404),
    "settings-ledger-removal": admin("POST", "nothing", ok=404),
    "settings-ledger-sender": admin("POST", "nothing", ok=404),
    "settings-blocked": admin("GET"),
    "settings-blocked-removal": admin("POST", "nothing", ok=404),
    "settings-outbox": admin("GET"),
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
    "portal-rating": portal("POST", TICKET, ok=409, data={"value": "5"}),
    "portal-closure": portal("POST", TICKET, ok=302),
    "portal-reopening": portal("POST", TICKET, ok=409, data={"why": "Чек печатается через раз"}),
    "portal-public": Route("GET", (), {}, dict.fromkeys((*STAFF, ANONYMOUS), 200), other=302),
    "portal-public-upload": everybody("POST", ok=422),
    "portal-public-registered": everybody("GET", "altered", ok=404),
    "portal-status": everybody("GET"),
    "portal-invited": everybody("GET", "altered", ok=404),
    "portal-password": everybody("GET"),
    **{name: Route(way, args, {}, LOOKED | dict.fromkeys(HEADS, ok), 403) for name, way, args, ok in MASS},
    "desk-contact-unsubscription": changing_clients("contact", ok=302, data={"kind": "survey"}),
    "portal-opinion": everybody("GET", "opinion"),
    "portal-unsubscribe": everybody("POST", "altered", ok=404),
    "portal-survey": everybody("POST", "altered", ok=404),
    "portal-link": everybody("GET", "link"),
    "portal-link-answer": everybody("POST", "link", ok=302, data={"text": "Спасибо."}),
    "portal-link-upload": everybody("POST", "link", ok=422),
    "portal-link-rating": everybody("POST", "link", ok=409, data={"value": "5"}),
    "portal-link-closure": everybody("POST", "link", ok=302),
    "portal-link-reopening": everybody("POST", "link", ok=409, data={"why": "Чек печатается через раз"}),
    "portal-link-file": everybody("GET", "link", "file"),
}
