"""Rules of shape that no linter knows. Each says in its message what to do instead."""
