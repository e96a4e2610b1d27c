"""Ingests started from a page: files sent, coded one after another, stopped, ended with the server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from rasad.cli import application
from rasad.coder import Coder, Config
from rasad.serve import Limits, Settings, create_app, jobs
from rasad.store import Store
from tests.serve.conftest import ARTICLES, WHO, Guarded, browser

PATIENCE = 60  # seconds; a machine may be slow


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A workbench over an empty store."""
    with browser(create_app(Settings(db=str(tmp_path / "empty.db"), who=WHO))) as opened:
        yield opened


def token(client: TestClient) -> str:
    """Return the token that the pages' forms carry."""
    page = client.get("/jobs", headers={"accept": "text/html"}).text
    return page.partition('name="csrf" content="')[2].partition('"')[0]


def send(client: TestClient, name: str, body: bytes) -> dict[str, Any]:
    answer = client.post("/api/v1/jobs", files={"file": (name, body)}, headers={"x-csrf-token": token(client)})
    assert answer.status_code == 202, answer.text
    started: dict[str, Any] = answer.json()
    return started


def seen(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = client.get(f"/api/v1/jobs/{job['id']}").json()
    return shown


def until(condition: Callable[[], Any]) -> Any:
    """Return what a condition comes to once it holds."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
    return found


def ended(client: TestClient, job: dict[str, Any], *, state: str) -> dict[str, Any]:
    done = ("done", "failed", "stopped")
    found: dict[str, Any] = until(lambda: (shown := seen(client, job))["state"] in done and shown)
    assert found["state"] == state, found
    return found


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the ingest be a program that tells its progress and then waits for a signal or for a file `go`."""
    program = tmp_path / "slow.py"
    go = tmp_path / "go"
    program.write_text(
        "import json, os, pathlib, sys, time\n"
        'print(json.dumps({"articles": 3, "events": 5, "problems": 1, "skipped": 2}), flush=True)\n'
        f"while not pathlib.Path({str(go)!r}).exists():\n"
        "    time.sleep(0.02)\n"
        'sys.stderr.write("told at the end of " + sys.argv[-3])\n'
    )
    popen = subprocess.Popen

    def start(command: list[str], **options: Any) -> Any:
        assert command[1:4] == ["-m", "rasad", "ingest"]
        return popen([sys.executable, str(program), *command[4:]], **options)

    monkeypatch.setattr(subprocess, "Popen", start)
    return go


def test_articles_sent_become_events(client: TestClient) -> None:
    """The command itself, with the default coder, over a real store; sent again, all is known already."""
    body = b"".join(ARTICLES.read_bytes().splitlines(keepends=True)[:2])
    job = send(client, "أخبار.jsonl", body)
    assert (job["name"], job["who"], job["total"]) == ("أخبار.jsonl", WHO, 2)
    found = ended(client, job, state="done")
    assert (found["done"], found["problems"]) == (2, 0) and found["events"] > 0
    events = client.get("/api/v1/events").json()
    assert events["count"] == found["events"]
    live = client.get("/api/v1/live").json()
    assert live["articles"] == 2 and live["ingesting"] == [] and live["events"] == found["events"]
    assert "store holds 2 articles" in found["message"]
    (run,) = client.app.state.store.runs()  # type: ignore[attr-defined]
    assert client.app.state.jobs.get(job["id"]).run == run["id"]  # type: ignore[attr-defined]


def test_articles_are_coded_as_the_server_was_told(tmp_path: Path) -> None:
    plain = Settings(db=str(tmp_path / "plain.db"), coding=Config("rules", "rules"))
    with browser(create_app(plain)) as client:
        ended(client, send(client, "one.jsonl", ARTICLES.read_bytes().splitlines(keepends=True)[0]), state="done")
        (run,) = client.app.state.store.runs()  # type: ignore[attr-defined]
        assert run["coder"] == Coder(plain.coding).name
        assert "rules+rules" in run["coder"]


def test_what_lies_in_this_folder_is_found_from_a_jobs_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RASAD_ENCODER", "my:encoder")
    monkeypatch.setenv("RASAD_LLM_CACHE", "answers.sqlite")
    told = jobs._environment()
    assert told["RASAD_ENCODER"] == str(tmp_path / "my:encoder")
    assert told["RASAD_LLM_CACHE"] == str(tmp_path / "answers.sqlite")
    given = jobs._options(Config(judge="transformer", encoder="./mine"))
    assert given == ["--engine", "crf", "--judge", "transformer", "--encoder", str(tmp_path / "mine")]


def test_a_damaged_file_becomes_a_problem_with_its_place(client: TestClient) -> None:
    found = ended(client, send(client, "broken.jsonl", b'{"id": "a", "text": "\n'), state="failed")
    assert found["done"] == 0 and found["problems"] == 1
    (problem,) = client.get("/jobs.json").json()["problems"]
    assert problem["stage"] == "read" and "broken.jsonl" in problem["place"]
    page = client.get("/jobs", headers={"accept": "text/html"}).text
    assert "broken.jsonl" in page and problem["code"] in page


def test_progress_turns_and_stop(client: TestClient, slow: Path) -> None:
    first, second, third = (send(client, f"{name}.txt", b"text") for name in "abc")
    until(lambda: seen(client, first)["done"] == 5)
    running = seen(client, first)
    assert (running["state"], running["events"], running["problems"], running["total"]) == ("running", 5, 1, None)
    assert [job["state"] for job in client.get("/api/v1/jobs").json()] == ["waiting", "waiting", "running"]
    assert [job["id"] for job in client.get("/api/v1/live").json()["ingesting"]] == [
        j["id"] for j in (third, second, first)
    ]
    assert client.post(f"/api/v1/jobs/{second['id']}/stop", json={}).json()["state"] == "stopped"
    assert client.post(f"/api/v1/jobs/{first['id']}/stop", json={}).json()["state"] in ("stopping", "stopped")
    ended(client, first, state="stopped")
    until(lambda: seen(client, third)["state"] == "running")
    slow.touch()
    last = ended(client, third, state="done")
    assert last["message"] == "told at the end of c.txt"  # not of the folder it lies in
    assert seen(client, second)["state"] == "stopped" and seen(client, second)["done"] == 0


def test_a_job_that_does_not_heed_the_signal_is_ended(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deaf = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('{}', flush=True)\ntime.sleep(600)"
    popen = subprocess.Popen
    ready: list[Any] = []

    def start(_command: list[str], **options: Any) -> Any:
        process: Any = popen([sys.executable, "-c", deaf], **options)
        process.stdout.readline()
        ready.append(process)
        return process

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(jobs, "_PATIENCE", 0.2)
    job = send(client, "a.txt", b"x")
    until(lambda: ready)
    client.post(f"/api/v1/jobs/{job['id']}/stop", json={})
    ended(client, job, state="stopped")
    assert ready[0].wait(PATIENCE) < 0


def test_jobs_end_with_the_server(tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    popen = subprocess.Popen

    def start(*args: Any, **options: Any) -> Any:
        started.append(popen(*args, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    with browser(create_app(Settings(db=str(tmp_path / "empty.db")))) as client:
        first, _ = send(client, "a.txt", b"x"), send(client, "b.txt", b"x")
        until(lambda: seen(client, first)["done"])
        root = client.app.state.jobs._root  # type: ignore[attr-defined]
        assert root.is_dir()
    assert len(started) == 1 and started[0].poll() is not None
    until(lambda: not [t for t in threading.enumerate() if t.name.startswith("job_")])
    assert len(started) == 1 and not root.exists()  # the one that waited never began


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "ا" * 300 + ".txt", "字" * 120 + ".txt", ".hidden", "-rf", "a*[b]?.txt", "a\u202etxt.exe"],
)  # fmt: skip
def test_no_name_leads_out_of_the_jobs_folder(
    tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    slow.touch()
    kept: list[Path] = []

    def ingest(job: jobs.Job, path: Path) -> None:
        kept.append(path)
        job.state = "done"

    started = jobs.Jobs(Settings(db=str(tmp_path / "empty.db")))
    monkeypatch.setattr(started, "_ingest", ingest)
    with (tmp_path / "body").open("w+b") as body:
        job = started.start(name, body, WHO)
    until(lambda: job.state == "done")
    (path,) = kept
    assert path.parent == started._root / job.id and path.parent.parent == started._root
    assert len(path.name.encode()) < 255 and not path.name.startswith(("-", ".")) and not set(path.name) & set("*?[]")
    started.close()


def test_the_address_of_the_store_is_on_no_command_line(
    tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold a password, which other users of the machine could read there."""
    address, told = "postgresql://rasad:geheim@db.example/rasad", []
    popen = subprocess.Popen

    def start(command: list[str], **options: Any) -> Any:
        told.append((command, options["env"]))
        return popen(command, **options)

    monkeypatch.setattr(subprocess, "Popen", start)
    slow.touch()
    started = jobs.Jobs(Settings(db=address))
    with (tmp_path / "body").open("w+b") as body:
        job = started.start("a.txt", body, WHO)
    until(lambda: job.state == "done")
    ((command, environment),) = told
    assert "geheim" not in " ".join(command) and environment["RASAD_DB"] == address
    assert "geheim" not in json.dumps(job.shown())
    started.close()


def test_only_coders_start_and_stop(guarded: Guarded, slow: Path) -> None:
    slow.touch()
    files = [("files", ("a.txt", b"x")), ("files", ("b.txt", b"x"))]
    assert guarded.reader.post("/jobs", files=files).status_code == 403
    assert guarded.coder.browser.post("/jobs", files=files).status_code == 403  # without the form's token
    started = guarded.coder.browser.post(
        "/jobs", files=files, data={"csrf": guarded.coder.csrf}, follow_redirects=False
    )
    assert (started.status_code, started.headers["location"]) == (303, "/jobs")
    assert {job["who"] for job in guarded.reader.get("/api/v1/jobs").json()} == {"coder"}
    assert len(guarded.reader.get("/api/v1/jobs").json()) == 2


def test_the_name_of_a_file_is_all_that_is_kept_of_where_it_lay(client: TestClient, tmp_path: Path) -> None:
    """Sent again, a damaged file is the same problem; the folder of its job is another."""
    for _ in range(2):
        ended(client, send(client, "أخبار مهمة.jsonl", b'{"id": "a", "text": "\n'), state="failed")
    (problem,) = client.get("/jobs.json").json()["problems"]
    assert problem["place"].startswith("أخبار_مهمة.jsonl")
    with Store.open(str(tmp_path / "empty.db")) as store:
        assert {run["input"] for run in store.runs()} == {"أخبار_مهمة.jsonl"}


@pytest.mark.parametrize("name", ["orjson.py", "log", "sitecustomize.py"])
def test_a_file_sent_is_never_run(client: TestClient, tmp_path: Path, name: str) -> None:
    """The ingest runs in the folder of the file: Python would import what lies there."""
    ran = tmp_path / "ran"
    ended(client, send(client, name, f"open({str(ran)!r}, 'w')\nraise SystemExit\n".encode()), state="done")
    assert not ran.exists()
    assert client.get("/api/v1/live").json()["problems"] == 1  # it was read, as the text that it is


def test_a_store_named_relative_to_the_servers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for address in ("a.db", "sqlite:///a.db", None):
        environment = jobs.Jobs(Settings(db=address))._environment
        name = "a.db" if address else "rasad.db"
        assert environment["RASAD_DB"] == f"sqlite:///{tmp_path / name}"


def test_a_text_pasted_is_an_article(client: TestClient) -> None:
    csrf = {"x-csrf-token": token(client)}
    sent = {"text": "وصل الوفد إلى بغداد أمس.", "published": "2016-07-20", "title": "", "source": "صحيفة المثال"}
    answer = client.post("/api/v1/jobs", data=sent, headers=csrf)
    assert answer.status_code == 202 and answer.json()["name"] == sent["text"]
    assert ended(client, answer.json(), state="done")["done"] == 1
    (article,) = client.get("/api/v1/articles").json()["articles"]
    assert (article["published"], article["source"]) == ("2016-07-20", "صحيفة المثال")
    assert client.get("/api/v1/article", params={"id": article["id"]}).json()["text"] == sent["text"]
    form = {"csrf": csrf["x-csrf-token"], "text": "  ", "published": "", "title": "", "source": ""}
    for path, status in (("/jobs", 422), ("/api/v1/jobs", 422)):
        assert client.post(path, data=form).status_code == status  # neither a file nor a text
    assert (
        client.post("/jobs", data=form | {"text": "x", "published": "gestern"}).json()["error"]["where"] == "published"
    )


def test_zip_archives_are_refused_and_leave_nothing(client: TestClient) -> None:
    headers = {"x-csrf-token": token(client)}
    answer = client.post("/api/v1/jobs", files={"file": ("news.jsonl", b"PK\x03\x04" + b"x" * 100)}, headers=headers)
    assert answer.status_code == 400 and "unpack it" in answer.json()["error"]["message"]
    assert client.get("/api/v1/jobs").json() == []
    root = client.app.state.jobs._root  # type: ignore[attr-defined]
    assert list(root.iterdir()) == [] and root.stat().st_mode & 0o077 == 0


def test_only_so_many_may_wait(tmp_path: Path, slow: Path) -> None:
    with browser(create_app(Settings(db=str(tmp_path / "empty.db"), limits=Limits(jobs=2)))) as client:
        first = send(client, "a.txt", b"x")
        until(lambda: seen(client, first)["state"] == "running")
        waiting = [send(client, f"{name}.txt", b"x") for name in "bc"]
        headers = {"x-csrf-token": token(client)}
        answer = client.post("/api/v1/jobs", files={"file": ("d.txt", b"x")}, headers=headers)
        assert answer.status_code == 429 and answer.headers["retry-after"]
        slow.touch()
        ends = [ended(client, job, state="done") for job in (first, *waiting)]
        assert [job["name"] for job in ends] == ["a.txt", "b.txt", "c.txt"]
        assert client.post("/api/v1/jobs", files={"file": ("d.txt", b"x")}, headers=headers).status_code == 202


def test_the_disk_is_full(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    headers = {"x-csrf-token": token(client)}
    answer = client.post("/api/v1/jobs", files={"file": ("a.txt", b"x" * 10)}, headers=headers)
    assert answer.status_code == 400 and "No space left" in answer.json()["error"]["message"]
    assert list(client.app.state.jobs._root.iterdir()) == []  # type: ignore[attr-defined]


def test_ingests_of_other_processes_are_told(client: TestClient, slow: Path, tmp_path: Path) -> None:
    job = send(client, "a.txt", b"x")
    with Store.open(str(tmp_path / "empty.db")) as store:
        killed = store.start_run("rasad", "news.jsonl")
        again = store.start_run("rasad", "news.jsonl")
        names = [told["name"] for told in client.get("/api/v1/live").json()["ingesting"]]
        assert sorted(names) == ["a.txt", "news.jsonl"]  # once: one that was killed was taken up again
        store.finish_run(again, {"events": 0})
        assert [told["id"] for told in client.get("/api/v1/live").json()["ingesting"]] == [job["id"]]
        assert killed in {run["id"] for run in store.runs()}


def test_a_jobs_own_run_is_told_once(client: TestClient, slow: Path, tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "empty.db")) as store:
        run = store.start_run("rasad", "a.txt")
    job = send(client, "a.txt", b"x")
    until(lambda: seen(client, job)["done"])
    client.app.state.jobs.get(job["id"]).run = run  # type: ignore[attr-defined]
    assert [told["id"] for told in client.get("/api/v1/live").json()["ingesting"]] == [job["id"]]


def test_a_job_that_fails_here_does_not_hold_up_the_next(
    client: TestClient, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest = jobs.Jobs._ingest

    def fails(self: jobs.Jobs, job: jobs.Job, path: Path) -> None:
        if path.name == "a.txt":
            raise ValueError("geheim")
        ingest(self, job, path)

    monkeypatch.setattr(jobs.Jobs, "_ingest", fails)
    slow.touch()
    first, second = send(client, "a.txt", b"x"), send(client, "b.txt", b"x")
    assert "geheim" not in ended(client, first, state="failed")["message"]
    ended(client, second, state="done")


def test_progress_as_json_lines(tmp_path: Path) -> None:
    def ingest(progress: str) -> tuple[int, list[str], str]:
        options = ["--engine", "rules", "--judge", "rules", "--db", str(tmp_path / "a.db"), "--progress", progress]
        result = CliRunner().invoke(application(), ["ingest", str(ARTICLES), *options])
        return result.exit_code, result.stdout.splitlines(), result.stderr

    lines = [json.loads(line) for line in ingest("json")[1]]
    assert all(line.keys() == {"run", "articles", "events", "problems", "skipped"} for line in lines)
    assert [line["articles"] for line in lines] == sorted(line["articles"] for line in lines)
    with Store.open(str(tmp_path / "a.db"), create=False) as store:
        counts = store.counts()
        (run,) = store.runs()
    articles = len(ARTICLES.read_bytes().splitlines())
    assert lines[0] == {"run": run["id"], "articles": 0, "events": 0, "problems": 0, "skipped": 0}
    assert lines[-1] == {
        "run": run["id"],
        "articles": articles,
        "events": counts["events"],
        "problems": 0,
        "skipped": 0,
    }
    assert json.loads(ingest("json")[1][-1])["skipped"] == articles
    code, out, err = ingest("xml")
    assert (code, out) == (1, []) and "--progress takes json" in err


def test_an_ingest_whose_progress_nobody_reads_any_more_ends(tmp_path: Path) -> None:
    """That of a server that was killed: it cannot tell its jobs to end."""
    rows, db = [json.loads(line) for line in ARTICLES.read_text("utf8").splitlines()], str(tmp_path / "a.db")
    many = tmp_path / "many.jsonl"
    lines = [
        json.dumps(row | {"id": f"{row['id']}-{n}", "text": f"{row['text']} {n}"}) for n in range(200) for row in rows
    ]
    many.write_text("\n".join(lines), "utf8")
    command = [sys.executable, "-m", "rasad", "ingest", str(many), "--db", db, "--engine", "rules", "--judge", "rules"]
    process = subprocess.Popen([*command, "--progress", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    assert process.wait(PATIENCE) == 141
    with Store.open(db, create=False) as store:
        (run,) = store.runs()
        assert run["finished"] and run["counts"]["stopped"] == 1
        assert 0 < store.counts()["articles"] < len(lines)
