"""Addresses of administration."""

from __future__ import annotations

from django.urls import path

from otklik.settings_ui import index, outbox, queue

urlpatterns = [
    path("settings/", index.index, name="settings"),
    path("settings/mail/outbox", outbox.outbox, name="settings-outbox"),
    path("settings/mail/outbox/<uuid:uid>", outbox.letter, name="settings-letter"),
    path("settings/mail/outbox/<uuid:uid>/html", outbox.letter_html, name="settings-letter-html"),
    path("settings/queue", queue.queue, name="settings-queue"),
    path("settings/queue/<int:job>/rerun", queue.rerun, name="settings-job-rerun"),
    path("settings/queue/<int:job>/drop", queue.drop, name="settings-job-drop"),
]
