"""Migrations of automation."""
