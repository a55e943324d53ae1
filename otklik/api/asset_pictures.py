"""`/assets/{uid}/picture`: the photo of a machine."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pictures import PictureIn
from otklik.api.schemas.places import AssetOut, asset_out
from otklik.clients.access import require_edit
from otklik.clients.commands import checked_picture, remove_picture, set_picture
from otklik.clients.place_access import get_asset_for
from otklik.clients.place_queries import get_machine

router = Router(tags=["clients"])


@router.put(
    "/{uuid:uid}/picture",
    **told(
        _("Put a photo to equipment"),
        _("Upload it first (`POST /files`) and send its uid. It takes the place of the one there is."),
        gives={200: AssetOut},
        refuses=(403, 404, 422),
    ),
)
def put_asset_picture(request: ApiRequest, uid: UUID, body: PictureIn) -> HttpResponse:
    """`commands.set_picture`."""
    actor, asset = request.auth, get_asset_for(request.auth, str(uid))
    require_edit(actor)
    [sent] = references.attachments(actor, [body.file])
    return answer(asset_out(actor, get_machine(set_picture(actor, asset, checked_picture(sent.file)))))


@router.delete(
    "/{uuid:uid}/picture",
    **told(_("Remove the photo of equipment"), gives={204: None}, refuses=(403, 404)),
)
def remove_asset_picture(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.remove_picture`."""
    remove_picture(request.auth, get_asset_for(request.auth, str(uid)))
    return HttpResponse(status=204)
