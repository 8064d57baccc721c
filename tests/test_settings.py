"""Settings: where they come from, and what a bad one says."""

import os
from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz12345"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """No setting from outside: an empty folder, an environment without our variables."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("BOT_"):
            monkeypatch.delenv(name)
    return tmp_path


def test_nothing_has_to_be_set():
    settings = load_settings()
    assert settings.is_sandbox
    assert settings.database == "sqlite:///var/sandbox/bot.db"
    assert settings.evidence == Path("var/sandbox/evidence")
    assert settings.bind == ("127.0.0.1", 8080)
    assert (settings.send_rate, settings.chat_rate, settings.group_rate) == (25, 1, 18)


def test_with_a_token_the_data_lie_apart_from_the_sandbox(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    settings = load_settings()
    assert not settings.is_sandbox
    assert settings.token.get_secret_value() == TOKEN
    assert settings.database == "sqlite:///var/bot.db"
    assert settings.evidence == Path("var/evidence")


def test_probes_are_off_until_they_are_allowed_and_always_in_the_sandbox(monkeypatch):
    assert load_settings().status_feeds
    assert load_settings().probes_refused == "sandbox"
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load_settings().probes_refused == "switched_off"
    monkeypatch.setenv("BOT_PROBES", "on")
    assert load_settings().probes_refused == ""
    monkeypatch.delenv("BOT_TOKEN")
    assert load_settings().probes_refused == "sandbox"


@pytest.mark.parametrize(
    ("given", "evidence"),
    [("file://var/evidence", "var/evidence"), ("file:///srv/e", "/srv/e"), ("/srv/e", "/srv/e")],
)
def test_the_folder_of_the_evidence(given, evidence):
    assert load_settings(evidence_url=given).evidence == Path(evidence)


@pytest.mark.parametrize(
    ("given", "ids"),
    [("1,2", {1, 2}), ("1; 2", {1, 2}), ("1 2", {1, 2}), (" 7 ", {7}), ("", set()), (",", set())],
)
def test_lists_of_people_may_be_divided_as_they_come(monkeypatch, given, ids):
    monkeypatch.setenv("BOT_ADMIN_IDS", given)
    monkeypatch.setenv("BOT_AGENT_IDS", given)
    settings = load_settings()
    assert (settings.admin_ids, settings.agent_ids) == (ids, ids)


def test_the_nearest_setting_wins(empty_folder, monkeypatch):
    (empty_folder / "payaid.toml").write_text(
        'log_level = "ERROR"\nsend_rate = 1\nchat_rate = 1\ngroup_rate = 1\nadmin_ids = [5]\n'
    )
    assert load_settings().log_level == "ERROR"
    assert load_settings().admin_ids == {5}
    (empty_folder / ".env").write_text("BOT_SEND_RATE=2\nBOT_CHAT_RATE=2\nBOT_GROUP_RATE=2\n")
    monkeypatch.setenv("BOT_CHAT_RATE", "3")
    monkeypatch.setenv("BOT_GROUP_RATE", "3")
    settings = load_settings(group_rate=4)
    assert (settings.send_rate, settings.chat_rate, settings.group_rate) == (2, 3, 4)


def test_what_belongs_to_others_is_not_looked_at(empty_folder, monkeypatch):
    monkeypatch.setenv("BOT_UNKNOWN", "x")
    (empty_folder / ".env").write_text("OTHER=1\nBOT_NEW=2\n")
    (empty_folder / "payaid.toml").write_text("other = 1\n")
    assert load_settings().log_level == "INFO"


def test_addresses_lose_their_last_slash():
    assert load_settings(api_base="http://127.0.0.1:8081/").api_base == "http://127.0.0.1:8081"


# Each value stands for itself in the message, so that a leak is seen.
BAD = [
    ("BOT_TOKEN", "leaked-token", "BOT_TOKEN=123456789:AAE"),
    ("BOT_TOKEN", "leaked:token", "BOT_TOKEN=123456789:AAE"),
    ("BOT_TOKEN", "123456789:", "BOT_TOKEN=123456789:AAE"),
    ("BOT_API_BASE", "ftp://leaked", "BOT_API_BASE=https://api.telegram.org"),
    ("BOT_DATABASE_URL", "mysql://u:leaked@host/db", "BOT_DATABASE_URL=sqlite:///var/bot.db"),
    ("BOT_DATABASE_URL", "leaked.db", "BOT_DATABASE_URL=sqlite:///var/bot.db"),
    ("BOT_EVIDENCE_URL", "s3://leaked-bucket", "BOT_EVIDENCE_URL=file://var/evidence"),
    ("BOT_ADMIN_IDS", "1,leaked", "BOT_ADMIN_IDS=11111,22222"),
    ("BOT_AGENT_IDS", "@leaked", "BOT_AGENT_IDS=33333,44444"),
    ("BOT_AGENTS_CHAT", "@leaked", "BOT_AGENTS_CHAT=-1001234567890"),
    ("BOT_HTTP_BIND", "leaked", "BOT_HTTP_BIND=127.0.0.1:8080"),
    ("BOT_HTTP_BIND", "leaked:99999", "BOT_HTTP_BIND=127.0.0.1:8080"),
    ("BOT_HTTP_BIND", ":8080", "BOT_HTTP_BIND=127.0.0.1:8080"),
    ("BOT_PUBLIC_URL", "leaked.example.org", "BOT_PUBLIC_URL=https://help.example.org"),
    ("BOT_WEBHOOK_URL", "leaked.example.org", "BOT_WEBHOOK_URL=https://help.example.org/hook"),
    ("BOT_WEBHOOK_SECRET", "leaked secret!", "BOT_WEBHOOK_SECRET=a word of A-Z"),
    ("BOT_SEND_RATE", "leaked", "BOT_SEND_RATE=25"),
    ("BOT_CHAT_RATE", "-1", "BOT_CHAT_RATE=1"),
    ("BOT_GROUP_RATE", "leaked", "BOT_GROUP_RATE=18"),
    ("BOT_TRANSPORT", "leaked", "BOT_TRANSPORT=aiohttp or httpx"),
    ("BOT_STATUS_FEEDS", "leaked", "BOT_STATUS_FEEDS=on or off"),
    ("BOT_PROBES", "leaked", "BOT_PROBES=off or on"),
    ("BOT_LOG_LEVEL", "leaked", "BOT_LOG_LEVEL=INFO"),
]


@pytest.mark.parametrize(("variable", "value", "example"), BAD)
def test_a_bad_value_names_its_variable_and_a_right_one(monkeypatch, variable, value, example):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    message = str(refused.value)
    assert message.startswith(f"{variable}: ")
    assert f"Right is for example {example}" in message
    assert len(message.splitlines()) == 1
    assert "leaked" not in message
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_every_bad_value_is_named_at_once(monkeypatch):
    monkeypatch.setenv("BOT_SEND_RATE", "fast")
    monkeypatch.setenv("BOT_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    names = [line.partition(":")[0] for line in str(refused.value).splitlines()]
    assert sorted(names) == ["BOT_LOG_LEVEL", "BOT_SEND_RATE"]


def test_a_webhook_needs_a_token(monkeypatch):
    monkeypatch.setenv("BOT_WEBHOOK_URL", "https://help.example.org/hook")
    with pytest.raises(SettingsError, match="BOT_WEBHOOK_URL needs BOT_TOKEN"):
        load_settings()
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load_settings().webhook_url == "https://help.example.org/hook"


def test_a_bad_value_of_the_env_file_does_not_leak_either(empty_folder):
    (empty_folder / ".env").write_text("BOT_TOKEN=leaked\n")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "leaked" not in str(refused.value)


@pytest.mark.parametrize("text", ["token = leaked", "[unclosed leaked", "\ufefftoken='leaked'"])
def test_a_broken_settings_file_is_named(empty_folder, text):
    (empty_folder / "payaid.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "payaid.toml" in str(refused.value)
    assert "leaked" not in str(refused.value)


def test_secrets_do_not_print(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_WEBHOOK_SECRET", "a-very-secret-word")
    monkeypatch.setenv("BOT_DATABASE_URL", "postgresql://bot:hidden@db/payaid")
    shown = f"{load_settings()!r} {load_settings()}"
    for secret in (TOKEN, "a-very-secret-word", "hidden"):
        assert secret not in shown
    assert load_settings().database.endswith("hidden@db/payaid")


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().log_level = "DEBUG"


@pytest.mark.parametrize("url", ["sqlite:///var/x.db", "sqlite:////srv/x.db", "postgresql://h/n"])
def test_both_kinds_of_database_are_taken(url):
    assert load_settings(database_url=url).database == url


@pytest.mark.parametrize("bind", ["0.0.0.0:8080", "[::]:8080", "192.168.1.5:80", "box:8080"])
def test_other_machines_are_let_in_by_https_only(monkeypatch, bind):
    monkeypatch.setenv("BOT_HTTP_BIND", bind)
    for public in ("", "http://help.example.org"):
        monkeypatch.setenv("BOT_PUBLIC_URL", public)
        with pytest.raises(SettingsError, match="BOT_PUBLIC_URL must be https"):
            load_settings()
    monkeypatch.setenv("BOT_PUBLIC_URL", "https://help.example.org")
    assert load_settings().public_url == "https://help.example.org"


@pytest.mark.parametrize("bind", ["127.0.0.1:9000", "localhost:9000", "[::1]:9000"])
def test_this_machine_needs_no_https(monkeypatch, bind):
    monkeypatch.setenv("BOT_HTTP_BIND", bind)
    assert load_settings().bind[1] == 9000
