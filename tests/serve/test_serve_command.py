"""`rasad serve` as a program: it starts, answers, and ends when it is told to."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

RASAD = [sys.executable, "-m", "rasad"]
PATIENCE = 60


@contextmanager
def serving(db: str, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give the program and the address that it tells once somebody may come."""
    command = [*RASAD, "serve", "--db", db, "--port", "0", "--no-open", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+/", line)
        assert found, line + process.stderr.read()
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


def test_it_starts_answers_and_ends(db: str) -> None:
    with serving(db, "--who", "ليلى") as (process, address):
        with urllib.request.urlopen(f"{address}api/v1/live", timeout=PATIENCE) as answer:
            assert json.load(answer)["events"] > 40
            assert "content-security-policy" in answer.headers and "server" not in answer.headers
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(address, headers={"host": "evil.example"}), timeout=PATIENCE)
        assert refused.value.code == 400
        decision = {"event_id": _event(address), "act": "accept"}
        headers = {"content-type": "application/json"}
        body = urllib.request.Request(f"{address}api/v1/decisions", json.dumps(decision).encode(), headers)
        with urllib.request.urlopen(body, timeout=PATIENCE) as made:
            assert (made.status, json.load(made)["who"]) == (201, "ليلى")
        port = address.rpartition(":")[2].strip("/")
        taken = subprocess.run(
            [*RASAD, "serve", "--db", db, "--port", port, "--no-open"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert taken.returncode == 1 and taken.stdout == ""
        assert re.fullmatch(rf"rasad: cannot listen on 127\.0\.0\.1:{port}: .*--port\n", taken.stderr)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", "")


def _event(address: str) -> Any:
    with urllib.request.urlopen(f"{address}api/v1/events?limit=1", timeout=PATIENCE) as answer:
        return json.load(answer)["events"][0]["id"]


def test_it_ends_an_ingest_that_runs(tmp_path: Path) -> None:
    """The ingest is a process of its own; it must not go on alone."""
    with serving(str(tmp_path / "new.db")) as (process, address):
        page = urllib.request.urlopen(f"{address}jobs", timeout=PATIENCE).read().decode()
        csrf = re.search(r'name="csrf" content="([^"]+)"', page)
        assert csrf
        lines = b"".join(b'{"id": "%d", "text": "x"}\n' % n for n in range(100_000))
        body = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n' + lines + b"\r\n--b--\r\n"
        )
        headers = {"content-type": "multipart/form-data; boundary=b", "x-csrf-token": csrf[1]}
        request = urllib.request.Request(f"{address}api/v1/jobs", body, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            assert answer.status == 202
        children = _children(process.pid)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        for child in children:
            assert not Path(f"/proc/{child}").exists()
        assert not [p for p in Path("/proc").glob("[0-9]*") if str(tmp_path / "new.db") in _environment(p)]


def _children(pid: int) -> list[int]:
    return [int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]


def _environment(process: Path) -> str:
    try:
        return (process / "environ").read_text(errors="replace")
    except OSError:
        return ""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "rasad user add"),
        (["--login"], "rasad user add"),
        (["--host", "192.0.2.1", "--login"], "rasad user add"),
        (["--db", "/none/there/x.db"], "no folder"),
        (["--db", "mysql://x/y"], "no store of the kind"),
        (["--judge", "oracle"], "there are: combined"),
        (["--judge", "rules", "--encoder", "mine"], "has no use for the encoder mine; choose the judge transformer"),
        (["--judge", "transformer", "--encoder", "/none"], "/none is no encoder that Rasad has trained"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(db: str, options: list[str], told: str) -> None:
    command = [*RASAD, "serve", "--db", db, "--port", "0", "--no-open", *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 1 and ended.stdout == ""
    assert ended.stderr.startswith("rasad: ") and told in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_the_password_of_a_store_is_not_told(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with socket.socket() as silent:  # a port on which nobody answers
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
    environment = os.environ | {"RASAD_DB": f"postgresql://rasad:geheim@127.0.0.1:{port}/rasad"}
    command = [*RASAD, "serve", "--port", "0", "--no-open"]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, env=environment, cwd=tmp_path, check=False
    )
    assert ended.returncode == 1 and ended.stderr.startswith("rasad: ") and "geheim" not in ended.stderr + ended.stdout


def test_users_sign_in_where_others_could_come(kept_users: Path, tmp_path: Path) -> None:
    db = str(shutil.copy(kept_users, tmp_path / "users.db"))
    with serving(db, "--login") as (process, address):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}api/v1/events", timeout=PATIENCE)
        assert refused.value.code == 401
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def test_a_proxy_is_believed_where_it_is_named(kept_users: Path, tmp_path: Path) -> None:
    """That it speaks https with the browser, for which the cookie is then kept; a stranger's word for it is not."""
    db = str(shutil.copy(kept_users, tmp_path / "users.db"))
    for options, secure in ((("--proxy", "127.0.0.1"), True), (("--proxy", "10.9.9.9"), False)):
        with serving(db, *options) as (_, address):
            asked = urllib.request.Request(f"{address}login", headers={"X-Forwarded-Proto": "https"})
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                assert ("Secure" in answer.headers["set-cookie"]) is secure, options
