"""Letters to administrators about rules that cannot be asked or done."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.channels.mail.alarm_letters import tell_administrators
from otklik.channels.mail.sheet import Button, Sheet
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.core.translated import Translated
from otklik.people.queries import AgentInfo
from otklik.rules.commands.failing import ERROR
from otklik.rules.sentences import said
from otklik.rules.stored import Fault, Why


@later(lane="mail", network=True)
def write_of_rule(event: Event) -> Effect | None:
    """Tell every administrator of a `rule.broken`."""
    letters_of_rule(event)
    return None


def letters_of_rule(event: Event, to: str = "") -> None:
    """The same, or only to one address of theirs."""
    tell_administrators(event, lambda agent: _sheet(event, agent), to=to)


def words_of(event: Event) -> str:
    """What is wrong with the rule, in the language in force."""
    known, why = event.data, str(event.data["why"])
    words = str(known["said"])
    words = words if why == ERROR else said(Fault("", Why(why), words))
    facts = {"name": Translated(known["name"]), "why": words}
    if known["stopped"]:
        return _("The rule “%(name)s” went wrong again and again and was switched off: %(why)s") % facts
    if why == ERROR:
        return _("The rule “%(name)s” went wrong and was left out: %(why)s") % facts
    return _("The rule “%(name)s” is out of use. %(why)s") % facts


def _sheet(event: Event, agent: AgentInfo) -> Sheet:
    return Sheet(
        language=agent.language,
        title=_("A rule needs you"),
        separator="",
        intro=words_of(event),
        html="",
        text="",
        button=Button(_("Look at it"), settings.OTKLIK_BASE_URL + reverse("settings-rules")),
        footer=[
            _("You get this letter because you administer Otklik."),
            _("It comes once. Tickets and the other rules go on without this rule."),
        ],
    )
