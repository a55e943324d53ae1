"""Writing the texts of letters anew, and taking the delivered ones again."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, small
from otklik.core.errors import Denied, Invalid
from otklik.core.events import Change, Subject, record
from otklik.notifications import filling
from otklik.notifications.enums import TextKind
from otklik.notifications.events import TEMPLATE_CHANGED
from otklik.notifications.models import TextTemplate
from otklik.notifications.text_places import TextPlace
from otklik.notifications.texts import OWN_PLACEHOLDERS, PLACEHOLDERS, SUBJECT, Text, delivered, known_to
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER

LANGUAGES = ("ru", "en")
LONGEST, LONGEST_SUBJECT = 10_000, 250


@transaction.atomic
def set_template(actor: Actor, place: TextPlace, text: Text) -> TextTemplate:
    """Write a text anew. Administrators only; `Invalid` for `subject` or `text` that cannot be filled in.

    Writes `template.changed` with both texts from and to, so that writing back what it was reverts it.
    """
    _require(actor)
    problems = problems_of(place, text)
    if problems:
        raise Invalid(problems)
    row = _row(place)
    before = Text(row.subject, row.text) if row else delivered(place.kind, place.language)
    if row is None:
        row = TextTemplate(
            kind=place.kind,
            language=place.language,
            account=place.account,
            brand=None if place.account else place.brand,
        )
    row.subject, row.text = _plain(text.subject) or SUBJECT, _plain(text.text)
    changes = _changes(before, Text(row.subject, row.text))
    if changes:
        row.changed_at = clock.now()
        row.save()
        _record(actor, place, row.pk, changes, "written")
    return row


@transaction.atomic
def reset_template(actor: Actor, place: TextPlace) -> None:
    """Take the wider place's or the delivered text again. Administrators only. Writes `template.changed`."""
    _require(actor)
    row = _row(place)
    if row is None:
        return
    pk, before = row.pk, Text(row.subject, row.text)
    row.delete()
    _record(actor, place, pk, _changes(before, delivered(place.kind, place.language)), "reset")


def problems_of(place: TextPlace, text: Text) -> dict[str, str]:
    """What keeps a text from being saved: `language`, `subject`, `text` → a sentence."""
    known = known_to(place.kind)
    found = {
        "subject": _problem(text.subject, PLACEHOLDERS, LONGEST_SUBJECT) or _missing_number(text.subject),
        "text": _problem(text.text, known) or _missing(text.text, place.kind),
        "language": "" if place.language in LANGUAGES else _("There are texts in Russian and in English."),
    }
    return {name: words for name, words in found.items() if words}


def _problem(text: str, known: Mapping[str, str], longest: int = LONGEST) -> str:
    try:
        filling.check(text, known)
    except filling.BadText as bad:
        if bad.nearest:
            return _("There is no %(found)s. Did you mean {{ %(nearest)s }}?") % {
                "found": bad.found,
                "nearest": bad.nearest,
            }
        return _("There is no %(found)s. Choose from the list of placeholders.") % {"found": bad.found}
    if len(_plain(text)) <= longest:
        return ""
    return _("Too long: %(number)s characters, at most %(longest)s.") % {
        "number": len(_plain(text)),
        "longest": longest,
    }


def _missing(text: str, kind: TextKind) -> str:
    for name in OWN_PLACEHOLDERS[kind]:
        if not filling.has(text, name):
            return _("{{ %(name)s }} has to stand in the text: there the letter's own words go.") % {
                "name": name
            }
    return "" if text.strip() else _("Write the text.")


def _missing_number(subject: str) -> str:
    if not subject.strip() or filling.has(subject, "number"):
        return ""
    return _("{{ number }} has to stand in the subject: by it answers find the request.")


def _row(place: TextPlace) -> TextTemplate | None:
    brand = None if place.account else place.brand
    rows = TextTemplate.objects.select_for_update().filter(kind=place.kind, language=place.language)
    return rows.filter(account=place.account, brand=brand).first()


def _record(actor: Actor, place: TextPlace, pk: int, changes: list[Change], what: str) -> None:
    small.bump()
    data = {
        "kind": place.kind,
        "language": place.language,
        "account": place.account.pk if place.account else None,
        "brand": place.brand.pk if place.brand and not place.account else None,
        "what": what,
    }
    record(TEMPLATE_CHANGED, actor.ref, Subject("template", pk), changes=changes, data=data)


def _changes(before: Text, after: Text) -> list[Change]:
    pairs = (("subject", before.subject, after.subject), ("text", before.text, after.text))
    return [Change(name, old, new) for name, old, new in pairs if old != new]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _require(actor: Actor) -> None:
    if not actor.has(ADMINISTER):
        raise Denied(_("Texts are open to administrators only."))
