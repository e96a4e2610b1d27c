"""Arabic script and morphology, as far as every stage needs them: letters, numerals, clitics, inflection."""
