"""The columns of the ticket list: chosen and ordered behind the gear, kept with the account (WORK-15)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.core.errors import Invalid
from otklik.core.ids import is_uid
from otklik.people.actor import Actor
from otklik.people.commands import Preferences, set_preferences
from otklik.tickets.columns import DELIVERED, SUBJECT, Column, all_columns
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest


@require_POST
@staff_page
def choose(request: OtklikRequest) -> HttpResponse:
    """Keep the ticked columns (`column`) in the order they are sent; `up` or `down` moves one a step first,
    `reset` gives the delivered ones back. Answers with the list again. Of a saved view they stand in its
    address, until somebody keeps them with it; `reset` gives the view's own back."""
    actor, post = request.actor, request.POST
    known = [column.code for column in all_columns(actor)]
    chosen = [code for code in dict.fromkeys(post.getlist("column")) if code in known]
    if SUBJECT not in chosen:
        chosen.insert(0, SUBJECT)
    for way, step in (("up", -1), ("down", 1)):
        if post.get(way, "") in chosen:
            chosen = _moved(chosen, post[way], step)
    is_usual = "reset" in post or tuple(chosen) == DELIVERED
    if len(chosen) == 1 and "reset" not in post:
        raise Invalid({"column": _("Choose at least one column besides the subject.")})
    back = post.get("back", "")
    if is_uid(QueryDict(back).get("view", "")):
        return HttpResponseRedirect(_of_view(back, [] if "reset" in post else chosen))
    set_preferences(actor, Preferences(list_columns=[] if is_usual else chosen))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('desk-tickets')}?{back}" if back else reverse("desk-tickets"))


def _of_view(back: str, chosen: Sequence[str]) -> str:
    """The list of a saved view with these columns, or with those it was kept with."""
    address = QueryDict(back, mutable=True)
    address.pop("columns", None)
    if chosen:
        address["columns"] = ",".join(chosen)
    return f"{reverse('desk-tickets')}?{address.urlencode()}"


def columns_box(actor: Actor, chosen: Sequence[Column]) -> dict[str, object]:
    """What the form behind the gear holds: those chosen first, in their order, then what else there is, as
    (code, title, whether it is shown)."""
    codes = {column.code for column in chosen}
    others = [column for column in all_columns(actor) if column.code not in codes]
    return {
        "column_rows": [(column.code, column.title, column.code in codes) for column in (*chosen, *others)],
        "last_column": chosen[-1].code,
        "subject_column": SUBJECT,
    }


def _moved(codes: list[str], code: str, step: int) -> list[str]:
    place = codes.index(code)
    other = place + step
    if 0 <= other < len(codes):
        codes[place], codes[other] = codes[other], codes[place]
    return codes
