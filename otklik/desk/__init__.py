"""The staff desk: list, card, new ticket, clients. Thin: parse, fetch for the actor, command, render."""
