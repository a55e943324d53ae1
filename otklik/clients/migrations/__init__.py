"""Migrations of clients."""
