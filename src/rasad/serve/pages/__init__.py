"""The pages, one module each with its `router`: what a page shows is a function's data, at its address and as JSON.

`@page(router, "/events", "events.html")` makes of a function that returns data two routes: `/events`, its template
filled in, and `/events.json`, the data itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from rasad.serve import site

Data = dict[str, Any]


def page(router: APIRouter, path: str, template: str) -> Callable[[Callable[..., Data]], Callable[..., Data]]:
    """Return what makes routes of a function; it takes the `request` among its parameters and returns the page's data.

    Args:
        router: Where the routes are added.
        path: The page's address; its JSON is at the same one with `.json` (`/` at `/index.json`).
        template: The file of `templates/`.
    """

    def register(data: Callable[..., Data]) -> Callable[..., Data]:
        @functools.wraps(data)
        def shown(*args: Any, **given: Any) -> Response:
            request: Request = given["request"]
            return site.render(request, template, data(*args, **given))

        as_json = "/index.json" if path == "/" else f"{path}.json"
        router.get(as_json, tags=["pages"], name=data.__name__)(data)
        router.get(path, include_in_schema=False, response_model=None, name=f"page_{data.__name__}")(shown)
        return data

    return register
