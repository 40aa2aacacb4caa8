"""The setting that names a store on PostgreSQL, as commands take it; no server is asked."""

import sys

import pytest

from tests.calling import Call

WRONG = [
    ("nonsense", 2, "POLIFLASH_DATABASE: no address of a store; write postgresql://"),
    ("postgresql://h:port/name", 2, "POLIFLASH_DATABASE: no address of a store"),
    ("mysql://me:secret@h/name", 2, "POLIFLASH_DATABASE: no address of a store"),
    ("postgresql://127.0.0.1:1/name", 1, "is the server up, and POLIFLASH_DATABASE right?"),
]


@pytest.mark.parametrize(("database", "code", "message"), WRONG)
def test_an_address_that_leads_nowhere_is_one_line(
    call: Call, monkeypatch: pytest.MonkeyPatch, database: str, code: int, message: str
) -> None:
    """It names the setting and no password."""
    monkeypatch.setenv("POLIFLASH_DATABASE", database)
    ended = call("cards", "list")
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert message in ended.err
    assert "secret" not in ended.err


def test_a_missing_driver_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setenv("POLIFLASH_DATABASE", "postgresql://h/name")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    ended = call("cards", "list")
    assert ended.code == 2
    assert 'POLIFLASH_DATABASE: PostgreSQL needs its driver: pip install "psycopg' in ended.err


def test_a_backup_is_the_server_s_business(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """`store backup` says with which tool."""
    monkeypatch.setenv("POLIFLASH_DATABASE", "postgresql://h/name")
    ended = call("store", "backup")
    assert (ended.code, ended.out) == (1, "")
    assert "pg_dump" in ended.err


def test_a_password_is_not_shown(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """`settings` prints the address without it."""
    monkeypatch.setenv("POLIFLASH_DATABASE", "postgresql://me:secret@h/name")
    ended = call("settings")
    assert "postgresql://me:***@h/name" in ended.out
    assert "secret" not in ended.out
