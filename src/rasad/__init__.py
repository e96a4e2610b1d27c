"""Rasad reads Arabic news and writes down sourced event records."""

__version__ = "0.1.0"
