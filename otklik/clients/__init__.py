"""Companies and contacts, and who among the staff knows them."""
