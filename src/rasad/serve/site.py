"""The pages' templates: `render(request, "events.html", data)` returns a page in the language of who asks.

What a template may use beside its `data`: `t(key)`, `label(table, code)`, `country(code)`, `span(first, last)`; the
filters `number`, `percent`, `day`, `moment`; `sentence(record)` and `whole(text, events)` for texts with words marked,
`plain` for other texts of articles; `in_arabic(table, text)` and `in_english(text)` for what Rasad writes in English;
`asset(name)` for static files; `with_query(...)` for the same page with other parameters. Texts are escaped unless they
are markup already.

`request.state.user` (`None` or an object with `name` and `role`) and `request.state.csrf` are set by the accounts part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

import rasad
from rasad import ontology
from rasad.record import Record
from rasad.serve import interface, told
from rasad.serve.interface import Words
from rasad.serve.marks import Mark, marked, record_marks

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
_YEAR = 365 * 24 * 3600
Query = list[tuple[str, str]]

router = APIRouter(include_in_schema=False)


def render(request: Request, template: str, data: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """Return a page.

    Args:
        request: Whose page it is: its cookies say language and theme.
        template: A file of `templates/`.
        data: What the template's head says that it needs.
        status: The HTTP status.
    """
    said = words_of(request)
    theme = request.cookies.get("theme", "auto")
    page = {
        "said": said,
        "lang": said.language,
        "dir": said.direction,
        "theme": theme if theme in interface.THEMES else "auto",
        "user": getattr(request.state, "user", None),
        "csrf": getattr(request.state, "csrf", ""),
        "path": request.url.path,
        "here": _here(request),
        "query": list(request.query_params.multi_items()),
    }
    html = environment().get_template(template).render({**data, **page})
    # What a text holds may not be encodable (lone surrogates outside marked texts); a page is shown all the same.
    body = html.encode("utf-8", errors="replace")
    return HTMLResponse(body, status, headers={"Content-Language": said.language, "Vary": "Cookie, Accept-Language"})


def words_of(request: Request) -> Words:
    """Return the words of the language that a request's cookie or browser asks for."""
    return interface.words(
        interface.preferred(request.cookies.get("lang"), request.headers.get("accept-language")),
    )


@cache
def environment() -> Environment:
    """Return the templates with their filters; an unknown name in a template is an error."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals.update(
        asset=asset,
        version=rasad.__version__,
        types=ontology.types(),
        statuses=ontology.STATUSES,
        quad=ontology.quad_code,
        t=pass_context(lambda context, key, **values: _said(context).say(key, **values)),
        label=pass_context(lambda context, table, code: _said(context).name(table, code)),
        labels=pass_context(lambda context, table: _said(context).names(table)),
        country=pass_context(lambda context, code: _said(context).country(code)),
        unit=pass_context(lambda context, code: _said(context).unit(code)),
        span=pass_context(lambda context, first, last: _said(context).span(first, last)),
        sentence=pass_context(_sentence),
        whole=pass_context(_whole),
        marked_in=pass_context(_marked_in),
        in_arabic=told.arabic,
        in_english=told.english,
        with_query=pass_context(_with_query),
        address=address,
        scripts_say=pass_context(lambda context: as_json(_said(context).for_scripts())),
    )
    env.filters.update(
        number=pass_context(lambda context, value, digits=0: _said(context).number(value, digits)),
        percent=pass_context(lambda context, value: _said(context).percent(value)),
        day=pass_context(lambda context, value: _said(context).day(value)),
        moment=pass_context(lambda context, value: _said(context).moment(value)),
        as_json=as_json,
        plain=marked,
    )
    return env


@cache
def asset(name: str) -> str:
    """Return the address of a static file, with the hash of what it was built from, so that it may be kept for long."""
    stamp = STATIC / ".sources"
    version = stamp.read_text(encoding="ascii")[:12] if stamp.is_file() else "0"
    return f"/static/{name}?v={version}"


def address(path: str, **parameters: str | list[str] | None) -> str:
    """Return a path with parameters, which are any text: ids of articles and actors are."""
    given = {key: value for key, value in parameters.items() if value not in (None, "", [])}
    return f"{path}?{_encoded(given)}" if given else path


def as_json(value: Any) -> Markup:
    """Return a value as JSON that may stand in a `<script type="application/json">` of a page."""
    text = json.dumps(value, ensure_ascii=True)
    for char in "<>&'":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # what could end the element was replaced above


@router.get("/language")
def choose_language(to: str, back: str = "/") -> RedirectResponse:
    """Keep the language that a reader chose and go back."""
    return _chosen("lang", to if to in interface.LANGUAGES else interface.LANGUAGES[0], back)


@router.get("/theme")
def choose_theme(to: str, back: str = "/") -> RedirectResponse:
    """Keep the theme that a reader chose and go back."""
    return _chosen("theme", to if to in interface.THEMES else "auto", back)


def _chosen(cookie: str, value: str, back: str) -> RedirectResponse:
    # Only ways within the site: `//host` and `/\host` are addresses of another.
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    answer = RedirectResponse(quote(back, safe="/?&=%:;,+@!$'()*~#-._") if inside else "/", 303)
    answer.set_cookie(cookie, value, max_age=_YEAR, samesite="lax", httponly=True)
    return answer


def _said(context: Context) -> Words:
    said: Words = context["said"]
    return said


def _sentence(context: Context, record: Record, names: bool = False) -> Markup:
    """Return a record's sentence with its words marked."""
    tags = _said(context).names("tags") if names else None
    return marked(record["text"], record_marks(record, tags), record["text_info"]["start"])


def _whole(context: Context, text: str, events: list[Record], quotes: list[dict[str, Any]] = ()) -> Markup:  # type: ignore[assignment]
    """Return an article's text with the words of its events marked, and what is quoted."""
    tags = _said(context).names("tags")
    marks = [m for record in events for m in record_marks(record, tags, event=True)]
    marks += [Mark(q["start"], q["end"], "quote", f"quote[{i}]") for i, q in enumerate(quotes)]
    return marked(text, marks)


def _marked_in(context: Context, text: str, record: Record) -> Markup:
    """Return an article's text with the sentence and the words of one record marked."""
    around = Mark(record["text_info"]["start"], record["text_info"]["end"], "sentence", "text")
    return marked(text, [around, *record_marks(record, _said(context).names("tags"))])


def _with_query(context: Context, path: str | None = None, **changes: str | list[str] | None) -> str:
    """Return the address of this page, or of another, with some parameters changed and the cursor left out.

    A list takes the place of all values of its name, `None` removes them.
    """
    kept: Query = [(k, v) for k, v in context["query"] if k not in changes and k != "after" and v]
    given = {k: v for k, v in changes.items() if v not in (None, "", [])}
    query = "&".join(part for part in (_encoded(kept), _encoded(given)) if part)
    target = path or context["path"]
    return f"{target}?{query}" if query else target


def _encoded(parameters: Mapping[str, Any] | Query) -> str:
    return urlencode(parameters, doseq=True, errors="replace")


def _here(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


__all__ = ["STATIC", "address", "asset", "environment", "render", "router", "words_of"]
