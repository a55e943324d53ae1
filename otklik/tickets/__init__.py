"""The ticket, its thread, statuses and lifecycle."""
