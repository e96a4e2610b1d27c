"""A server on this machine that speaks OpenAI's protocol, answers well, and does whatever else a test wants."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rasad.coder import Coded

Event = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What is sent: a status, headers and a body of which only a part may be sent before the connection is cut."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass(frozen=True)
class Asked:
    """A request: the article as it was sent, and how often this article was asked about before."""

    article: dict[str, Any]
    before: int
    body: dict[str, Any]
    key: str

    @property
    def text(self) -> str:
        return " ".join(sentence["text"] for sentence in self.article["sentences"])


Behaviour = Callable[[Asked], Reply]


def event(trigger: str, kind: str = "PROTEST", **more: Any) -> Event:
    """An event as a model tells it."""
    told = {"sentence": 0, "type": kind, "status": "actual", "mode": [], "context": [], "trigger": trigger}
    rest = {
        "actors": [],
        "recipients": [],
        "place": "",
        "time": "",
        "numbers": [],
        "attribution": [],
        "confidence": 0.9,
    }
    return told | rest | more


def completion(content: str, finish: str = "stop", **more: Any) -> Reply:
    """A chat completion with some content."""
    message = {"role": "assistant", "content": content, **more}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    body = {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "usage": usage}
    body["choices"] = [{"index": 0, "message": message, "finish_reason": finish}]
    return Reply(json.dumps(body).encode())


def told(asked: Asked, *events: Event) -> Reply:
    """A good answer with some events."""
    return completion(json.dumps({"article": asked.article["article"], "events": list(events)}, ensure_ascii=False))


class Endpoint:
    """The running server; `behave` may be changed at any time.

    Attributes:
        asked: All requests in their order.
        answered: How often each text got a whole reply with status 200: what a provider would charge for.
    """

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.asked: list[Asked] = []
        self.answered: Counter[str] = Counter()
        self.url = ""

    def take(self, body: dict[str, Any], key: str) -> tuple[Asked, Reply]:
        article = json.loads(body["messages"][-1]["content"])
        asked = Asked(article, sum(a.article == article for a in self.asked), body, key)
        self.asked.append(asked)
        return asked, self.behave(asked)


@contextmanager
def serving(behave: Behaviour) -> Iterator[Endpoint]:
    """Run the server for as long as the block."""
    endpoint = Endpoint(behave)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked, reply = endpoint.take(body, self.headers.get("Authorization", ""))
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body[: reply.cut])
                self.wfile.flush()
            except OSError:  # the client did not wait for it, or was killed
                return
            if reply.cut is not None:
                self.close_connection = True
            elif reply.status == 200:
                endpoint.answered[asked.text] += 1

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()


TEXT = "عاد الهدوء إلى الشوارع. وقالت وزارة الداخلية العراقية إن الشرطة اعتقلت 12 متظاهرا أمس في مدينة الزبير."
KEY = "sk-secret-of-the-test"
GOOD = event(
    "اعتقلت",
    "COERCE",
    sentence=1,
    mode=["arrest"],
    context=["legal"],
    actors=["الشرطة"],
    recipients=["12 متظاهرا"],
    place="الزبير",
    time="أمس",
    numbers=["12 متظاهرا"],
    attribution=["وزارة الداخلية العراقية"],
)


def codes(coded: Coded) -> list[str]:
    return [problem.code for problem in coded.problems]
