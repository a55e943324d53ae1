"""An employee says that an address of a contact takes mails again."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.clients.access import get_contact_for
from otklik.notifications.commands import clear_address
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
def cleared(request: OtklikRequest, uid: str) -> HttpResponse:
    """`commands.clear_address`, then the contact again."""
    contact = get_contact_for(request.actor, str(uid))
    clear_address(request.actor, contact, request.POST.get("email", ""))
    say_next(request, _("The mark is gone. Answers go there as before."))
    return HttpResponseRedirect(reverse("desk-contact", args=[uid]))
