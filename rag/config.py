"""What can be set, and where from: flags before environment before ``sanad.toml`` before defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from rag.errors import SettingsError

SETTINGS_FILE = "sanad.toml"
_ENVIRONMENT_PREFIX = "SANAD_"
BUNDLED_MODEL = "bundled"
NO_RERANKER = "none"
NO_CHAT_MODEL = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person may set.

    ``model`` is "bundled", a folder, a hub name, or an endpoint, URL#NAME; ``reranker`` "none" or one of the last
    three. ``rerank_depth`` is how many passages it reads. ``chat_model`` is "none", for extractive answers, or an
    endpoint. ``chat_silence_s`` is the longest time that it may say nothing, ``chat_total_s`` the longest for a whole
    answer; ``chat_tokens`` the most it may write, thoughts included. ``bar`` is the least probability
    with which an answer is given; None is the one that ships.
    """

    index_dir: Path = Path("index")
    model: str = BUNDLED_MODEL
    reranker: str = NO_RERANKER
    rerank_depth: int = 30
    k: int = 8
    bar: float | None = None
    language: str = "ar"
    host: str = "127.0.0.1"
    port: int = 7860
    chat_model: str = NO_CHAT_MODEL
    chat_silence_s: float = 60.0
    chat_total_s: float = 180.0
    chat_tokens: int = 2048

    def __post_init__(self) -> None:
        if not 1 <= self.k <= 100:
            raise SettingsError(f"k is {self.k}; it must be between 1 and 100")
        if not 1 <= self.rerank_depth <= 100:
            raise SettingsError(f"rerank_depth is {self.rerank_depth}; it must be between 1 and 100")
        if self.bar is not None and not 0 < self.bar < 1:
            raise SettingsError(f"bar is {self.bar}; it must be between 0 and 1", hint="find it with `sanad calibrate`")
        if not 0 <= self.port <= 65_535:
            raise SettingsError(f"port is {self.port}; it must be between 0 and 65535")
        if self.language not in ("ar", "en"):
            raise SettingsError(f"the interface speaks ar and en, not {self.language!r}")
        if not 0 < self.chat_silence_s <= self.chat_total_s <= 3600:
            raise SettingsError(
                f"chat_silence_s is {self.chat_silence_s:g} and chat_total_s {self.chat_total_s:g};"
                " they must be above 0, the first no longer than the second, and that at most 3600"
            )
        if not 16 <= self.chat_tokens <= 100_000:
            raise SettingsError(f"chat_tokens is {self.chat_tokens}; it must be between 16 and 100000")

    @classmethod
    def load(cls, flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path) -> Self:
        """Settle every field; a flag of None was not given. Raises SettingsError."""
        chosen: dict[str, Any] = {}
        for origin, values in (
            (SETTINGS_FILE, _from_file(folder / SETTINGS_FILE)),
            ("the environment", _from_environment(environ)),
            ("the command line", {name: value for name, value in flags.items() if value is not None}),
        ):
            for name, value in values.items():
                chosen[name] = _parse(name, value, origin)
        return cls(**chosen)


_TYPES: Mapping[str, type] = {
    "index_dir": Path, "model": str, "reranker": str, "rerank_depth": int, "k": int, "bar": float,
    "language": str, "host": str, "port": int,
    "chat_model": str, "chat_silence_s": float, "chat_total_s": float, "chat_tokens": int,
}  # fmt: skip


def _from_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
    known = [field.name for field in fields(Settings)]
    unknown = sorted(set(values).difference(known))
    if unknown:
        raise SettingsError(f"{path} sets {unknown[0]!r}, which is not a setting", hint=f"known are {', '.join(known)}")
    return values


def write_setting(path: Path, name: str, value: float) -> None:
    """Set one number in a settings file, which is made if need be; its other lines stay. Raises SettingsError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if line.partition("=")[0].strip() != name]
        path.write_text("\n".join([*kept, f"{name} = {value:g}", ""]), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    names = {_ENVIRONMENT_PREFIX + name.upper(): name for name in _TYPES}
    return {name: environ[variable] for variable, name in names.items() if environ.get(variable)}


def _parse(name: str, value: Any, origin: str) -> Any:
    wanted = _TYPES[name]
    try:
        return wanted(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{name} is {value!r} in {origin}; it must be a {wanted.__name__}") from error
