"""Migrations of canned replies."""
