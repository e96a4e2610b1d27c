"""Stage 8, store: records kept, machine output and human decisions apart."""
