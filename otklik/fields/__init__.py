"""Custom fields: what an installation wants to know of tickets, clients and whatever else owns some."""
