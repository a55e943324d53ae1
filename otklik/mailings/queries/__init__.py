"""Reads of mass messages."""

from otklik.mailings.queries.audiences import Candidate, Reach, reach_of, sample_of
from otklik.mailings.queries.letters import (
    kept_files,
    letter_of,
    next_waiting,
    recipient_by_id,
    recipient_by_uid,
)
from otklik.mailings.queries.listing import (
    MailingRow,
    Progress,
    RecipientRow,
    mailings_page,
    recipients_page,
    standing_of,
)
from otklik.mailings.queries.naming import (
    Found,
    Named,
    companies_named,
    contacts_addressed,
    contracts_numbered,
    named,
)
from otklik.mailings.queries.results import Answer, Results, results_of
from otklik.mailings.queries.unsubscriptions import Unwanted, unsubscriptions_of

__all__ = [
    "Answer",
    "Candidate",
    "Found",
    "MailingRow",
    "Named",
    "Progress",
    "Reach",
    "RecipientRow",
    "Results",
    "Unwanted",
    "companies_named",
    "contacts_addressed",
    "contracts_numbered",
    "kept_files",
    "letter_of",
    "mailings_page",
    "named",
    "next_waiting",
    "reach_of",
    "recipient_by_id",
    "recipient_by_uid",
    "recipients_page",
    "results_of",
    "sample_of",
    "standing_of",
    "unsubscriptions_of",
]
