"""Migrations of the mail channel."""
