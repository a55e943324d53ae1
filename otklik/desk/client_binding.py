"""`/desk/tickets/<number>/client`: whose a ticket of an unknown sender is (REG-11), and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otklik.clients.access import get_company_for, get_contact_for
from otklik.clients.commands import ContactSpec
from otklik.clients.queries import companies_page, search_contacts
from otklik.core import phone
from otklik.core.errors import Conflict, Invalid, NotFound
from otklik.desk.changes import told_on_card, version_of
from otklik.desk.client_panel import name_of, unknown_of
from otklik.desk.ticket_card import facts_response
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.access import EDIT, get_ticket_for, require
from otklik.web import showing
from otklik.web.errors import status_of, wants_fragment
from otklik.web.flash import say_next, toast
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Company
    from otklik.tickets.models import Ticket

FOUND, COMPANIES = 10, 500
FIELDS = ("contact", "make", "company", "name", "email", "phone", "keep", "along")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@told_on_card
def client(request: OtklikRequest, number: str) -> HttpResponse:
    """Who is proposed, who fits the words `q`, and the form of a new contact. A POST binds: to `contact`, to
    a new one (`make`), or to `company` alone; `keep`: with the sender's address; `along`: with their others.
    """
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    require(actor, ticket, EDIT)
    if request.method != "POST":
        return _page(request, ticket, {}, {})
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        bound = commands.bind(actor, ticket, _binding(actor, ticket, given), version=version_of(request))
    except Invalid as error:
        if wants_fragment(request):
            raise
        return _page(request, ticket, given, error.fields, status=status_of(error))
    said = _said(len(bound), bound[0])
    return _answer(request, number, said, undo=reverse("desk-unbind", args=[ticket.number]))


@require_POST
@staff_page
@told_on_card
def unbind(request: OtklikRequest, number: str) -> HttpResponse:
    """Take the binding back, for all that were bound with it."""
    undone = commands.unbind(request.actor, get_ticket_for(request.actor, number))
    number_of = len(undone)
    said = ngettext("%(n)s ticket has no client again", "%(n)s tickets have no client again", number_of)
    return _answer(request, number, said % {"n": number_of})


def _answer(request: OtklikRequest, number: str, said: str, undo: str = "") -> HttpResponse:
    if not wants_fragment(request):
        say_next(request, said)
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    response = facts_response(request, number)
    response.headers["HX-Trigger"] = toast(said, undo=undo)
    return response


def _said(number: int, ticket: Ticket) -> str:
    whose = ticket.contact_name if ticket.contact_id else ticket.company.name if ticket.company else ""
    said = ngettext("Bound to %(name)s", "%(n)s tickets bound to %(name)s", number)
    return said % {"n": number, "name": whose}


def _binding(actor: Actor, ticket: Ticket, given: Mapping[str, str]) -> commands.Binding:
    """What the form says. Pressed on the card, a new contact is made of what the ticket knows."""
    along = given["along"] == "1"
    company = _company(actor, ticket, given["company"])
    if given["contact"]:
        try:
            contact = get_contact_for(actor, given["contact"])
        except NotFound:
            raise Invalid({"contact": _("No client fits these words.")}) from None
        return commands.Binding(contact=contact, keep=given["keep"] == "1", along=along)
    if not given["make"]:
        return commands.Binding(company=company, along=along)
    at_once = given["make"] == "now"
    email = ticket.contact_email if at_once else given["email"]
    number = phone.e164(ticket.contact_phone) if at_once else given["phone"]
    spec = ContactSpec(
        name=name_of(ticket) if at_once else given["name"],
        emails=[email] if email else [],
        phones=[number] if number else [],
        company=company,
    )
    return commands.Binding(new=spec, along=along)


def _company(actor: Actor, ticket: Ticket, uid: str) -> Company | None:
    """The company of a form; the ticket's own may be named by whoever sees the ticket."""
    if not uid:
        return None
    if ticket.company is not None and str(ticket.company.uid) == uid:
        return ticket.company
    try:
        return get_company_for(actor, uid)
    except NotFound:
        message = _("There is no such company, or it is not open to you.")
        raise Invalid({"company": message}) from None


def _page(
    request: OtklikRequest,
    ticket: Ticket,
    given: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    actor, words = request.actor, request.GET.get("q", "").strip()
    unknown = unknown_of(actor, ticket)
    if unknown is None:
        raise Conflict(_("This ticket has a client already. Look at the new state and repeat."))
    made = {
        "name": ticket.contact_name,
        "email": ticket.contact_email,
        "phone": ticket.contact_phone,
        "company": str(unknown.company.uid) if unknown.company else "",
    }
    context = {
        "shell": shell_for(actor),
        "t": ticket,
        "digits": showing.digits(ticket.number),
        "unknown": unknown,
        "words": words,
        "found": search_contacts(actor, words, FOUND) if words else [],
        "given": {**made, **given} if given.get("make") else made,
        "problems": problems,
        "summary": [(field if field in made else "", told) for field, told in _named(problems)],
        "companies": _companies(actor, unknown.company),
    }
    return render(request, "desk/client_binding.html", context, status=status)


def _named(problems: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """By the names of the form's own fields, which has one address and one phone."""
    own = {"emails": "email", "phones": "phone"}
    return [(own.get(field, field), told) for field, told in problems.items()]


def _companies(actor: Actor, known: Company | None) -> Sequence[tuple[str, str]]:
    """The first five hundred by name, and the one that is proposed wherever it stands."""
    rows = list(companies_page(actor, limit=COMPANIES).rows)
    if known is not None and known.pk not in {row.pk for row in rows}:
        rows.insert(0, known)
    return [(str(row.uid), row.name) for row in rows]
