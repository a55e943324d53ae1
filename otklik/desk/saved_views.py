"""`/desk/views`: views of the list that people have saved: kept, shared, put in order, deleted (WORK-15)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.core.errors import Denied, Refused
from otklik.desk.list_address import query_from, query_of
from otklik.desk.view_form import form_of, name_typed, shared_words, sharing_typed
from otklik.people.actor import Actor
from otklik.tickets import commands, sharing
from otklik.tickets.columns import columns_for
from otklik.tickets.commands import ViewValues
from otklik.tickets.commands.saved_views import require_sharing
from otklik.tickets.queries import ORDERS, ListQuery
from otklik.tickets.queries.saved_views import find_saved, get_view_for, saved_views
from otklik.web.errors import status_of
from otklik.web.flash import say_next, toast
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_safe
@staff_page
def views(request: OtklikRequest) -> HttpResponse:
    """All that are open to the employee, in the order at their side."""
    actor = request.actor
    lines = [
        (view, shared_words(actor, view), sharing.may_change(actor, view, view.teams))
        for view in saved_views(actor)
    ]
    return render(request, "desk/views.html", {"shell": shell_for(actor), "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: OtklikRequest) -> HttpResponse:
    """The form that keeps the list of the address; a POST keeps it, and shares it where that is asked."""
    actor, query = request.actor, query_of(request)
    if request.method != "POST":
        return _form(request, query)
    try:
        _require_sharing(request)
        with transaction.atomic():
            columns = [c.code for c in columns_for(actor, query.columns)] if _with_columns(request) else []
            row = commands.save_view(
                actor,
                ViewValues(
                    names=name_typed(request),
                    base=query.the_view.code,
                    filters=query.filters.active,
                    sort=_sort(query),
                    columns=columns,
                ),
            )
            _shared(request, row.uid)
    except Refused as error:
        return _form(request, query, error)
    say_next(request, _("Saved."))
    return _to_list(str(row.uid))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def view(request: OtklikRequest, uid: str) -> HttpResponse:
    """One of them: name, columns, whom it is for; for whoever may change it."""
    actor, saved = request.actor, find_saved(request.actor, str(uid))
    query = _kept_query(actor, saved.uid)
    if not sharing.may_change(actor, saved, saved.teams):
        raise Denied(_("This view is not yours to change. Save it as your own."))
    if request.method != "POST":
        return _form(request, query)
    columns = saved.columns or [column.code for column in columns_for(actor)]
    values = ViewValues(names=name_typed(request), columns=list(columns) if _with_columns(request) else [])
    try:
        _require_sharing(request)
        with transaction.atomic():
            commands.change_view(actor, get_view_for(actor, saved.uid), values, version=_version(request))
            _shared(request, saved.uid)
    except Refused as error:
        return _form(request, query, error)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-views"))


@require_POST
@staff_page
def query(request: OtklikRequest, uid: str) -> HttpResponse:
    """Keep in the view what its address has now."""
    row, wanted = get_view_for(request.actor, str(uid)), query_of(request)
    values = ViewValues(filters=wanted.filters.active, sort=_sort(wanted), columns=list(wanted.columns))
    commands.change_view(request.actor, row, values, version=_version(request))
    say_next(request, _("Saved."))
    return _to_list(str(row.uid))


@require_POST
@staff_page
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Delete it, for everybody it was shared with."""
    commands.delete_view(request.actor, get_view_for(request.actor, str(uid)))
    say_next(request, _("The view is deleted."))
    return HttpResponseRedirect(reverse("desk-views"))


@require_POST
@staff_page
def order(request: OtklikRequest) -> HttpResponse:
    """One's own side: `up` or `down` moves a view a step, `hide` puts it out of sight, `show` brings it back;
    each is sent with the view's uid. `ids`: every view in its new order, as the page's script sends it."""
    actor, post = request.actor, request.POST
    known = saved_views(actor)
    uids = post.getlist("ids") or [one.uid for one in known]
    for way, step in (("up", -1), ("down", 1)):
        if post.get(way) in uids:
            uids = _moved(uids, post[way], step)
    hidden = {one.uid for one in known if not one.is_shown} - {post.get("show", "")}
    if post.get("hide") in uids:
        hidden.add(post["hide"])
    commands.arrange_views(actor, uids, sorted(hidden))
    if "ids" in post:
        return HttpResponse(status=204, headers={"HX-Trigger": toast(_("Saved."))})
    return HttpResponseRedirect(reverse("desk-views"))


def _moved(uids: Sequence[str], uid: str, step: int) -> list[str]:
    found = [one for one in uids if one != uid]
    found.insert(max(0, uids.index(uid) + step), uid)
    return found


def _require_sharing(request: OtklikRequest) -> None:
    wanted = sharing_typed(request)
    if wanted is not None:
        require_sharing(request.actor, *wanted)


def _shared(request: OtklikRequest, uid: object) -> None:
    """Share it as the form says; a form that offers nothing of the kind leaves it."""
    wanted = sharing_typed(request)
    if wanted is not None:
        commands.share_view(request.actor, get_view_for(request.actor, str(uid)), *wanted)


def _form(request: OtklikRequest, query: ListQuery, error: Refused | None = None) -> HttpResponse:
    context = {"shell": shell_for(request.actor), **form_of(request, query, error)}
    return render(request, "desk/view.html", context, status=status_of(error) if error else 200)


def _kept_query(actor: Actor, uid: str) -> ListQuery:
    return query_from(actor, QueryDict(urlencode({"view": uid})))


def _sort(query: ListQuery) -> str:
    return query.sort if query.sort in ORDERS else ""


def _with_columns(request: OtklikRequest) -> bool:
    return "with_columns" in request.POST


def _version(request: OtklikRequest) -> int | None:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def _to_list(uid: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk-tickets')}?{urlencode({'view': uid})}")
