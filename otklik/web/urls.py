"""Addresses every interface shares."""

from __future__ import annotations

from django.urls import path

from otklik.web import brands, files, health, live, mail_in, sign_in

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("live/", live.stream_elsewhere, name="live"),
    path("live/since", live.told_since, name="live-since"),
    path("mail/in/<slug:token>/<slug:kind>", mail_in.mail_in, name="mail-in"),
    path("mail/in/<slug:token>/<slug:kind>/mime", mail_in.mail_in, name="mail-in-mime"),
    path("login", sign_in.sign_in, name="account_login"),
    path("logout", sign_in.SignOut.as_view(), name="account_logout"),
    path("language", sign_in.switch_language, name="language"),
    path("brand/<uuid:uid>/colours.css", brands.colours, name="brand-colours"),
    path("brand/<uuid:uid>/logo.png", brands.logo, name="brand-logo"),
    path("files/<uuid:uid>", files.download, name="file"),
]
