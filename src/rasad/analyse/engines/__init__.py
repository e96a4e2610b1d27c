"""Analysis engines: one file each."""
