"""What a user sets for the judges `llm` and `hybrid`, by variables of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from rasad.errors import RasadError

PREFIX = "RASAD_LLM_"
KEYS = ("RASAD_LLM_KEY", "OPENAI_API_KEY")  # the first that is set counts
FORMATS = ("json_schema", "json_object", "text")
_SHARES = frozenset(("doubt_from", "doubt_to", "share"))
OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field `name` is the variable `RASAD_LLM_NAME`; the key is never part of what is printed.

    Attributes:
        model: The model's name at the endpoint; there is no default.
        url: The endpoint, up to `/v1`.
        price_in: What a million tokens of prompts cost, in the currency of `max_cost`.
        price_out: What a million tokens of answers cost.
        max_cost: No request is sent that might bring what was spent, over all runs with this cache, above it.
        max_tokens: The same for prompt and answer tokens together.
        per_minute: Requests a minute, tried-again ones and those of other processes with this cache among them.
        timeout: Seconds that the endpoint may be silent.
        retries: How often a request is sent again after 429, 5xx, a time-out or a broken connection.
        attempts: How many answers are paid for in all where they are no valid JSON.
        answer_tokens: Tokens that an answer may have.
        temperature: Of the sampling; `none`: not sent, for models that refuse it.
        format: How JSON is asked for: `json_schema`, or `json_object` or `text` for endpoints that do not know it.
        cache: The SQLite file of answers and spending.
        base: Of the judge `hybrid`: the judge that codes everything.
        doubt_from: Of `hybrid`: the confidence from which the base is in doubt ...
        doubt_to: ... and below which; equal to `doubt_from`: no sentence is asked about.
        share: Of `hybrid`: the share of the articles that is read whole, from 0 to 1.
    """

    model: str
    url: str = OPENAI
    price_in: float | None = None
    price_out: float | None = None
    max_cost: float | None = None
    max_tokens: int | None = None
    per_minute: int | None = None
    timeout: float = 120.0
    retries: int = 5
    attempts: int = 2
    answer_tokens: int = 4096
    temperature: float | None = 0.0
    format: str = "json_schema"
    cache: str = ""
    base: str = "combined"
    doubt_from: float = 0.3
    doubt_to: float = 0.6
    share: float = 0.0
    key: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return what the environment sets.

        Raises:
            RasadError: A variable is missing, unknown or has a value that it cannot have.
        """
        given = {n.removeprefix(PREFIX).lower(): v for n, v in environment.items() if n.startswith(PREFIX) and v}
        key = next((environment[name] for name in KEYS if environment.get(name)), "")
        given.pop("key", None)
        if unknown := set(given) - set(names()):
            what = f"{PREFIX}{sorted(unknown)[0].upper()} is no setting of the judges llm and hybrid"
            raise RasadError(f"{what}; there are: {', '.join(names())}")
        if "model" not in given:
            raise RasadError(
                f"the judges llm and hybrid need the name of a model: set {PREFIX}MODEL or give --llm model=NAME"
            )
        values = {name: _value(name, text) for name, text in given.items()}
        settings = cls(**{"cache": str(_cache()), **values}, key=key)  # type: ignore[arg-type]
        settings._check()
        return settings

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """Return what so many tokens cost; 0 without prices."""
        return (tokens_in * (self.price_in or 0) + tokens_out * (self.price_out or 0)) / 1_000_000

    @property
    def priced(self) -> bool:
        """Whether both prices are known."""
        return self.price_in is not None and self.price_out is not None

    def _check(self) -> None:
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise RasadError(f"{PREFIX}URL must be an address such as http://localhost:8000/v1")
        if address.username or address.password:  # it would stand in every message about the address
            raise RasadError(f"{PREFIX}URL must not hold a name or password; set {KEYS[0]} instead")
        if self.url == OPENAI and not self.key:
            raise RasadError(f"{OPENAI} needs a key: set {' or '.join(KEYS)}, or {PREFIX}URL to another endpoint")
        if self.format not in FORMATS:
            raise RasadError(f"{PREFIX}FORMAT must be one of {', '.join(FORMATS)}, not {self.format!r}")
        if self.doubt_from > self.doubt_to:
            raise RasadError(
                f"{PREFIX}DOUBT_FROM ({self.doubt_from:g}) must not be above {PREFIX}DOUBT_TO ({self.doubt_to:g})"
            )
        if self.max_cost is not None and not self.priced:
            raise RasadError(f"{PREFIX}MAX_COST needs the prices: set {PREFIX}PRICE_IN and {PREFIX}PRICE_OUT")


def names() -> tuple[str, ...]:
    """Return the names of the settings; the key, which only the environment gives, is none of them."""
    return tuple(f.name for f in fields(Settings) if f.name != "key")


def _value(name: str, text: str) -> str | int | float | None:
    kinds = {f.name: str(f.type) for f in fields(Settings)}
    kind = kinds[name]
    if kind == "str":
        return text.rstrip("/") if name == "url" else text
    if name == "temperature" and text.lower() == "none":
        return None
    least = {"timeout": 0.001, "attempts": 1, "answer_tokens": 1, "per_minute": 1}.get(name, 0)
    try:
        number = int(text) if kind.startswith("int") else float(text)
    except ValueError:
        number = -1
    if name in _SHARES and not 0 <= number <= 1:
        raise RasadError(f"{PREFIX}{name.upper()} must be a number from 0 to 1, not {text!r}")
    if not least <= number < float("inf"):
        what = "a whole number" if kind.startswith("int") else "a number"
        raise RasadError(f"{PREFIX}{name.upper()} must be {what} of at least {least}, not {text!r}")
    return number


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "rasad" / "llm.sqlite"


__all__ = ["KEYS", "PREFIX", "Settings", "names"]
