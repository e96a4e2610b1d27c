"""Exports of stored records."""
