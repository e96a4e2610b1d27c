"""Stage 1, read: from files, folders, globs and standard input to articles."""
