"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from otklik.portal import new_request, one_request, profile, requests

urlpatterns = [
    path("", requests.mine, name="portal"),
    path("company", requests.company, name="portal-company"),
    path("profile", profile.profile, name="portal-profile"),
    path("requests/new", new_request.new, name="portal-new"),
    path("requests/uploads", one_request.upload, name="portal-upload"),
    path("requests/<str:number>", one_request.show, name="portal-request"),
    path("requests/<str:number>/messages", one_request.answer, name="portal-answer"),
]
