"""Stage 4, mentions: persons, organisations, places, times, quantities."""
