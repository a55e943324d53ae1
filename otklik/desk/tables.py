"""Lists of the desk as Excel or CSV: `/desk/clients/tables/<kind>.<form>` of clients or canned replies,
`/desk/tickets/table.<form>` of tickets."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponseBase
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.desk.list_address import query_of
from otklik.desk.tickets_list import shows_own, title_of
from otklik.fields.queries import PREFIX, wanted_in
from otklik.importing.exporting import exported, taken_out
from otklik.importing.kinds import kind_called
from otklik.importing.tables.opening import Form
from otklik.tickets.columns import columns_for
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.tables import download
from otklik.web.ticket_table import ticket_table

FILTERS = ("q", "company", "site", "standing", "hidden")


@require_safe
@staff_page
def table(request: OtklikRequest, kind: str, form: str) -> HttpResponseBase:
    """Everything the list shows for these words and filters, not one page of it."""
    known = kind_called(kind)
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    chosen |= {PREFIX + key: value for key, value in wanted_in(request.GET.get, request.GET).items()}
    content = exported(request.actor, kind, _form(form), chosen)
    return download(content, _named(str(known.title), form), Form(form))


@require_safe
@staff_page
def tickets(request: OtklikRequest, form: str) -> HttpResponseBase:
    """Every ticket of the list in the address, in its order, with the reader's columns; a ticket is as it is
    when its line is written."""
    actor, query = request.actor, query_of(request)
    columns = columns_for(actor, query.columns)
    rows = ticket_table(actor, replace(query, custom=shows_own(columns)), columns)
    content = taken_out(actor, "tickets", _form(form), rows, query.filters.active)
    return download(content, _named(title_of(query), form), Form(form))


def _form(name: str) -> Form:
    if name not in set(Form):
        raise NotFound
    return Form(name)


def _named(title: str, form: str) -> str:
    day = clock.now().astimezone(get_current_timezone()).date().isoformat()
    return f"{title} {day}.{form}"
