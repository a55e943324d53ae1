"""Every write to mass messages."""

from otklik.mailings.commands.answering import note_machine, settle_answer, vote
from otklik.mailings.commands.drafts import (
    MailingSpec,
    change_mailing,
    create_mailing,
    remove_mailing,
    unsaved,
)
from otklik.mailings.commands.handing import hand_over_next
from otklik.mailings.commands.progress import (
    begin_letter,
    letter_bounced,
    letter_failed,
    letter_held,
    letter_sent,
    note_letter,
    put_back,
)
from otklik.mailings.commands.running import (
    check_mailing,
    pause_mailing,
    resume_mailing,
    start_mailing,
    stop_mailing,
)
from otklik.mailings.commands.subscribing import subscribe_again, unsubscribe, unsubscribe_by_letter
from otklik.mailings.commands.taking_out import take_out

__all__ = [
    "MailingSpec",
    "begin_letter",
    "change_mailing",
    "check_mailing",
    "create_mailing",
    "hand_over_next",
    "letter_bounced",
    "letter_failed",
    "letter_held",
    "letter_sent",
    "note_letter",
    "note_machine",
    "pause_mailing",
    "put_back",
    "remove_mailing",
    "resume_mailing",
    "settle_answer",
    "start_mailing",
    "stop_mailing",
    "subscribe_again",
    "take_out",
    "unsaved",
    "unsubscribe",
    "unsubscribe_by_letter",
    "vote",
]
