"""Which ticket a mail belongs to, by the pure rules."""

from __future__ import annotations

import uuid

import pytest

from otklik.channels.mail import tokens
from otklik.channels.mail.claims import Purpose, Token
from otklik.channels.mail.matching import (
    Place,
    Pointer,
    Proof,
    Relation,
    is_new_topic,
    is_same_subject,
    numbers_in,
    place,
    plain_subject,
    pointers,
)

AGENT = 7
CLIENT_TOKEN = Token(1, Purpose.CLIENT, 3)
MY_TOKEN = Token(1, Purpose.AGENT, AGENT)
ANOTHERS_TOKEN = Token(1, Purpose.AGENT, AGENT + 1)
NOTE_TOKEN = Token(1, Purpose.NOTE, AGENT)


@pytest.mark.parametrize(
    ("subject", "prefix", "found"),
    [
        ("Re: [INC48217] Касса", "INC", ("INC48217",)),
        ("касса [inc48217]", "INC", ("INC48217",)),
        ("по заявке INC17, срочно", "INC", ("INC17",)),
        ("[ #INC5 ] и INC6", "INC", ("INC5", "INC6")),
        ("[OLD-12] перенесённая", "INC", ("OLD-12",)),
        ("заказ 48217 и 12", "INC", ()),
        ("WINC17 и INC17a", "INC", ()),
        ("[48217] без приставки", "", ("48217",)),
        ("INC1 INC2 INC3 INC4 INC5 INC6", "INC", ("INC1", "INC2", "INC3", "INC4", "INC5")),
        ("", "INC", ()),
    ],
)
def test_numbers_are_read_from_a_subject(subject: str, prefix: str, found: tuple[str, ...]) -> None:
    assert numbers_in(subject, prefix) == found


@pytest.mark.parametrize(
    ("said", "ticket", "same"),
    [
        ("Re: [INC1] Касса № 2 не видит сканер", "Касса № 2 не видит сканер", True),
        ("RE: FW: [INC1] КАССА № 2 не видит сканер", "Касса № 2 не видит сканер", True),
        ("Ответ: [INC1] Касса № 2 не видит ска", "Касса № 2 не видит сканер", True),
        ("[INC1] Касса № 2 не видит сканер и ещё вопрос", "Касса № 2 не видит сканер", True),
        ("[INC1] Ваш инцидент зарегистрирован", "Касса № 2 не видит сканер", False),
        ("Re: [INC1] Принтер", "Принтер", True),
        ("Re: [INC1] Принтер сломан снова", "Принтер", False),
        ("Не печатает! И сканер тоже", "Не печатает!", True),
        ("Не печатает", "Не печатает! И сканер тоже", False),
        ("[INC1]", "Касса", False),
    ],
)
def test_a_subject_is_recognised_without_prefixes_and_numbers(said: str, ticket: str, same: bool) -> None:
    assert is_same_subject(said, ticket) is same


@pytest.mark.parametrize(
    ("subject", "changed"),
    [
        ("Касса не видит сканер", False),
        ("Re: Касса не видит сканер", False),
        ("Заявка № 812: Касса не видит сканер — принята", False),
        ("Re: касса", False),
        ("Re: вопрос по 812", False),
        ("[INC812] Ваша заявка", False),
        ("", False),
        ("Re:", False),
        ("Пропуск для курьера", True),
        ("RE: Пропуск для курьера", True),
        ("Пропуск 8120", True),
    ],
)
def test_a_changed_subject_is_seen(subject: str, changed: bool) -> None:
    assert is_new_topic(subject, "Касса не видит сканер", "INC812") is changed


def test_prefixes_are_taken_off() -> None:
    subjects = ("Re: Fwd: A", "Ответ: Б", "В", "Re: [INC1] Г", "[inc1] Re: Д", "[INC12] Е")
    plain = ["A", "Б", "В", "Г", "Д", "[INC12] Е"]
    assert [plain_subject(one, "INC1") for one in subjects] == plain


def test_evidence_is_ordered_by_its_strength_and_each_ticket_stands_once() -> None:
    token = Token(5, Purpose.CLIENT)
    assert pointers([token], [6, 5], [7, 6]) == (
        Pointer(5, Proof.TOKEN, token),
        Pointer(6, Proof.THREAD),
        Pointer(7, Proof.NUMBER),
    )


@pytest.mark.parametrize(
    ("proof", "token", "relation", "closed", "same", "where"),
    [
        # The client: public whatever points at the ticket; `receive` decides what a closed one does.
        (Proof.NUMBER, None, Relation.CLIENT, False, False, Place.CLIENT_MESSAGE),
        (Proof.TOKEN, CLIENT_TOKEN, Relation.CLIENT, True, False, Place.CLIENT_MESSAGE),
        # An employee speaks to the client only in answer to a mail sent to that very employee.
        (Proof.TOKEN, MY_TOKEN, Relation.AGENT, False, True, Place.AGENT_REPLY),
        (Proof.TOKEN, MY_TOKEN, Relation.AGENT, True, True, Place.AGENT_NOTE),
        (Proof.TOKEN, ANOTHERS_TOKEN, Relation.AGENT, False, True, Place.AGENT_NOTE),
        (Proof.TOKEN, NOTE_TOKEN, Relation.AGENT, False, True, Place.AGENT_NOTE),
        (Proof.TOKEN, CLIENT_TOKEN, Relation.AGENT, False, True, Place.AGENT_NOTE),
        (Proof.THREAD, None, Relation.AGENT, False, True, Place.AGENT_NOTE),
        (Proof.NUMBER, None, Relation.AGENT, False, True, Place.AGENT_NOTE),
        # A stranger stays outside the client's sight, and never lands where nobody looks.
        (Proof.TOKEN, MY_TOKEN, Relation.STRANGER, False, True, Place.UNKNOWN_MESSAGE),
        (Proof.THREAD, None, Relation.STRANGER, False, False, Place.UNKNOWN_MESSAGE),
        (Proof.NUMBER, None, Relation.STRANGER, False, True, Place.UNKNOWN_MESSAGE),
        (Proof.NUMBER, None, Relation.STRANGER, False, False, Place.NEW_TICKET),
        (Proof.TOKEN, CLIENT_TOKEN, Relation.STRANGER, True, True, Place.NEW_TICKET),
    ],
)
def test_what_a_mail_may_do_follows_from_who_sent_it(
    proof: Proof, token: Token | None, relation: Relation, closed: bool, same: bool, where: Place
) -> None:
    pointer = Pointer(1, proof, token)
    assert place(pointer, relation, agent_id=AGENT, closed=closed, same_subject=same) is where


@pytest.mark.parametrize("token", [CLIENT_TOKEN, MY_TOKEN, NOTE_TOKEN, Token(2**40, Purpose.CLIENT, 2**40)])
def test_a_token_survives_headers_and_addresses_in_any_case(token: Token) -> None:
    delivery = uuid.uuid4()
    header = tokens.header_with(token, delivery, "desk.test")
    assert len(header) < tokens.LONGEST_HEADER
    for seen in (header, header.upper(), f"<{header}>"):
        assert tokens.in_header(seen) == token
        assert tokens.delivery_in(seen) == delivery
    address = f"support+{tokens.write(token)}@desk.test"
    assert len(address.partition("@")[0]) <= 64, "RFC 5321 allows no longer local part"
    assert tokens.in_address(address.upper()) == token


def test_a_token_that_was_altered_proves_nothing() -> None:
    header = tokens.header_with(CLIENT_TOKEN, uuid.uuid4(), "desk.test")
    for position in range(4, 20):
        altered = header[:position] + ("a" if header[position] != "a" else "b") + header[position + 1 :]
        assert tokens.in_header(altered) is None
        assert tokens.delivery_in(altered) is None
    assert tokens.in_address("support+sales@desk.test") is None
    assert tokens.in_header("otk.@desk.test") is None


def test_a_token_for_one_purpose_is_not_one_for_another() -> None:
    written = {tokens.write(Token(1, purpose, 3)) for purpose in Purpose}
    assert len(written) == len(Purpose)
    for purpose in Purpose:
        read = tokens.read(tokens.write(Token(1, purpose, 3)))
        assert read is not None
        assert read.purpose is purpose
