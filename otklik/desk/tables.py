"""`/desk/clients/tables/<kind>.<form>`: a list of the desk, of clients or canned replies, as Excel or CSV."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.fields.queries import PREFIX, wanted_in
from otklik.importing.exporting import exported
from otklik.importing.kinds import kind_called
from otklik.importing.tables.opening import Form
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.tables import download

FILTERS = ("q", "company", "site", "standing", "hidden")


@require_safe
@staff_page
def table(request: OtklikRequest, kind: str, form: str) -> HttpResponseBase:
    """Everything the list shows for these words and filters, not one page of it."""
    if form not in set(Form):
        raise NotFound
    known = kind_called(kind)
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    chosen |= {PREFIX + key: value for key, value in wanted_in(request.GET.get, request.GET).items()}
    content = exported(request.actor, kind, Form(form), chosen)
    day = clock.now().astimezone(get_current_timezone()).date().isoformat()
    return download(content, f"{known.title} {day}.{form}", Form(form))
