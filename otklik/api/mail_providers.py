"""`/mail/providers`: this installation as registered with mail providers. For administrators.

Signing in by one is a matter of a person and a browser: it is begun on the mailbox's page.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.mailbox_specs import given
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mail_providers import ProviderIn, ProviderOut, Providers, provider_out
from otklik.api.schemas.pages import PageQuery
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands import ClientSpec, change_client, create_client, remove_client
from otklik.channels.mail.enums import ProviderKind
from otklik.channels.mail.granted import client_spec_of, get_client_for, oauth_clients

router = Router(tags=["mail"])


@router.get(
    "",
    **told(
        _("List registrations with mail providers"),
        _("For administrators."),
        gives={200: Providers},
        refuses=(403, 422),
    ),
)
def list_providers(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """By name."""
    page = page_of_small(oauth_clients(request.auth), query, lambda row: str(row.uid))
    return listed(request, Providers(items=[provider_out(row) for row in page.rows]), page.after)


@router.post(
    "",
    **told(_("Register with a mail provider"), gives={201: ProviderOut}, refuses=(403, 409, 422)),
)
def add_provider(request: ApiRequest, body: ProviderIn) -> HttpResponse:
    """`commands.create_client`."""
    actor = request.auth
    require_administrator(actor)
    spec = _spec(ClientSpec(ProviderKind.MICROSOFT, "", ""), body)
    return answer_once(request, lambda: provider_out(create_client(actor, spec)), status=201)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a registration with a mail provider"),
        gives={200: ProviderOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_provider(request: ApiRequest, uid: UUID, body: ProviderIn) -> HttpResponse:
    """`commands.change_client`."""
    row = get_client_for(request.auth, str(uid))
    return answer(provider_out(change_client(request.auth, row, _spec(client_spec_of(row), body))))


@router.delete(
    "/{uuid:uid}",
    **told(
        _("Forget a registration with a mail provider"),
        _("One no mailbox is signed in by."),
        gives={204: None},
        refuses=(403, 404, 409),
    ),
)
def remove_provider(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.remove_client`."""
    remove_client(request.auth, get_client_for(request.auth, str(uid)))
    return answer(None)


def _spec(before: ClientSpec, body: ProviderIn) -> ClientSpec:
    """What stands, with what was sent; a secret left out is kept."""
    return ClientSpec(
        kind=ProviderKind(body.kind) if body.kind else before.kind,
        name=given(body.name, before.name),
        client_id=given(body.client_id, before.client_id),
        secret=body.secret or None,
        tenant=given(body.tenant, before.tenant),
        authorize_url=given(body.authorize_url, before.authorize_url),
        token_url=given(body.token_url, before.token_url),
        scopes=given(body.scopes, before.scopes),
        secret_ends=body.secret_ends if "secret_ends" in body.model_fields_set else before.secret_ends,
    )
