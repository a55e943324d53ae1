"""`/mail/in/<signed>/<provider>`: where a mail provider hands mail over (`channels.mail.hooks`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from otklik.channels.mail.hook_formats import Posted
from otklik.channels.mail.hooks import accept

PATH = "/mail/in/"
_AGAIN = {"Retry-After": "120"}


@csrf_exempt  # no browser posts here: the address is signed, and what is posted is proven
@require_POST
def mail_in(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """200 once the mail is stored. The body is read past Django's limit for forms, which a mail outgrows."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    status = accept(token, kind, Posted(headers, request.read()))
    retry = _AGAIN if status >= 500 else {}
    return HttpResponse(f"{status.phrase}\n", status=status, content_type="text/plain", headers=retry)
