"""What an administrator sets about the public form."""

from __future__ import annotations

from otklik.organisation.settings import declare

IS_OPEN = declare("form.on", True, "Requests can be registered without an account, by the form at /new.")
ACCEPT_FROM = declare(
    "form.accept_from",
    "anyone",
    "From whom the public form takes requests: anyone, known (contacts), domains (those of companies).",
)
EACH_HOUR = declare("form.each_hour", 10, "Requests an hour from one network address by the public form.")
EACH_ADDRESS = declare("form.each_address", 5, "Requests an hour from one mail address by the public form.")
