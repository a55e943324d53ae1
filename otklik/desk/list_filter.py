"""`/desk/tickets/filter`: the boxes a list is narrowed by. Pages of the list hold what is set, as chips; the
boxes come when somebody wants them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.desk.chips import offers
from otklik.desk.list_address import link_to, query_of, reset_url, sorts_of
from otklik.desk.place_field import names_of
from otklik.desk.tickets_list import title_of
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_safe
@staff_page
def show(request: OtklikRequest) -> HttpResponse:
    """The form, with what the address has set: as a box for the open list; without script as a page."""
    actor, query = request.actor, query_of(request)
    offered = offers(actor)
    boxed = {offer.field for offer in offered}
    context = {
        "view": query.saved.uid if query.saved is not None else query.the_view.code,
        "columns": ",".join(query.columns) if "columns" in request.GET else "",
        "offers": offered,
        "now": query.filters.active,
        "others": {name: value for name, value in query.filters.active.items() if name not in boxed},
        "called": names_of(actor, query.filters.active),
        "sorts": [(name, code, code == query.order) for code, name in sorts_of(query).items()],
        "reset_url": reset_url(query),
    }
    if wants_fragment(request):
        return render(request, "desk/filter_box.html", context)
    around = {"shell": shell_for(actor), "list_title": title_of(query), "list_url": link_to(query)}
    return render(request, "desk/filter.html", {**context, **around})
