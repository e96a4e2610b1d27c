"""Judges: how candidates become events. One file each, with one class `Judge` (`rasad.events.judging.Judge`)."""
