"""Measuring coded events against annotated articles."""
