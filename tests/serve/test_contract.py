"""The API does what its description says: Schemathesis asks every operation, with what is allowed and what is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rasad.serve import Limits, Settings, create_app
from tests.serve.conftest import WHO

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


OPERATIONS = [
    (path, method.upper()) for path, methods in create_app(Settings()).openapi()["paths"].items() for method in methods
]


@pytest.fixture(scope="module")
def described(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give the API's description; Schemathesis starts the application behind it."""
    db = shutil.copy(kept, tmp_path_factory.mktemp("contract") / "rasad.db")
    app = create_app(Settings(db=str(db), who=WHO, limits=Limits(writes=1_000_000)))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "127.0.0.1"})


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{method} {path}" for path, method in OPERATIONS])
def test_the_api_does_what_it_says(described: Any, path: str, method: str) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path][method].as_strategy())
    def asked(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers={"host": "127.0.0.1", "sec-fetch-site": "same-origin"})

    asked()


def test_the_description_holds_every_route_of_the_api(kept: Path) -> None:
    app = create_app(Settings(db=str(kept)))
    described = app.openapi()
    assert described["openapi"].startswith("3.1")
    paths = set(described["paths"])
    assert {path for path in paths if path.startswith("/api/v1/")} >= {"/api/v1/events", "/api/v1/export/{format}"}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation.get("description"), (method, path)
            assert {"400", "404", "422", "429"} <= set(operation["responses"]), (method, path)
            for parameter in operation.get("parameters", []):
                assert parameter["name"] == parameter["name"].strip()
