"""Stage 6, events: triggers, status, who does what to whom."""
