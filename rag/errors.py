"""Every error that Sanad raises on purpose.

RagError                      one sentence of what was found, and ``hint``: what to do next
├── UsageError                the request itself is wrong (exit code 2)
│   └── SettingsError         a flag, variable or sanad.toml key has no meaning
├── ReadError                 one file could not be read; the rest goes on
├── EmbedderError             a model is missing, incomplete, refused, or does not answer
├── RerankerError             the same of the model that reorders what was found
├── PassageIndexError         the index cannot be used as it stands (IndexError is Python's)
│   ├── IndexMissingError     nothing was ever indexed there
│   ├── IndexForeignError     the folder is not an index, or of another format
│   ├── IndexCorruptError     a part is missing or its checksum is wrong
│   ├── IndexMismatchError    built with another model or analyser
│   └── IndexBusyError        another process is writing
├── DocumentMissingError      no document of that id
└── AnswerError               the answerer failed

"""

from __future__ import annotations

from pathlib import Path


class RagError(Exception):
    """The base: ``str(error)`` says what was found, ``error.hint`` what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(RagError):
    """The request itself is wrong."""


class SettingsError(UsageError):
    """A setting has no meaning."""


class ReadError(RagError):
    """One file could not be read; ``path`` names it."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason


class EmbedderError(RagError):
    """A model cannot be loaded or used."""


class RerankerError(RagError):
    """A model that reorders cannot be loaded or used."""


class PassageIndexError(RagError):
    """The index cannot be used as it stands."""


class IndexMissingError(PassageIndexError):
    """Nothing was ever indexed there."""

    def __init__(self, index_dir: Path) -> None:
        super().__init__(
            f"there is no index in {index_dir}",
            hint=f"make one with `sanad index PATH --index {index_dir}`",
        )


class IndexForeignError(PassageIndexError):
    """The folder is not an index, or one of another format."""


class IndexCorruptError(PassageIndexError):
    """A part of the index is missing or not what was written."""

    def __init__(self, index_dir: Path, finding: str, *, mendable: bool = True) -> None:
        super().__init__(
            f"the index in {index_dir} is damaged: {finding}",
            hint=f"mend it with `sanad doctor --mend --index {index_dir}`"
            if mendable
            else f"index the articles again: `sanad index PATH --index {index_dir}-new`",
        )


class IndexMismatchError(PassageIndexError):
    """The index was built with another model, or by another analyser."""


class IndexBusyError(PassageIndexError):
    """Another process is writing to the index."""

    def __init__(self, index_dir: Path) -> None:
        super().__init__(
            f"another process is writing to the index in {index_dir}",
            hint="wait until it has finished, then run the command again",
        )


class DocumentMissingError(RagError):
    """No document of that id is in the index."""

    def __init__(self, doc_id: str) -> None:
        super().__init__(
            f"no document {doc_id!r} is in the index",
            hint="`sanad search` shows the ids of what it finds",
        )


class AnswerError(RagError):
    """The answerer failed; ``failure`` is one of the values of `rag.types.Failure`."""

    def __init__(self, message: str, *, hint: str = "", failure: str = "failed") -> None:
        super().__init__(message, hint=hint)
        self.failure = failure
