"""Administration: what is set up, what went out, what was given up. Own pages, no generated admin."""
