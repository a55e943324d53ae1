"""Administrators are written to about a rule that is out of use or was switched off."""

from __future__ import annotations

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.mailbox_spec import Outgoing
from otklik.core.worker import drain
from otklik.people.commands.configure import set_up
from otklik.rules.commands.failing import PATIENCE, note_failure
from otklik.rules.watching import watch_rules
from tests import make
from tests.channels.mail.boxes import spec
from tests.support.smtp import SmtpSink


def test_a_broken_rule_is_written_about_once(people: make.Cast, smtp_sink: SmtpSink) -> None:
    """With its name, what is wrong and the way to the page; one that raises, first and when it is off."""
    out = Outgoing(smtp_sink.host, smtp_sink.port, Security.NONE)
    create_mailbox(people.admin, spec("it", None, outgoing=out))
    named = {"name": {"ru": "Кадры"}}
    broken = set_up(people.admin, ROUTING_RULE, {**named, "team": people.hr.pk})
    make.hide(people.hr)
    for _look in range(2):
        watch_rules()
        drain()
    [letter] = smtp_sink.received
    assert letter.recipients == (people.admin.email,)
    body = letter.message.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    assert "«Кадры»" in said
    assert "«Группа hr»" in said
    assert "/settings/rules" in said
    whole = set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Все"}, "team": people.it.pk})
    for _time in range(PATIENCE):
        note_failure(whole, ValueError("буква"))
    drain()
    assert len(smtp_sink.received) == 3
    broken.refresh_from_db()
    assert broken.enabled, "what is out of use waits to be mended"
