"""Canned replies: texts written once and put into answers, with what the ticket knows filled in (WORK-4)."""
