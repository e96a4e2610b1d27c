"""What the workbench says, in Arabic and English: strings, names of codes, numbers and days in words.

The strings are `vocabulary/interface.toml`, each as `[Arabic, English]`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasad import ontology, vocabulary
from rasad.errors import VocabularyError

LANGUAGES = ("ar", "en")
THEMES = ("light", "dark", "auto")
# What the scripts of a page need to say; given to them as one JSON block of the page.
SCRIPT_KEYS = (
    "about actor add_event add_needs against cancel choose_field clear_field conflict correct count events "
    "graph_label ingesting load_failed loading map_label marked_as marking_help may_not_decide new_events "
    "note_optional nothing_here nothing_to_undo offline period places recipient save saved select_first "
    "selected_words show_now show_on_map show_them since sources status table_of timeline_label together "
    "try_again type until zoom_in zoom_out"
).split()


@dataclass(frozen=True, slots=True)
class Words:
    """What the workbench says in one language.

    Attributes:
        language: `ar` or `en`.
    """

    language: str

    @property
    def direction(self) -> str:
        """Return the direction of the page: `rtl` or `ltr`."""
        return "rtl" if self.language == "ar" else "ltr"

    def say(self, key: str, **values: object) -> str:
        """Return a string of the interface with its braces filled in.

        Raises:
            VocabularyError: There is no such string.
        """
        try:
            text = self._pick(_strings()["ui"][key])
        except KeyError:
            raise VocabularyError(f"interface.toml has no string ui.{key}") from None
        return text.format(**values) if values else text

    def name(self, table: str, code: object) -> str:
        """Return the name of a code, the code itself where the table has none; empty for `None`."""
        if code is None:
            return ""
        pair = _strings()[table].get(str(code))
        return self._pick(pair) if pair else str(code)

    def names(self, table: str) -> dict[str, str]:
        """Return every code of a table with its name, in the order of the file."""
        return {code: self._pick(pair) for code, pair in _strings()[table].items()}

    def country(self, code: str | None) -> str:
        """Return the name of a country by its alpha-2 or alpha-3 code, else the name of PLOVER's non-state code."""
        if not code:
            return ""
        row = _countries().get(code)
        return row["name" if self.language == "ar" else "name_en"] if row else self.name("codes", code)

    def unit(self, code: str) -> str:
        """Return the name of what a number counts; of money, the currency by its ISO 4217 code."""
        from babel.core import UnknownLocaleError
        from babel.numbers import get_currency_name

        if code in _strings()["units"]:
            return self.name("units", code)
        try:
            return get_currency_name(code, locale=self.language)
        except (UnknownLocaleError, ValueError):
            return code

    def number(self, value: float | None, digits: int = 0) -> str:
        """Return a number with separators of thousands, in the digits that the press of both languages uses online."""
        return "" if value is None else f"{value:,.{digits}f}"

    def percent(self, share: float | None) -> str:
        """Return a share of one as a percentage."""
        if share is None:
            return ""
        return f"{round(share * 100)}%" if self.language == "en" else f"{round(share * 100)}٪"

    def day(self, day: str | datetime.date | None) -> str:
        """Return an ISO day in words; the text itself where it is none."""
        from babel.dates import format_date

        if not day:
            return ""
        try:
            found = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day[:10])
        except ValueError:
            return str(day)
        return format_date(found, "d MMMM y", locale=self.language)

    def span(self, first: str | None, last: str | None) -> str:
        """Return a span of days in words; a whole month or year by its name, one day once."""
        from babel.dates import format_date

        if not first or not last or first == last:
            return self.day(first or last)
        since, until = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        after = until + datetime.timedelta(days=1)
        if since.day == 1 and after.day == 1 and (since.year, since.month) == (until.year, until.month):
            return format_date(since, "MMMM y", locale=self.language)
        if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and since.year == until.year:
            return str(since.year)
        return f"{self.day(since)} – {self.day(until)}"

    def moment(self, at: str | None) -> str:
        """Return an ISO date-time as day and time of day; the text itself where it is none."""
        if not at:
            return ""
        try:
            found = datetime.datetime.fromisoformat(at)
        except ValueError:
            return at
        comma = "،" if self.language == "ar" else ","
        return f"{self.day(found.date())}{comma} {found:%H:%M}"

    def for_scripts(self) -> dict[str, Any]:
        """Return what the scripts of a page say: strings, names of types, roles and sizes."""
        tables = ("types", "roles", "tags", "statuses", "resolution", "quads", "sizes")
        quads = {code: ontology.quad_code(code) for code in ontology.types()}
        strings = {key: self.say(key) for key in SCRIPT_KEYS}
        return {"language": self.language, "quad": quads, "ui": strings, **{t: self.names(t) for t in tables}}

    def _pick(self, pair: list[str]) -> str:
        return pair[LANGUAGES.index(self.language)]


def words(language: str) -> Words:
    """Return the words of a language, Arabic for one that there is not."""
    return Words(language if language in LANGUAGES else LANGUAGES[0])


def preferred(cookie: str | None, accepted: str | None) -> str:
    """Return the language to speak: the one chosen, else the first of the browser's that there is, else Arabic."""
    if cookie in LANGUAGES:
        return str(cookie)
    wishes = []
    for place, part in enumerate((accepted or "").split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if (language := tag.split("-")[0].lower()) in LANGUAGES and weight > 0:
            wishes.append((-weight, place, language))
    return min(wishes)[2] if wishes else LANGUAGES[0]


@cache
def _strings() -> dict[str, dict[str, list[str]]]:
    return {table: rows for table, rows in vocabulary.load("interface").items() if isinstance(rows, dict)}


@cache
def _countries() -> dict[str, dict[str, Any]]:
    rows = vocabulary.load("countries")["country"]
    return {row[key]: row for row in rows for key in ("alpha2", "alpha3") if key in row}
