"""The house as a fact: who may import whom, what an import costs, and that names and errors are as documented."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rag
from rag import errors

PACKAGE = Path(rag.__file__).parent
LAYERS = {
    "types": 0, "errors": 0,
    "protocols": 1, "config": 1, "text": 1, "bundled": 1, "endpoint": 1, "model_folders": 1, "timing": 1,
    "alignment": 2, "asking": 2, "chunking": 2, "corpus": 2, "duplicates": 2, "embedders": 2,
    "followups": 2, "lexical": 2, "markers": 2, "rerankers": 2, "roots": 2, "stores": 2, "verification": 2,
    "citations": 3, "index": 3, "reading": 3, "translation": 3,
    "answerers": 4, "building": 4, "diversity": 4, "recency": 4, "reranking": 4, "retrieval": 4,
    "cards": 4, "engine": 5,
    "contract": 6, "wiring": 6, "batch": 7, "chat_check": 7, "explaining": 7, "options": 7, "reports": 7,
    "explanations": 8, "web": 8, "evaluation": 9, "cli": 10,
}  # fmt: skip
HEAVY = (
    "openai",
    "torch",
    "transformers",
    "sentence_transformers",
    "faiss",
    "gradio",
    "tantivy",
    "langchain_text_splitters",
)
# One adapter of each kind may import these at its top; nobody else may.
OWNERS = {
    "sentence_transformers": "embedders/sentence_transformer.py rerankers/cross_encoder.py",
    "model2vec": "embedders/static.py",
    "httpx": "endpoint.py",
    "httpx2": "answerers/chat_endpoint.py",
    "openai": "answerers/chat_endpoint.py",
    "faiss": "stores/faiss_store.py",
    "tantivy": "lexical/tantivy_store.py",
    "langchain_text_splitters": "chunking.py",
    "icu4py": "text/sentences.py",
    "hijridate": "text/time/hijri.py",
    "datasketch": "duplicates.py",
    "pytrec_eval": "evaluation/ranking.py",
    "scipy": "evaluation/statistics.py",
}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_room_has_a_layer() -> None:
    rooms = {_room(path) for path in _modules()} - {"__init__", "__main__"}
    assert rooms == set(LAYERS)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_lower_layers_or_its_own_room(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        if not name.startswith("rag."):
            continue
        imported = name.split(".")[1]
        assert imported == room or LAYERS[imported] < LAYERS.get(room, 99), f"{room} imports {name}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_heavy_library_is_imported_by_its_adapter_alone(path: Path) -> None:
    for name in _imports(path):
        owner = OWNERS.get(name.split(".")[0])
        assert owner is None or path.relative_to(PACKAGE).as_posix() in owner.split()


def _loaded_after(statement: str) -> set[str]:
    script = f"import sys; {statement}; print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import rag", "import rag.cli", "import rag.wiring, rag.config, rag.types"])
def test_importing_loads_no_heavy_library(statement: str) -> None:
    heavy = _loaded_after(statement)
    if "wiring" in statement:
        heavy -= {"faiss", "tantivy", "langchain_text_splitters"}  # the index itself
    assert heavy == set()


def test_asking_with_the_default_model_loads_no_torch() -> None:
    loaded = _loaded_after(
        "from rag.wiring import build_engine, open_embedder; from rag.config import Settings; open_embedder(Settings())"
    )
    assert not loaded & {"torch", "transformers", "sentence_transformers", "gradio"}


def test_the_error_tree_in_the_docstring_is_the_tree() -> None:
    drawn = {
        word
        for word in (errors.__doc__ or "").replace("├──", " ").replace("└──", " ").split()
        if word.endswith("Error")
    }
    defined = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, errors.RagError)
    }
    assert drawn - {"(IndexError"} == defined  # Python's own, named in a remark
