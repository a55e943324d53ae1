"""Addresses of the portal. What is done to a request is a noun below it, for a link below `/t/`."""

from __future__ import annotations

from django.urls import path

from otklik.portal import (
    answering,
    contracts,
    documents,
    mass_links,
    new_request,
    one_request,
    opinion,
    passwords,
    profile,
    public_form,
    reading,
    registered,
    requests,
    status,
    verdict,
    where,
    whom,
)

REQUEST = "requests/<str:number>"
LINK = "t/<str:signed>"

urlpatterns = [
    path("", requests.mine, name="portal"),
    path("company", requests.company, name="portal-company"),
    path("contracts", contracts.contracts, name="portal-contracts"),
    path("documents", documents.documents, name="portal-documents"),
    path("profile", profile.profile, name="portal-profile"),
    path("new", public_form.public, name="portal-public"),
    path("new/uploads", public_form.upload, name="portal-public-upload"),
    path("new/<str:signed>", public_form.registered, name="portal-public-registered"),
    path("invite/<str:signed>", passwords.invited, name="portal-invited"),
    path("password", passwords.forgotten, name="portal-password"),
    path("status", status.status, name="portal-status"),
    path("requests/new", new_request.new, name="portal-new"),
    path("requests/colleagues", whom.propose, name="portal-colleagues"),
    path("requests/places/<slug:kind>", where.propose, name="portal-places"),
    path("requests/uploads", answering.upload_mine, name="portal-upload"),
    path("assets/<uuid:uid>", where.scanned, name="portal-asset"),
    path(REQUEST, one_request.show_mine, name="portal-request"),
    path(f"{REQUEST}/registered", registered.show_mine, name="portal-registered"),
    path(f"{REQUEST}/messages", answering.answer_mine, name="portal-answer"),
    path(f"{REQUEST}/reading", reading.read_mine, name="portal-reading"),
    path(f"{REQUEST}/rating", verdict.rating_mine, name="portal-rating"),
    path(f"{REQUEST}/closure", verdict.closure_mine, name="portal-closure"),
    path(f"{REQUEST}/reopening", verdict.reopening_mine, name="portal-reopening"),
    path("o/<str:signed>", opinion.show, name="portal-opinion"),
    path("u/<str:signed>", mass_links.unsubscribe_page, name="portal-unsubscribe"),
    path("q/<str:signed>", mass_links.survey_page, name="portal-survey"),
    path(LINK, one_request.show_linked, name="portal-link"),
    path(f"{LINK}/messages", answering.answer_linked, name="portal-link-answer"),
    path(f"{LINK}/uploads", answering.upload_linked, name="portal-link-upload"),
    path(f"{LINK}/reading", reading.read_linked, name="portal-link-reading"),
    path(f"{LINK}/rating", verdict.rating_linked, name="portal-link-rating"),
    path(f"{LINK}/closure", verdict.closure_linked, name="portal-link-closure"),
    path(f"{LINK}/reopening", verdict.reopening_linked, name="portal-link-reopening"),
    path(f"{LINK}/files/<uuid:uid>", one_request.file_linked, name="portal-link-file"),
]
