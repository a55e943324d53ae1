"""Otklik: a service desk. Packages form one stack; see docs/architecture.md."""

__version__ = "0.1.0"
