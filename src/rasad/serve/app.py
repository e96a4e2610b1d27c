"""The application: the store behind it, the routes of `api` and `pages`, the guards before them."""

from __future__ import annotations

import importlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
import orjson
from fastapi import FastAPI
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

import rasad
from rasad import parts
from rasad.errors import RasadError
from rasad.serve import accounts, faults, security, site
from rasad.serve.jobs import Jobs
from rasad.serve.settings import Settings
from rasad.store import Store

# Routes that run at once, each in a thread. SQLite lets the interpreter's lock go at every row; with many threads each
# row then waits for its turn, and all together get less done than a few.
_AT_ONCE = 3
_ABOUT = "Arabic news as sourced event records: find, check, correct, export. Every page of the site has its `.json`."


class Json(JSONResponse):
    """JSON of whatever a store holds: half of a surrogate pair, which UTF-8 has not, is escaped as JSON can."""

    def render(self, content: Any) -> bytes:
        """Return the bytes."""
        try:
            return orjson.dumps(content)
        except TypeError:  # half surrogate pairs, integers above 64 bits
            return json.dumps(content, allow_nan=False).encode()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; it opens its store when it starts and closes it when it ends.

    Raises:
        RasadError: The pages' scripts and styles were not built, or nobody could sign in who has to.
    """
    settings = settings or Settings()
    if not (site.STATIC / "rasad.js").is_file():
        raise RasadError("the pages' scripts are not built; `pip install -e .` builds them (it needs the npm registry)")
    app = FastAPI(
        title="Rasad",
        version=rasad.__version__,
        description=_ABOUT,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=faults.RESPONSES,
        default_response_class=Json,
    )
    app.state.settings = settings
    limits = settings.limits
    app.state.rates = {name: security.Rate(getattr(limits, name)) for name in ("writes", "reads", "logins")}
    faults.tell(app)
    app.add_middleware(accounts.Strangers, settings=settings)
    security.protect(app, settings)
    for package in ("rasad.serve.api", "rasad.serve.pages"):
        for name in parts.names(package):
            app.include_router(importlib.import_module(f"{package}.{name}").router)
    app.include_router(site.router)
    app.mount("/static", StaticFiles(directory=site.STATIC), name="static")
    app.add_api_route("/favicon.ico", _favicon, include_in_schema=False)
    return app


def check_users(settings: Settings, store: Store) -> None:
    """Check that there is somebody who can sign in, where one has to.

    Raises:
        RasadError: There is nobody.
    """
    if settings.accounts and not any(user.disabled is None for user in store.accounts.users()):
        raise RasadError(
            "others could reach this server, so users sign in, and there is none yet: make one first, "
            "`rasad user add NAME --role admin` (with the same --db)"
        )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    anyio.to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    with Store.open(settings.db) as store:
        check_users(settings, store)
        app.state.store, app.state.accounts, app.state.jobs = store, store.accounts, Jobs(settings)
        try:
            yield
        finally:
            app.state.jobs.close()


async def _favicon() -> RedirectResponse:
    return RedirectResponse("/static/favicon.svg", 301)


__all__ = ["check_users", "create_app"]
