"""Migrations of rules."""
