"""Migrations of mass messages."""
