"""Channels: the ways a message comes in and goes out. One folder a kind, removable by deleting it."""
