"""Which mass messages a contact does not want: noted by an employee, lifted with a note."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.clients.access import get_contact_for
from otklik.core.errors import Invalid, NotFound
from otklik.mailings.commands import subscribe_again, unsubscribe
from otklik.mailings.enums import Kind
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
def unsubscription(request: OtklikRequest, uid: str) -> HttpResponse:
    """`kind` is not wanted any more, or (`note`) is wanted again; then the contact."""
    contact = get_contact_for(request.actor, str(uid))
    kind = request.POST.get("kind", "")
    if kind not in set(Kind):
        raise NotFound
    if "note" not in request.POST:
        unsubscribe(request.actor, contact, Kind(kind))
        say_next(request, _("Noted: they get no more of these."))
        return HttpResponseRedirect(reverse("desk-contact", args=[uid]))
    try:
        subscribe_again(request.actor, contact, Kind(kind), request.POST["note"])
    except Invalid as error:
        say_next(request, error.message)
    else:
        say_next(request, _("Noted: they get these again."))
    return HttpResponseRedirect(reverse("desk-contact", args=[uid]))
