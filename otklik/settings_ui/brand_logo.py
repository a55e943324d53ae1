"""A brand's logo: chosen beside its form, or taken away."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.core.configuring import rows
from otklik.core.errors import Invalid, Refused
from otklik.organisation.brand_shape import BRAND
from otklik.people.commands import get_set_up, remove_brand_logo, set_brand_logo
from otklik.settings_ui.edited import form_page
from otklik.settings_ui.sections import BY_KEY
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_POST
@admin_page
def brand_logo(request: OtklikRequest, uid: str) -> HttpResponse:
    """Show the sent picture (`logo`) as the brand's, or none (`remove`); refused in words."""
    section = BY_KEY["brands"]
    brand = get_set_up(request.actor, BRAND, str(uid))
    sent = request.FILES.get("logo")
    try:
        if "remove" in request.POST:
            remove_brand_logo(request.actor, brand)
        elif sent is None:
            raise Invalid({"logo": _("Choose a picture: PNG, JPEG or WebP.")})
        else:
            set_brand_logo(request.actor, brand, sent.read())
    except Refused as error:
        words = error.fields["logo"] if isinstance(error, Invalid) else error.message
        values = rows.read(BRAND, brand)
        return form_page(request, section, brand, values, {"": words}, status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse(section.routes["edit"], args=[brand.uid]))
