"""The versions of the store, one file each."""
