"""What the proofs of letters going out count at their end: our rows against the server's notebook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set

from django.db.models import QuerySet

from otklik.notifications.enums import Audience, DeliveryState
from otklik.notifications.models import Delivery
from prove.mail_count import Mark
from prove.mail_sink import SAID, Copy

NOTE = "Тайна"


def letters_since(since: Mark, box: str) -> Mapping[str, int]:
    """How far the letters written since have come."""
    return Counter(_letters(since, box).values_list("state", flat=True))


def repeats_among(copies: Sequence[Copy]) -> int:
    """How many letters reached the server more than once."""
    return sum(count > 1 for count in Counter(copy.header for copy in copies).values())


def faults_of(copies: Sequence[Copy], answers: Collection[str], since: Mark, box: str) -> dict[str, int]:
    """What must not be. `answers`: what every public message says, as `mail_sink.SAID` finds it; `box`: the
    mailbox that sends to that server.

    A letter that reached the server twice must say so, and tell the same messages both times: killed between
    the server's 250 and our commit, or left without an answer, we could not know.
    """
    letters = list(_letters(since, box).select_related("message__body"))
    by_header = defaultdict[str, list[Copy]](list)
    for copy in copies:
        by_header[copy.header.strip("<>")].append(copy)
    told = _answers_by_header(letters)
    return {
        "answers lost": len(set(answers) - _reached(by_header, told)),
        "answers under two ids": sum(
            _tells_anothers(found, told[header]) for header, found in by_header.items()
        ),
        "letters of nobody": len(by_header.keys() - {one.message_header for one in letters}),
        "letters not sent": sum(one.state != DeliveryState.SENT for one in letters),
        "sent without a 250": sum(not _is_taken(one, by_header) for one in letters),
        "repeated and not marked": sum(not _is_marked(one, by_header) for one in letters),
        "repeated otherwise": sum(
            len({tuple(one.said) for one in found}) > 1 for found in by_header.values()
        ),
        "secrets told": _secrets_told(copies, letters),
    }


def _letters(since: Mark, box: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__gt=since.letter, ticket__account__name=box)


def _answers_by_header(letters: Sequence[Delivery]) -> Mapping[str, set[str]]:
    """What each mail to a client tells, by our rows: several answers may leave as one mail."""
    told = defaultdict[str, set[str]](set)
    for letter in letters:
        if letter.audience == Audience.CLIENT and letter.message is not None:
            told[letter.message_header].update(SAID.findall(letter.message.body.text))
    return told


def _reached(copies: Mapping[str, Sequence[Copy]], told: Mapping[str, set[str]]) -> set[str]:
    """Answers that stand in the mail that tells them."""
    return {said for header, found in copies.items() for copy in found for said in copy.said} & {
        said for header, answers in told.items() if header in copies for said in answers
    }


def _tells_anothers(copies: Sequence[Copy], own: Set[str]) -> bool:
    """A mail to a client tells its own answers, and below them older ones as history; a newer one is another
    mail's."""
    newest = max(own, default="")
    clients = (copy for copy in copies if not copy.recipient.endswith("@desk.test"))
    return any(said > newest and not said.startswith(NOTE) for copy in clients for said in copy.said)


def _is_taken(letter: Delivery, copies: Mapping[str, Sequence[Copy]]) -> bool:
    """A letter that counts as sent was answered with a 250 once at least."""
    is_sent = letter.state == DeliveryState.SENT
    return not is_sent or any(copy.answered for copy in copies.get(letter.message_header, ()))


def _is_marked(letter: Delivery, copies: Mapping[str, Sequence[Copy]]) -> bool:
    """The one that carried others away is where it is said."""
    came_twice = len(copies.get(letter.message_header, ())) > 1
    return not came_twice or letter.within_id is not None or bool(letter.unsure)


def _secrets_told(copies: Sequence[Copy], letters: Sequence[Delivery]) -> int:
    """Notes in letters to anybody but staff."""
    staff = {one.address for one in letters if one.audience != Audience.CLIENT}
    return sum(
        any(said.startswith(NOTE) for said in copy.said) for copy in copies if copy.recipient not in staff
    )
