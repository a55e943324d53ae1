"""What mail servers say, as the reason a person acts upon: answers seen in the wild."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.notifications.reason_words import in_words, words_of
from otklik.notifications.reasons import OF_THE_ADDRESS, Why, is_about_address, why_of

SAID = [
    (
        "550 5.1.1 <a@x.test>: Recipient address rejected: User unknown in virtual mailbox table",
        Why.NO_ADDRESS,
    ),
    ("5.1.1 smtp; 550-5.1.1 The email account that you tried to reach does not exist.", Why.NO_ADDRESS),
    (
        "5.1.10 smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup",
        Why.NO_ADDRESS,
    ),
    ("550 5.4.1 Recipient address rejected: Access denied. [AM5EUR02FT050.eop-EUR02]", Why.NO_ADDRESS),
    ("550 5.7.1 No such user!", Why.NO_ADDRESS),
    ("550 Message was not accepted -- invalid mailbox. user not found", Why.NO_ADDRESS),
    ("5.0.0 smtp;550 Unknown recipient", Why.NO_ADDRESS),
    ("5.1.9 something new about an address", Why.NO_ADDRESS),
    ("556 5.1.10 recipient domain has a null MX", Why.NO_DOMAIN),
    ("5.4.4 X-Postfix; Host or domain name not found. Name service error for name=x.test", Why.NO_DOMAIN),
    ("Unrouteable address", Why.NO_DOMAIN),
    ("556 this domain takes nothing", Why.NO_DOMAIN),
    ("552 5.2.2 Mailbox is over quota", Why.FULL),
    ("4.2.2 smtp; 452-4.2.2 The recipient's inbox is out of storage space", Why.FULL),
    ("550 quota exceeded (mailbox for user is full)", Why.FULL),
    ("552 no more of it", Why.FULL),
    ("Почтовый ящик получателя переполнен", Why.FULL),
    ("550 5.2.1 The email account that you tried to reach is disabled.", Why.SWITCHED_OFF),
    ("554 delivery error: This user's account is inactive", Why.SWITCHED_OFF),
    ("552 5.3.4 Message size exceeds fixed limit", Why.TOO_LARGE),
    ("552 Message too large", Why.TOO_LARGE),
    ("554 5.7.1 [2] Message rejected under suspicion of SPAM", Why.SPAM),
    ("554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org", Why.SPAM),
    ("550-5.7.26 This mail is unauthenticated", Why.NOT_BELIEVED),
    ("550 SPF check failed", Why.NOT_BELIEVED),
    ("550 5.7.1 Policy rejection", Why.REFUSED),
    ("554 5.7.0 Go away", Why.REFUSED),
    ("501 5.1.7 Bad sender address syntax", Why.REFUSED),
    ("451 4.7.1 Greylisted, come back in 5 minutes", Why.LATER),
    ("421 4.3.2 Too many connections", Why.LATER),
    ("450 come later", Why.LATER),
    ("4.4.7 delivery time expired", Why.NO_ANSWER),
    ("4.4.1 connect to mx.x.test[192.0.2.1]:25: Connection timed out", Why.NO_ANSWER),
    ("retry timeout exceeded", Why.NO_ANSWER),
    ("4.0.0 something", Why.NO_ANSWER),
    ("554 5.4.14 Hop count exceeded - possible mail loop", Why.LOOP),
    ("554 Transaction failed", Why.OTHER),
    ("The mail was returned.", Why.OTHER),
    ("connect to 5.1.1.4: strange", Why.OTHER),
    ("", Why.OTHER),
]


@pytest.mark.parametrize(("said", "why"), SAID)
def test_a_reason_is_read_out_of_what_a_server_said(said: str, why: Why) -> None:
    assert why_of(said) is why
    assert is_about_address(said) == (why in OF_THE_ADDRESS)


def test_every_reason_has_words_but_the_unknown_one_which_is_said_as_it_was() -> None:
    assert [why for why in Why if not words_of(why)] == [Why.OTHER]
    assert in_words("554 Transaction failed") == "554 Transaction failed"
    assert in_words("552 5.2.2 Over quota") == words_of(Why.FULL)


@given(st.text())
def test_nothing_a_server_says_is_too_much(said: str) -> None:
    assert why_of(said) in Why
