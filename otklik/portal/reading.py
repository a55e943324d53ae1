"""`…/reading`: the page says that its reader has had the messages before them.

The script of the page says so once it has been looked at for a moment: what mail scanners and previews of
links fetch is read by nobody.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from otklik.portal.doors import Door, by_link, signed_in
from otklik.tickets.commands import mark_read
from otklik.web.request import OtklikRequest


@require_POST
def read(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """`commands.mark_read` up to `message`."""
    message = request.GET.get("message", "")
    if message.isdecimal():
        mark_read(door.actor, door.ticket, int(message))
    return HttpResponse(status=204)


read_mine = signed_in(read)
read_linked = by_link(read)
