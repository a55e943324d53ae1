"""The photo of a machine on its card: taken by a phone or chosen, taken away."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.clients.access import require_edit
from otklik.clients.commands import checked_picture, remove_picture, set_picture
from otklik.clients.place_access import get_asset_for
from otklik.core.errors import Invalid
from otklik.web.flash import say_next
from otklik.web.form_files import uploaded
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
def put(request: OtklikRequest, uid: str) -> HttpResponse:
    """Keep the picture of the form: a phone has two forms for it, one opens the camera."""
    actor, asset = request.actor, get_asset_for(request.actor, str(uid))
    require_edit(actor)
    try:
        # Bytes before the transaction: no lock waits for the disk.
        sent = [checked_picture(one.file) for one in uploaded(actor, request.FILES.getlist("picture")[:1])]
        if not sent:
            raise Invalid({"picture": _("Choose a picture.")})
        set_picture(actor, asset, sent[0])
        say_next(request, _("Saved."))
    except Invalid as error:
        say_next(request, next(iter(error.fields.values())))
    return HttpResponseRedirect(f"{reverse('desk-asset', args=[asset.uid])}#co-picture")


@require_POST
@staff_page
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Take the photo away."""
    asset = get_asset_for(request.actor, str(uid))
    remove_picture(request.actor, asset)
    say_next(request, _("The photo is removed."))
    return HttpResponseRedirect(reverse("desk-asset", args=[asset.uid]))
