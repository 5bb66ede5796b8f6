"""What the README says is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from rag.config import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("sanad ") and not line.startswith("sanad serve")
]


def test_make_has_the_two_commands_that_do_all_the_set_up() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("chat", "test"):
        assert f"make {target}" in README
        assert re.search(rf"^{target}:", makefile, re.M)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_commands_run_in_the_order_in_which_they_stand(tmp_path: Path) -> None:
    assert COMMANDS
    environ = {**os.environ, "HOME": str(tmp_path)}
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.txt").write_text("وصل الجنرال كوخافي إلى الرباط واستقبله الوزير.", encoding="utf-8")
    for command in COMMANDS:
        arguments = [str(archive) if part == "~/archive" else part for part in shlex.split(command)[1:]]
        done = subprocess.run(
            [sys.executable, "-c", "from rag.cli import main; main()", *arguments],
            cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stderr)


@pytest.mark.parametrize("name", Settings.__dataclass_fields__)
def test_every_setting_stands_in_the_table_with_its_default(name: str) -> None:
    default = getattr(Settings(), name)
    row = re.search(rf"^\|.*\| `SANAD_{name.upper()}` \| `{name}` \| `?([^`|]+?)`? \|$", README, re.M)
    assert row is not None
    assert row[1] == str(default)


def test_every_link_leads_to_a_file() -> None:
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", README):
        assert (ROOT / target).exists(), target
