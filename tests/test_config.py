"""Flags before environment before file before defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.config import Settings
from rag.errors import SettingsError


def test_each_origin_yields_to_the_one_before_it(tmp_path: Path) -> None:
    (tmp_path / "sanad.toml").write_text('index_dir = "from-file"\nk = 3\nmodel = "from-file"\n')
    environ = {"SANAD_K": "4", "SANAD_MODEL": "from-environment", "SANAD_PORT": ""}
    settings = Settings.load({"k": 5, "port": None}, environ, tmp_path)
    assert (settings.k, settings.model, settings.index_dir) == (5, "from-environment", Path("from-file"))
    assert settings.port == Settings().port


@pytest.mark.parametrize(
    ("toml", "environ", "flags", "said"),
    [
        ("kk = 3", {}, {}, "'kk'"),
        ("k = ", {}, {}, "not TOML"),
        ("", {"SANAD_K": "many"}, {}, "'many' in the environment"),
        ("", {}, {"k": 0}, "between 1 and 100"),
        ("", {}, {"port": 70_000}, "between 0 and 65535"),
        ("", {}, {"language": "xx"}, "'xx'"),
        ("chat_silence_s = 0", {}, {}, "chat_silence_s is 0"),
        ("chat_silence_s = 90\nchat_total_s = 30", {}, {}, "chat_total_s 30"),
        ("", {"SANAD_CHAT_TOKENS": "3"}, {}, "chat_tokens is 3"),
        ("", {"SANAD_CHAT_TOTAL_S": "long"}, {}, "'long' in the environment"),
        ('chat_key = "sk-1"', {}, {}, "'chat_key'"),
    ],
)
def test_what_has_no_meaning_is_said(
    tmp_path: Path, toml: str, environ: dict[str, str], flags: dict[str, int], said: str
) -> None:
    (tmp_path / "sanad.toml").write_text(toml)
    with pytest.raises(SettingsError, match=said):
        Settings.load(flags, environ, tmp_path)
