"""What administrators alone do, whatever it is about: method, address, body of a request each."""

from __future__ import annotations

from collections.abc import Mapping

CLOSED: Mapping[str, tuple[str, str, object]] = {
    "list_roles": ("GET", "/roles", None),
    "patch_calendar": ("PATCH", "/calendars/weekdays", {"hidden": False}),
    "take_logo_of_brand": ("DELETE", "/brands/default/logo", None),
    "read_mailbox": ("GET", "/mailboxes/{w.agent}", None),
    "add_mailbox": ("POST", "/mailboxes", {"address": "new@desk.example"}),
    "patch_mailbox": ("PATCH", "/mailboxes/{w.agent}", {"enabled": False}),
    "try_mailbox": ("POST", "/mailboxes/{w.agent}/actions/try", None),
    "read_http_intake": ("GET", "/mailboxes/{w.agent}/http-intake", None),
    "put_http_intake": ("PUT", "/mailboxes/{w.agent}/http-intake", {"by": None}),
    "renew_http_address": ("POST", "/mailboxes/{w.agent}/actions/renew-http-address", None),
    "list_settings": ("GET", "/settings", None),
    "patch_settings": ("PATCH", "/settings", {"values": {"tickets.close_after": 9}}),
    "put_order": ("PUT", "/order", {"of": "types", "names": ["request", "incident"]}),
    "list_mail": ("GET", "/mail/ledger", None),
    "read_mail": ("GET", "/mail/ledger/{w.agent}", None),
    "read_mail_source": ("GET", "/mail/ledger/{w.agent}/source", None),
    "read_mail_again": ("POST", "/mail/ledger/{w.agent}/actions/read-again", None),
    "make_ticket_of_mail": ("POST", "/mail/ledger/{w.agent}/actions/make-ticket", None),
    "attach_mail": ("POST", "/mail/ledger/{w.agent}/actions/attach", {"ticket": "INC1"}),
    "delete_mail_of_ledger": ("DELETE", "/mail/ledger/{w.agent}", None),
    "list_providers": ("GET", "/mail/providers", None),
    "add_provider": ("POST", "/mail/providers", {"name": "M", "client_id": "1"}),
    "patch_provider": ("PATCH", "/mail/providers/{w.agent}", {"name": "N"}),
    "remove_provider": ("DELETE", "/mail/providers/{w.agent}", None),
    "list_letters": ("GET", "/letters", None),
    "read_letter": ("GET", "/letters/reply", None),
    "patch_letter": ("PATCH", "/letters/reply", {"language": "ru", "text": "{{ answer }}"}),
    "reset_letter": ("POST", "/letters/reply/actions/reset", {}),
    "preview_letter": ("POST", "/letters/reply/actions/preview", {"language": "ru", "ticket": "INC1"}),
    "start_import": ("POST", "/imports", {"file": "0" * 32, "kind": "companies"}),
    "read_import": ("GET", "/imports/{w.agent}", None),
    "bring_import": ("POST", "/imports/{w.agent}/actions/bring", None),
    "list_bad_rows": ("GET", "/imports/{w.agent}/bad-rows", None),
}
