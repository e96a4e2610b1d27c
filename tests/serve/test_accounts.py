"""Users, their roles, passwords, tokens and sessions, in the store and by `rasad user`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rasad.cli import application
from rasad.errors import NotFoundError, StoreError
from rasad.store import Store
from rasad.store.accounts import ROLES, Accounts, Ended
from tests.serve.conftest import PASSWORD

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with Store.open(str(tmp_path / "users.db")) as store:
        yield store.accounts


@pytest.fixture
def user(tmp_path: Path) -> Command:
    """Type `rasad user ...` with a password on standard input."""

    def run(*args: str, password: str = PASSWORD) -> tuple[int, str, str]:
        command = ["user", *args, "--db", str(tmp_path / "users.db")]
        result = CliRunner().invoke(application(), command, input=f"{password}\n")
        return result.exit_code, result.stdout, result.stderr

    return run


def test_users(accounts: Accounts) -> None:
    made = accounts.add("سلمى", "coder", PASSWORD)
    assert (made.name, made.role, made.disabled, made.token) == ("سلمى", "coder", None, False)
    assert accounts.users() == [made]
    assert accounts.by_password("سلمى", PASSWORD) == made
    for name, password in (
        ("سلمى", "another password"),
        ("سلمى", ""),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("سلمى", "\ud800"),
    ):
        assert accounts.by_password(name, password) is None
    with pytest.raises(StoreError, match="already"):
        accounts.add("سلمى", "reader", PASSWORD)
    assert accounts.add("A\u030a", "reader", PASSWORD).name == "\u00c5"  # one name however it is typed
    with pytest.raises(StoreError, match="already"):
        accounts.add("\u00c5", "reader", PASSWORD)


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "a\x00", "\u202eadmin", "ad\u200bmin", "x" * 65, "\ud800"])
def test_names_that_are_none(accounts: Accounts, name: str) -> None:
    with pytest.raises(StoreError):
        accounts.add(name, "reader", PASSWORD)
    assert accounts.users() == []


def test_passwords_and_roles_that_are_none(accounts: Accounts) -> None:
    with pytest.raises(StoreError, match="at least 10 characters"):
        accounts.add("a", "reader", "123456789")
    with pytest.raises(StoreError, match="reader, coder, admin"):
        accounts.add("a", "root", PASSWORD)
    accounts.add("a", "reader", PASSWORD)
    with pytest.raises(StoreError):
        accounts.change("a", password="short")
    with pytest.raises(StoreError):
        accounts.change("a", role="root")
    with pytest.raises(NotFoundError, match="rasad user list"):
        accounts.change("b", role="coder")
    with pytest.raises(NotFoundError):
        accounts.new_token("b")
    assert accounts.by_password("a", PASSWORD)


def test_an_admin_stays(accounts: Accounts) -> None:
    accounts.add("a", "coder", PASSWORD)
    accounts.change("a", password=PASSWORD + "!")  # there was no admin before either
    accounts.change("a", role="admin")
    for change in ({"role": "coder"}, {"disabled": True}):
        with pytest.raises(StoreError, match="last admin"):
            accounts.change("a", **change)
    accounts.add("b", "admin", PASSWORD)
    accounts.change("a", disabled=True)
    with pytest.raises(StoreError, match="last admin"):
        accounts.change("b", role="reader")
    assert [u.role for u in accounts.users()] == ["admin", "admin"]


def test_every_change_ends_the_sessions(accounts: Accounts) -> None:
    accounts.add("admin", "admin", PASSWORD)
    made = accounts.add("a", "coder", PASSWORD)
    other = accounts.sign_in(accounts.users()[1], 1)
    for change in ({"role": "reader"}, {"password": PASSWORD + "!"}, {"disabled": True}):
        secret = accounts.sign_in(made, 1)
        assert (found := accounts.session(secret)) and found.user.name == "a"
        accounts.change("a", **change)
        assert accounts.session(secret) is None
    assert accounts.session(accounts.sign_in(made, 1)) is None  # disabled
    assert accounts.session(other) and accounts.session("") is None


def test_sessions(accounts: Accounts) -> None:
    made = accounts.add("a", "coder", PASSWORD)
    first, second, gone = accounts.sign_in(made, 1), accounts.sign_in(made, 1), accounts.sign_in(made, -1)
    sessions = [accounts.session(secret) for secret in (first, second)]
    assert sessions[0] and sessions[1] and sessions[0].csrf != sessions[1].csrf
    assert accounts.session(gone) is None
    accounts.sign_out(first)
    assert accounts.session(first) is None and accounts.session(second) == sessions[1]


def test_tokens(accounts: Accounts) -> None:
    accounts.add("a", "coder", None)
    assert accounts.by_password("a", "") is None
    first = accounts.new_token("a")
    assert (found := accounts.by_token(first)) and (found.name, found.token) == ("a", True)
    second = accounts.new_token("a")
    assert accounts.by_token(first) is None and accounts.by_token(second)
    accounts.change("a", disabled=True)
    assert accounts.by_token(second) is None
    for wrong in ("", "\ud800", second[:-1]):
        assert accounts.by_token(wrong) is None


def test_a_new_password_ends_what_the_old_one_could_have_left_behind(accounts: Accounts) -> None:
    made, other = accounts.add("a", "coder", PASSWORD), accounts.add("b", "coder", PASSWORD)
    secrets = [accounts.sign_in(made, 1), accounts.sign_in(made, 1)]
    token, kept = accounts.new_token("a"), accounts.new_token("b")
    stays = accounts.sign_in(other, 1)
    assert accounts.change("a", role="reader") == Ended(2, False) and accounts.by_token(token)
    secrets = [accounts.sign_in(made, 1), accounts.sign_in(made, 1)]
    assert accounts.change("a", password=PASSWORD + "!") == Ended(2, True)
    assert accounts.by_token(token) is None and not accounts.users()[0].token
    assert [accounts.session(secret) for secret in secrets] == [None, None]
    assert accounts.by_token(kept) and accounts.session(stays)  # another's
    assert accounts.by_password("a", PASSWORD) is None and accounts.by_password("a", PASSWORD + "!")
    assert accounts.change("a", password=PASSWORD) == Ended(0, False)


def test_sessions_and_token_are_ended_without_a_new_password(accounts: Accounts) -> None:
    made = accounts.add("a", "admin", PASSWORD)
    secret, token = accounts.sign_in(made, 1), accounts.new_token("a")
    assert accounts.end("a") == Ended(1, True)
    assert accounts.session(secret) is None and accounts.by_token(token) is None
    assert accounts.by_password("a", PASSWORD)
    with pytest.raises(NotFoundError):
        accounts.end("b")


def test_rasad_user(user: Command, tmp_path: Path) -> None:
    assert user("add", "ليلى", "--role", "admin") == (0, "", "")
    assert user("add", "هند") == (0, "", "")
    code, out, _ = user("token", "هند")
    assert code == 0 and len(out.strip()) > 30
    assert user("role", "هند", "--role", "reader")[0] == 0
    code, _, told = user("password", "هند", password="another long one")
    assert code == 0 and "0 sessions of هند ended" in told and "`rasad user token هند`" in told
    with Store.open(str(tmp_path / "users.db")) as store:
        assert store.accounts.by_token(out.strip()) is None  # with the password
    code, out, _ = user("token", "هند")
    assert user("disable", "هند")[0] == 0
    with Store.open(str(tmp_path / "users.db")) as store:
        assert store.accounts.by_token(out.strip()) is None
    lines = user("list")[1].splitlines()
    assert [line.split()[:2] for line in lines] == [["ليلى", "admin"], ["هند", "reader"]] and "disabled" in lines[1]
    assert out.strip() not in "".join(lines)
    assert user("enable", "هند")[0] == 0
    with Store.open(str(tmp_path / "users.db")) as store:
        assert store.accounts.by_token(out.strip()) and store.accounts.by_password("هند", "another long one")
    assert "the token of هند ended too" in user("end", "هند")[2]
    assert "token" not in user("end", "هند")[2]
    with Store.open(str(tmp_path / "users.db")) as store:
        assert store.accounts.by_token(out.strip()) is None and store.accounts.by_password("هند", "another long one")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("remove", "a"), "there are: add, list, role, password, token, end, disable, enable"),
        (("add",), "needs the user's name"),
        (("token", "nobody"), "there is no user 'nobody'"),
        (("add", "a", "--role", "root"), "reader, coder, admin"),
        (("disable", "nobody"), "there is no user"),
        (("end", "nobody"), "there is no user"),
    ],
)
def test_rasad_user_tells_what_is_wrong_in_a_line(user: Command, args: tuple[str, ...], told: str) -> None:
    code, out, err = user(*args)
    assert (code, out) == (1, "") and err.startswith("rasad: ") and told in err and len(err.splitlines()) == 1


def test_a_short_password_is_refused(user: Command) -> None:
    code, _, err = user("add", "a", password="short")
    assert code == 1 and "at least 10 characters" in err


def test_each_role_may_what_the_one_before_it_may() -> None:
    assert list(itertools.pairwise(ROLES)) == [("reader", "coder"), ("coder", "admin")]
