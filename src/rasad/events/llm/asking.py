"""Requests to an endpoint that speaks OpenAI's protocol: sent again, paced, within the ceiling, each paid for once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

import openai

from rasad.errors import AnswerError
from rasad.events.llm import answers, prompt
from rasad.events.llm.answers import shown
from rasad.events.llm.ledger import Answer, Ledger
from rasad.events.llm.settings import KEYS, OPENAI, PREFIX, Settings

_LETTERS_A_TOKEN = 2  # of prompts, for what is set aside; Arabic has 2 to 4 in the vocabularies of today's models
_HOPELESS = frozenset((400, 401, 403, 404, 405, 422))  # the next article would be told the same


class Asker:
    """Asks one model about one text at a time; nothing of a text goes into the request about another."""

    def __init__(self, settings: Settings) -> None:
        """Open the ledger and the connection."""
        self.settings = settings
        self.ledger = Ledger(settings.cache)
        self._refused: AnswerError | None = None
        self._client = openai.OpenAI(
            api_key=settings.key or "none",  # endpoints of one's own often want none
            base_url=settings.url,
            timeout=settings.timeout,
            max_retries=settings.retries,
            http_client=openai.DefaultHttpxClient(
                event_hooks={"request": [lambda _: self.ledger.take_turn(settings.per_minute)]}
            ),
        )

    def ask(self, article: str, attempt: int) -> Answer:
        """Return the answer about an article's sentences: the kept one, else a new one.

        Args:
            article: The sentences, as `prompt.article` writes them.
            attempt: 0, or how many answers about them were of no use.

        Raises:
            AnswerError: There is none: the code says why.
        """
        body = self._body(article)
        request = hashlib.sha256(f"{self.settings.url}\x1f{json.dumps(body, sort_keys=True)}".encode()).hexdigest()
        if kept := self.ledger.answer(request, attempt):
            return kept
        if self._refused:
            raise self._refused
        settings = self.settings
        most_in = sum(len(m["content"]) for m in body["messages"]) // _LETTERS_A_TOKEN
        most = most_in + settings.answer_tokens
        cost = settings.cost(most_in, settings.answer_tokens)
        reservation = self.ledger.reserve(most, cost, settings.max_tokens, settings.max_cost)
        try:
            answer = self._send(body, most_in)
        except Exception:
            self.ledger.release(reservation)
            raise
        self.ledger.settle(reservation, request, attempt, answer, settings.cost(answer.tokens_in, answer.tokens_out))
        return replace(answer, new=True)

    def spent(self) -> str:
        """Return what was paid for so far, by all runs with this cache, in words."""
        spent, settings = self.ledger.spent(), self.settings
        cost = f", cost {spent.cost:,.4f}" if settings.priced else ""
        return (
            f"the language model was paid for {spent.answers:,} answers so far: "
            f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out{cost} ({settings.cache})"
        )

    def _body(self, article: str) -> dict[str, Any]:
        settings = self.settings
        # OpenAI's newer models refuse the old name of the limit, other endpoints often do not know the new one.
        limit = "max_completion_tokens" if settings.url == OPENAI else "max_tokens"
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": [
                {"role": "system", "content": prompt.instructions()},
                {"role": "user", "content": article},
            ],
            limit: settings.answer_tokens,
        }
        if settings.temperature is not None:
            body["temperature"] = settings.temperature
        if settings.format == "json_schema":
            form = {"name": "events", "strict": True, "schema": answers.schema()}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        elif settings.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _send(self, body: dict[str, Any], most_in: int) -> Answer:
        try:
            raw = self._client.chat.completions.with_raw_response.create(**body).content
        except openai.APITimeoutError:
            raise self._fault(
                "llm-timeout", f"no answer within {self.settings.timeout:g} s; RASAD_LLM_TIMEOUT"
            ) from None
        except openai.APIConnectionError as error:
            raise self._fault("llm-connection", f"the connection broke: {error.__cause__ or error}") from None
        except openai.APIStatusError as error:
            raise self._refusal(error) from None
        return _answer(raw, most_in)

    def _refusal(self, error: openai.APIStatusError) -> AnswerError:
        status = error.status_code
        if status in (401, 403):  # what the endpoint says here may hold part of the key
            fault = self._fault("llm-refused", f"status {status}: the key is missing or not allowed; set {KEYS[0]}")
        elif status == 429:
            fault = self._fault("llm-rate-limit", f"status 429: too many requests; set {PREFIX}PER_MINUTE")
        else:
            code = "llm-refused" if status in _HOPELESS else "llm-server-error"
            fault = self._fault(code, f"status {status}: {shown(self._safe(error.message), 300)}")
        if status in _HOPELESS - {400, 422}:  # these may be the fault of one article's text
            self._refused = fault
        return fault

    def _fault(self, code: str, what: str) -> AnswerError:
        tried = f" (tried {self.settings.retries + 1} times)" if code in _TRIED_AGAIN else ""
        return AnswerError(f"{self.settings.url}, model {self.settings.model}: {self._safe(what)}{tried}", code=code)

    def _safe(self, text: str) -> str:
        return text.replace(self.settings.key, "***") if self.settings.key else text


_TRIED_AGAIN = frozenset(("llm-timeout", "llm-connection", "llm-rate-limit", "llm-server-error"))


def _answer(raw: bytes, most_in: int) -> Answer:
    """Return what a completion says; what it leaves out of its use of tokens is counted high.

    Raises:
        AnswerError: It is no completion (`llm-no-answer`), or the model refuses (`llm-declined`).
    """
    try:
        completion = json.loads(raw)
        choice = completion["choices"][0]
        message, finish = choice["message"], str(choice.get("finish_reason") or "")
        content = message.get("content")
        usage = completion.get("usage") or {}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        begun = shown(raw[:400].decode("utf8", "replace"))
        raise AnswerError(f"the endpoint sent no chat completion: {begun}", code="llm-no-answer") from None
    content = content if isinstance(content, str) else ""
    if not content and (refusal := message.get("refusal")):
        finish = f"refused: {shown(str(refusal), 200)}"
    counted = [usage.get(name) if isinstance(usage, dict) else None for name in ("prompt_tokens", "completion_tokens")]
    tokens_in, tokens_out = (
        number if isinstance(number, int) and 0 <= number < 10**9 else most
        for number, most in zip(counted, (most_in, len(content)), strict=True)
    )
    # A lone surrogate, which JSON can hold and SQLite cannot, is in no article either.
    return Answer(content.encode("utf8", "replace").decode(), finish, tokens_in, tokens_out)


@cache
def asker(settings: Settings) -> Asker:
    """Return who asks with these settings: one connection and one ledger for all judges of a process."""
    return Asker(settings)


__all__ = ["Asker", "asker"]
