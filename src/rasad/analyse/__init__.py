"""Stage 3, analyse: sentences, words, clitics, parts of speech."""
