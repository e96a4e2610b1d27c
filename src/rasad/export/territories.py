"""Countries by their ISO 3166 alpha-2 code: English name and numeric code, from Unicode CLDR by Babel."""

from __future__ import annotations

from functools import cache


@cache
def english(alpha2: str | None) -> str | None:
    """Return the English name of a country, `None` for an unknown code."""
    from babel import Locale

    return Locale("en").territories.get(alpha2) if alpha2 else None


@cache
def numeric(alpha2: str | None) -> int | None:
    """Return the ISO 3166 numeric code of a country, `None` where CLDR knows none."""
    from babel.core import get_global

    codes = (code for code, now in get_global("territory_aliases").items() if now == [alpha2] and code.isdigit())
    found = min(codes, key=lambda code: (len(code) != 3, code), default=None)
    return int(found) if found and len(found) == 3 else None
