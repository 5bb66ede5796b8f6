"""What a folder must hold before a library may open it, and what is said of a model that cannot be had.

Weights are read from safetensors only, since a pickle can run code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.errors import RagError

# One of these holds the vocabulary. Where none is there, transformers 5 makes an empty one up and says nothing.
_VOCABULARIES = frozenset(
    {
        "tokenizer.json", "vocab.txt", "vocab.json", "tokenizer.model", "sentencepiece.bpe.model", "spiece.model",
        "whitespacetokenizer_config.json",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModelKind:
    """A kind of model: the file that its folders have, what saves one, the flag that names one, its errors."""

    marker: str
    saved_with: str
    flag: str
    error: type[RagError]

    def check_folder(self, folder: Path) -> None:
        """Raises ``error`` for a folder that is not whole, or holds no weights that may be read."""
        if not folder.is_dir():
            raise self.error(
                f"{folder} is a file, not a model folder", hint=f"name the folder that holds {self.marker}"
            )
        if not (folder / self.marker).is_file():
            raise self.error(
                f"{folder} is not a complete model folder: it has no {self.marker}",
                hint=f"save the model with {self.saved_with} and name that folder",
            )
        files = {path.name for path in folder.rglob("*") if path.is_file()}
        if not any(name.endswith(".safetensors") for name in files):
            raise self.error(
                f"{folder} holds no safetensors weights; pickled weights are refused, and ONNX is not read",
                hint=f"open the model where it came from, and save it again with {self.saved_with}",
            )
        if not files & _VOCABULARIES:
            raise self.error(
                f"{folder} is not a complete model folder: it has no vocabulary, such as tokenizer.json",
                hint="copy the folder again with all its files",
            )

    def unavailable(self, name: str, cause: Exception) -> RagError:
        """The error for a folder or hub name that a library could not open for ``cause``."""
        if Path(name).exists():
            return self.error(
                f"the model in {name} cannot be loaded: {_first_line(cause)}",
                hint=f"save it again with {self.saved_with}, or name another folder",
            )
        if "safetensors" in str(cause):
            return self.error(
                f"the hub has no safetensors weights of the model {name!r}, and pickled weights are refused",
                hint=f"save it as a folder where you trust it, with {self.saved_with} (docs/models.md)",
            )
        return self.error(
            f"the model {name!r} is neither a folder here, nor in the local cache, nor to be had from the hub now",
            hint=f"copy the model's folder to this machine and name it: `{self.flag} /path/to/folder`",
        )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(" .")
