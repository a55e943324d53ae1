"""The API of version 1: its routers, who may ask, how it reads JSON."""

from __future__ import annotations

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser

from otklik.api import (
    absences,
    actions,
    asset_directories,
    asset_pictures,
    assets,
    binding,
    blocked_senders,
    board,
    brands,
    calendar_trials,
    calendars,
    canned_replies,
    client_files,
    companies,
    company_services,
    contacts,
    contract_files,
    contracts,
    custom_fields,
    ending,
    failing,
    fairness,
    house,
    house_letters,
    imports,
    letters,
    levels,
    links,
    macros,
    mail_hooks,
    mail_ledger,
    mail_outbox,
    mail_providers,
    mail_signing,
    mailboxes,
    mailing_actions,
    mailings,
    me,
    merging,
    observers,
    periods,
    processing,
    quiet_hours,
    radar,
    routes,
    routing_rules,
    saved_views,
    separating,
    setting_up,
    setting_up_staff,
    sites,
    sla_rules,
    steps,
    tables,
    taking_back,
    thread,
    tickets,
    trials,
    triggers,
    unsubscriptions,
    uploads,
    why,
)
from otklik.api.authentication import Session, Token
from otklik.api.faults import translate_faults
from otklik.web.problems import WRONG_MEDIA, Problem, ProblemFound


class OneBody(Parser):
    """JSON by orjson, which refuses NaN and broken surrogates."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        """The body as plain values; what is raised here is the cause of the 400 `faults` answers with."""
        if request.content_type == "multipart/form-data":
            raise ProblemFound(Problem(WRONG_MEDIA))
        body: dict[str, object] = orjson.loads(request.body)
        return body


class Api(NinjaAPI):
    """Operations are called in the document by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`register_ticket`."""
        return str(operation.view_func.__name__)


api = Api(
    title="Otklik",
    version="1",
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
    auth=[Token(), Session()],
    parser=OneBody(),
)
api.add_router("/me", me.router)
api.add_router("/tickets", tickets.router)
api.add_router("/tickets", actions.router)
api.add_router("/tickets", binding.router)
api.add_router("/tickets", ending.router)
api.add_router("/tickets", processing.router)
api.add_router("/tickets", thread.router)
api.add_router("/tickets", separating.router)
api.add_router("/tickets", observers.router)
api.add_router("/tickets", routes.of_tickets)
api.add_router("/tickets", links.router)
api.add_router("/tickets", steps.of_tickets)
api.add_router("/steps", steps.router)
api.add_router("/files", uploads.router)
api.add_router("/contacts", contacts.router)
api.add_router("/companies", companies.router)
api.add_router("/companies", client_files.router)
api.add_router("/companies", company_services.router)
api.add_router("/companies", levels.companies)
api.add_router("/contacts", failing.router)
api.add_router("/contacts", levels.contacts)
api.add_router("/companies", merging.companies)
api.add_router("/contacts", merging.contacts)
api.add_router("/merges", merging.merges)
api.add_router("/blocked-senders", blocked_senders.router)
api.add_router("/sites", sites.router)
api.add_router("/assets", assets.router)
api.add_router("/assets", asset_pictures.router)
api.add_router("", asset_directories.router)
api.add_router("/contracts", contracts.router)
api.add_router("/contracts", contract_files.router)
api.add_router("/periods", periods.router)
api.add_router("/imports", imports.router)
api.add_router("/tables", tables.router)
api.add_router("", setting_up.router)
api.add_router("", setting_up_staff.router)
api.add_router("", routes.router)
api.add_router("", ending.ratings)
api.add_router("/custom-fields", custom_fields.router)
api.add_router("", calendars.router)
api.add_router("", calendar_trials.router)
api.add_router("/canned-replies", canned_replies.router)
api.add_router("/views", saved_views.router)
api.add_router("", routing_rules.router)
api.add_router("", absences.router)
api.add_router("", quiet_hours.router)
api.add_router("", fairness.router)
api.add_router("", radar.router)
api.add_router("", board.router)
api.add_router("", fairness.of_teams)
api.add_router("/tickets", absences.of_tickets)
api.add_router("", triggers.router)
api.add_router("", sla_rules.router)
api.add_router("", macros.router)
api.add_router("/tickets", macros.of_tickets)
api.add_router("/tickets", sla_rules.of_tickets)
api.add_router("", why.of_rules)
api.add_router("", taking_back.router)
api.add_router("", trials.router)
api.add_router("/tickets", why.of_tickets)
api.add_router("", brands.router)
api.add_router("", house.router)
api.add_router("/mailboxes", mailboxes.router)
api.add_router("/mailboxes", mail_hooks.router)
api.add_router("/mailings", mailings.router)
api.add_router("/mailings", mailing_actions.router)
api.add_router("/contacts", unsubscriptions.router)
api.add_router("/mail/ledger", mail_ledger.router)
api.add_router("/mail", mail_outbox.router)
api.add_router("/mail/house-letters", house_letters.router)
api.add_router("/mail/providers", mail_providers.router)
api.add_router("/mail/signing-keys", mail_signing.router)
api.add_router("/letters", letters.router)
translate_faults(api)
