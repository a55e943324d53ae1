"""Addresses of the desk. State changes are noun resources under the ticket."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from otklik.desk import (
    answering,
    assets,
    changes,
    client_field,
    client_files,
    clients,
    company_card,
    ending,
    fields,
    find,
    inbox,
    new_ticket,
    original,
    profile,
    sites,
    ticket_card,
    tickets_list,
)

TICKET = "desk/tickets/<str:number>"

urlpatterns = [
    path("desk/", RedirectView.as_view(pattern_name="desk-inbox"), name="desk"),
    path("desk/inbox", inbox.show, name="desk-inbox"),
    path("desk/inbox/rows", inbox.rows, name="desk-inbox-rows"),
    path("desk/inbox/done", inbox.done, name="desk-inbox-done"),
    path("desk/counts", tickets_list.counts, name="desk-counts"),
    path("desk/profile", profile.profile, name="desk-profile"),
    path("desk/profile/look", profile.look, name="desk-look"),
    path("desk/search", find.search, name="desk-search"),
    path("desk/tickets", tickets_list.show, name="desk-tickets"),
    path("desk/tickets/rows", tickets_list.rows, name="desk-rows"),
    path("desk/tickets/bulk", changes.bulk, name="desk-bulk"),
    path("desk/tickets/new", new_ticket.new, name="desk-new"),
    path("desk/uploads", answering.upload, name="desk-upload"),
    path("desk/mentions", answering.mentions, name="desk-mentions"),
    path("desk/contacts/options", client_field.options, name="desk-contact-options"),
    path("desk/contacts/chosen", client_field.chosen, name="desk-contact-chosen"),
    path("desk/originals/<uuid:uid>", original.original, name="desk-original"),
    path("desk/originals/<uuid:uid>/file", original.original_file, name="desk-original-file"),
    path(TICKET, ticket_card.show, name="desk-ticket"),
    path(f"{TICKET}/facts", ticket_card.part, name="desk-facts"),
    path(f"{TICKET}/thread", ticket_card.messages, name="desk-messages"),
    path(f"{TICKET}/messages", answering.send, name="desk-send"),
    path(f"{TICKET}/draft", answering.draft, name="desk-draft"),
    path(f"{TICKET}/status", changes.status, name="desk-status"),
    path(f"{TICKET}/assignment", changes.assignment, name="desk-assignment"),
    path(f"{TICKET}/reopening", ending.reopen, name="desk-reopen"),
    path(f"{TICKET}/review", ending.review, name="desk-review"),
    path(f"{TICKET}/decline", ending.decline, name="desk-decline"),
    path(f"{TICKET}/priority", changes.priority, name="desk-priority"),
    path(f"{TICKET}/fields", fields.edit, name="desk-fields"),
    path(f"{TICKET}/observation", changes.observation, name="desk-observation"),
    path("desk/clients/", clients.companies, name="desk-companies"),
    path("desk/clients/companies/<uuid:uid>", company_card.company, name="desk-company"),
    path("desk/clients/companies/<uuid:uid>/files", client_files.add, name="desk-company-files"),
    path("desk/clients/files/<uuid:uid>", client_files.change, name="desk-client-file"),
    path("desk/clients/files/<uuid:uid>/removal", client_files.removal, name="desk-client-file-removal"),
    path("desk/clients/contacts/<uuid:uid>", clients.contact, name="desk-contact"),
    path("desk/clients/sites", sites.sites, name="desk-sites"),
    path("desk/clients/sites/<uuid:uid>", sites.site, name="desk-site"),
    path("desk/clients/assets", assets.assets, name="desk-assets"),
    path("desk/clients/assets/<uuid:uid>", assets.asset, name="desk-asset"),
    path("desk/clients/assets/<uuid:uid>/label", assets.label, name="desk-asset-label"),
]
