"""Every answer that was paid for, and what it cost: one SQLite file, for any number of processes and runs.

An answer is written, with its cost, in one transaction as soon as it is there and before anybody looks at it: a batch
that is killed and started again finds it and does not ask again, though it be of no use. Money is set aside before a
request is sent, so that processes beside each other do not spend above the ceiling together.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rasad.errors import AnswerError, RasadError

_TABLES = """
create table if not exists answers (
    request text, attempt integer, content text, finish text, tokens_in integer, tokens_out integer, cost real,
    primary key (request, attempt)
) without rowid;
create table if not exists reserved (id integer primary key, tokens integer, cost real);
create table if not exists sent (at real);
"""
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    Attributes:
        content: Its text.
        finish: Why it ended: `stop`, `length`, ...
        tokens_in: Tokens of the prompt.
        tokens_out: Tokens of the answer.
        new: Whether it was paid for just now, and not kept from before.
    """

    content: str
    finish: str
    tokens_in: int
    tokens_out: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class Spent:
    """What was paid for so far, with what is set aside for requests under way (or cut off by a kill)."""

    answers: int
    tokens_in: int
    tokens_out: int
    reserved: int
    cost: float


class Ledger:
    """Answers and spending on disk."""

    def __init__(self, path: str) -> None:
        """Open the file, or make it.

        Raises:
            RasadError: It cannot be opened, or is no SQLite file.
        """
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            # Autocommit: transactions are begun where they are needed. The second process waits for the first.
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            self._db.execute("pragma journal_mode = wal")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise RasadError(f"cannot keep answers in {path}: {error}; set RASAD_LLM_CACHE to another file") from error

    def answer(self, request: str, attempt: int) -> Answer | None:
        """Return what was answered to a request at an attempt, `None` where nothing was."""
        row = self._db.execute(
            "select content, finish, tokens_in, tokens_out from answers where request = ? and attempt = ?",
            (request, attempt),
        ).fetchone()
        return Answer(*row) if row else None

    def reserve(self, tokens: int, cost: float, max_tokens: int | None, max_cost: float | None) -> int:
        """Set tokens and money aside for a request; return the number of the reservation.

        Raises:
            AnswerError: That would go above a ceiling (`llm-ceiling`).
        """
        with self._transaction():
            spent = self.spent()
            used = spent.tokens_in + spent.tokens_out + spent.reserved
            for what, now, more, ceiling in (
                ("cost", spent.cost, cost, max_cost),
                ("tokens", used, tokens, max_tokens),
            ):
                if ceiling is not None and now + more > ceiling:
                    raise AnswerError(
                        f"not sent: {what} {now:,.6g} so far, up to {more:,.6g} more, the ceiling is {ceiling:,.6g}; "
                        f"raise RASAD_LLM_MAX_{what.upper()} and run the same command again, answers are kept",
                        code="llm-ceiling",
                    )
            return int(
                self._db.execute("insert into reserved (tokens, cost) values (?, ?)", (tokens, cost)).lastrowid or 0
            )

    def release(self, reservation: int) -> None:
        """Give back what was set aside for a request that nobody answered."""
        self._db.execute("delete from reserved where id = ?", (reservation,))

    def settle(self, reservation: int, request: str, attempt: int, answer: Answer, cost: float) -> None:
        """Keep an answer with its cost, in place of what was set aside for it."""
        row = (request, attempt, answer.content, answer.finish, answer.tokens_in, answer.tokens_out, cost)
        with self._transaction():
            self._db.execute("insert or replace into answers values (?, ?, ?, ?, ?, ?, ?)", row)
            self.release(reservation)

    def spent(self) -> Spent:
        """Return what was paid for by all runs with this file."""
        count, tokens_in, tokens_out, cost = self._db.execute(
            "select count(*), ifnull(sum(tokens_in), 0), ifnull(sum(tokens_out), 0), ifnull(sum(cost), 0) from answers"
        ).fetchone()
        tokens, aside = self._db.execute("select ifnull(sum(tokens), 0), ifnull(sum(cost), 0) from reserved").fetchone()
        return Spent(count, tokens_in, tokens_out, tokens, cost + aside)

    def take_turn(self, per_minute: int | None) -> None:
        """Wait until a request may be sent, of so many a minute over all processes."""
        while per_minute is not None:
            with self._transaction():
                now = time.time()
                self._db.execute("delete from sent where at <= ? or at > ?", (now - _MINUTE, now))
                times = [at for (at,) in self._db.execute("select at from sent order by at")]
                if len(times) < per_minute:
                    self._db.execute("insert into sent values (?)", (now,))
                    return
            time.sleep(max(0.01, times[0] + _MINUTE - now))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")


__all__ = ["Answer", "Ledger", "Spent"]
