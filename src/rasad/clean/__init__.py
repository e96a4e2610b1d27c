"""Stage 2, clean: what of a text is story, what is page; whether it is Arabic."""
