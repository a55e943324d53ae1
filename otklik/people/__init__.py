"""Users, agents, teams with lead, roles with fine-grained rights, API tokens, the Actor."""
