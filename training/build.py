"""The run as a whole: sets in, model folder out."""

from __future__ import annotations

import hashlib
import json
import logging
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.folder import save_folder
from training.mixing import MixingConfig
from training.pairs import Pair, read_pairs
from training.prepare import cap, clean_pairs, encode
from training.stages import Corpus, SentenceConfig, TableConfig, WordConfig, train_sentences, train_words
from training.table import Table
from training.vocabulary import VocabularyConfig, build_tokenizer
from training.words import WordMap

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Where the text is, and how much of one kind of it is read."""

    train_dir: str
    eval_dir: str
    lexicon_dir: str
    most_per_group: int
    pivot_languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """A run; ``config.toml`` says what each number is."""

    data: DataConfig
    mixing: MixingConfig
    vocabulary: VocabularyConfig
    table: TableConfig
    sentences: SentenceConfig
    words: WordConfig

    @classmethod
    def load(cls, path: Path) -> Config:
        """Read a file like ``config.toml``; a missing or unknown key raises TypeError."""
        with path.open("rb") as file:
            parts = tomllib.load(file)
        return cls(
            DataConfig(**parts["data"]), MixingConfig(**parts["mixing"]), VocabularyConfig(**parts["vocabulary"]),
            TableConfig(**parts["table"]), SentenceConfig(**parts["sentences"]), WordConfig(**parts["words"]),
        )  # fmt: skip


def build_model(config: Config, folder: Path, threads: int) -> None:
    """Learn a model and write it to ``folder`` with the configuration and the checksums of its files."""
    torch.set_num_threads(threads)
    torch.manual_seed(config.table.seed)
    data = config.data
    pairs = read_pairs(Path(data.train_dir), Path(data.lexicon_dir), data.pivot_languages)
    logger.info("%d pairs", len(pairs))
    pairs = clean_pairs(cap(pairs, data.most_per_group, config.table.seed), Path(data.eval_dir))
    tokenizer = build_tokenizer(pairs, config.vocabulary)
    logger.info("%d tokens; %d pairs to learn from", tokenizer.get_vocab_size(), len(pairs))
    save_folder(folder, _train(config, pairs, tokenizer), tokenizer)
    (folder / "training.json").write_text(json.dumps(asdict(config), indent=2) + "\n", "utf8")
    write_checksums(folder)


def _train(config: Config, pairs: list[Pair], tokenizer: Tokenizer) -> np.ndarray:
    """The vectors: the mean of those after each stage, which is better than either (README.md)."""
    source, target = (encode(tokenizer, [pair[side] for pair in pairs]) for side in (2, 3))
    corpus = Corpus.build(pairs, source, target)
    table = Table(tokenizer.get_vocab_size(), config.table.dim)
    train_sentences(table, corpus, config.mixing, config.sentences, config.table)
    by_sentences = table.bag.weight.detach().numpy().copy()
    words = WordMap.build(tokenizer, [source, target])
    train_words(table, corpus, words, config.mixing, config.words, config.table)
    return (by_sentences + table.bag.weight.detach().numpy()) / 2


def write_checksums(folder: Path) -> None:
    """SHA256SUMS over every other file, as ``sha256sum --check`` reads it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}" for p in files]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf8")
