"""Real peers and real processes for tests: databases, mail servers, our own program, a browser."""
