"""Stage 7, link: from words to the world."""
