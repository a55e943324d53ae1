"""The URL map: each interface brings its own; an address is looked for in their order, settings have the
most and are asked for the least."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from otklik.desk.palette import palette
from otklik.settings_ui.framing import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("otklik.web.urls")),
    path("", include("otklik.api.urls")),
    # The one page of the desk that leads into the settings, which it does not know.
    path("desk/palette", palette, {"pages": pages}, name="desk-palette"),
    path("", include("otklik.desk.urls")),
    path("", include("otklik.portal.urls")),
    path("", include("otklik.settings_ui.urls")),
]

handler400 = "otklik.web.errors.bad_request"
handler403 = "otklik.web.errors.forbidden"
handler404 = "otklik.web.errors.not_found"
handler429 = "otklik.web.errors.too_many"  # allauth's: too many tries to sign in from one address
handler500 = "otklik.web.errors.broken"
