"""The run as a whole: sets in, model folder out."""

from __future__ import annotations

import json
import logging
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.folder import save_folder, write_checksums
from training.merge import merge_tables
from training.mixing import MixingConfig
from training.pairs import read_pairs
from training.prepare import cap, clean_pairs, encode
from training.stages import (
    Corpus,
    NeighbourConfig,
    SentenceConfig,
    TableConfig,
    WordConfig,
    train_neighbours,
    train_sentences,
    train_words,
)
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
    neighbours: NeighbourConfig
    words: WordConfig

    @classmethod
    def load(cls, path: Path) -> Config:
        """Read a file like ``config.toml``; a missing or unknown key raises TypeError."""
        with path.open("rb") as file:
            parts = tomllib.load(file)
        return cls(
            DataConfig(**parts["data"]), MixingConfig(**parts["mixing"]), VocabularyConfig(**parts["vocabulary"]),
            TableConfig(**parts["table"]), SentenceConfig(**parts["sentences"]),
            NeighbourConfig(**parts["neighbours"]), WordConfig(**parts["words"]),
        )  # fmt: skip


def build_model(config: Config, folder: Path, threads: int) -> None:
    """Learn a table with each seed, merge and finish them, and write the model to ``folder``.

    Each seed's own table goes to a folder beside it: they say how much of a figure is chance.
    """
    torch.set_num_threads(threads)
    data = config.data
    pairs = read_pairs(Path(data.train_dir), Path(data.lexicon_dir), data.pivot_languages)
    logger.info("%d pairs", len(pairs))
    pairs = clean_pairs(cap(pairs, data.most_per_group), Path(data.eval_dir))
    tokenizer = build_tokenizer(pairs, config.vocabulary)
    logger.info("%d tokens; %d pairs to learn from", tokenizer.get_vocab_size(), len(pairs))
    columns = [encode(tokenizer, [pair[side] for pair in pairs]) for side in (2, 3)]
    corpus = Corpus.build(pairs, *columns)
    words = WordMap.build(tokenizer, columns)
    del pairs
    tables = []
    for seed in config.table.seeds:
        logger.info("seed %d", seed)
        table = Table.random(tokenizer.get_vocab_size(), config.table.dim, seed)
        train_sentences(table, corpus, config.mixing, config.sentences, config.table, seed)
        tables.append(table.vectors.numpy())
        _save(folder.with_name(f"{folder.name}-seed-{seed}"), tables[-1], tokenizer, config)
    merged = Table(torch.from_numpy(merge_tables(tables, config.table.dim)))
    _save(folder, _finish(config, corpus, words, merged), tokenizer, config)


def _finish(config: Config, corpus: Corpus, words: WordMap, table: Table) -> np.ndarray:
    """The mean of the vectors after the second and after the third stage, which is better than either (README.md)."""
    train_neighbours(table, corpus, config.mixing, config.neighbours, config.table)
    by_sentences = table.vectors.numpy().copy()
    train_words(table, corpus, words, config.mixing, config.words, config.table)
    mean: np.ndarray = (by_sentences + table.vectors.numpy()) / 2
    return mean


def _save(folder: Path, vectors: np.ndarray, tokenizer: Tokenizer, config: Config) -> None:
    save_folder(folder, vectors, tokenizer)
    (folder / "training.json").write_text(json.dumps(asdict(config), indent=2) + "\n", "utf8")
    write_checksums(folder)
