"""Stage 5, attribute: who says what, and through whom."""
