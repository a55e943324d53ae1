"""Which fields each face of a ticket has."""

FOR_ALL = {
    "number", "uid", "subject", "status", "type", "service", "priority", "contact", "company", "via",
    "site", "asset",
    "created_at", "updated_at", "resolved_at", "closed_at", "postponed_until", "assignee",
    "closes_at", "outcome", "rating", "fields",
}  # fmt: skip
FOR_CLIENTS = FOR_ALL | {"waits_for_you"}
FOR_STAFF = FOR_ALL | {
    "turn", "turn_since", "client_waits", "categories", "team", "initiator", "contact_name", "contact_email",
    "contact_phone", "mailbox", "brand", "language", "due_at", "postponed_why", "first_reply_at", "reopened",
    "messages", "files", "preview", "last_author", "version", "remind_at", "complaint_at", "review_since",
    "contract", "react_by", "stage", "processing",
}  # fmt: skip
CARD = FOR_STAFF | {"links", "observers", "next_statuses"}
