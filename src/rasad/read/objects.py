"""One JSON object to one record, for every format that holds JSON."""

from __future__ import annotations

import orjson

from rasad.errors import InputError, Problem
from rasad.read.stream import Record


def record(text: str, place: str) -> Record | Problem:
    """Return the record of the text of one JSON object, or the problem with it."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Problem.from_error(bad_json(str(error), place), stage="read", place=place)
    if not isinstance(value, dict):
        message = "an article must be an object {...} of named fields"
        return Problem("read", "bad-json", place, f"{message}, not {type(value).__name__}")
    return Record(value, place)


def bad_json(why: str, place: str) -> InputError:
    """Return the error for JSON that breaks the rules."""
    if "surrogate" in why:
        return InputError(f"half a surrogate pair, which is no character: {why}", code="surrogate", place=place)
    return InputError(f"this is not valid JSON: {why[:200]}", code="bad-json", place=place)
