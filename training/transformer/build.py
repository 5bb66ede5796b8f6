"""The run as a whole: the static model's sets in, a transformer's folder out; stopped, it goes on where it was."""

from __future__ import annotations

import json
import logging
import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from training.build import Config as StaticConfig
from training.build import DataConfig
from training.folder import write_checksums
from training.mixing import MixingConfig
from training.table import drop_tokens
from training.transformer.batches import hide_tokens, pack, pad
from training.transformer.encoder import Encoder, EncoderConfig
from training.transformer.folder import save_folder
from training.transformer.learning import LearningConfig, Schedule, learn
from training.transformer.text import Text
from training.vocabulary import VocabularyConfig

logger = logging.getLogger(__name__)
_MASKED, _ALIGNED = 1, 2  # the stages, in the seeds of what they draw


@dataclass(frozen=True, slots=True)
class MaskedConfig:
    """First stage: ``share`` of the tokens are to be told."""

    epochs: int
    batch: int
    lr: float
    share: float


@dataclass(frozen=True, slots=True)
class AlignedConfig:
    """Second stage; ``scale`` multiplies cosines before the softmax."""

    epochs: int
    batch: int
    lr: float
    scale: float
    token_dropout: float


@dataclass(frozen=True, slots=True)
class Config:
    """A run; ``config.toml`` says what each number is."""

    data: DataConfig
    mixing: MixingConfig
    vocabulary: VocabularyConfig
    encoder: EncoderConfig
    masked: MaskedConfig
    aligned: AlignedConfig
    learning: LearningConfig

    @classmethod
    def load(cls, path: Path) -> Config:
        """Read a file like ``config.toml`` and the static model's that it names; wrong keys raise TypeError."""
        with path.open("rb") as file:
            parts = tomllib.load(file)
        static = StaticConfig.load(path.parent / parts["text"])
        return cls(
            static.data, static.mixing, replace(static.vocabulary, **parts["vocabulary"]),
            EncoderConfig(**parts["encoder"]), MaskedConfig(**parts["masked"]),
            AlignedConfig(**parts["aligned"]), LearningConfig(**parts["learning"]),
        )  # fmt: skip


def build_transformer(config: Config, folder: Path, device: torch.device) -> None:
    """Train the encoder and write it to ``folder``; what a stopped run needs lies in ``folder``-run beside it.

    Raises ValueError if that was begun with another configuration.
    """
    run_dir = folder.with_name(f"{folder.name}-run")
    text = _open_run(config, run_dir)
    encoder = Encoder.random(config.encoder, text.special, config.learning.seed, device)
    train_masked(encoder, text, config, run_dir / "masked.pt")
    train_aligned(encoder, text, config, run_dir / "aligned.pt")
    save_folder(folder, encoder.model.bert, text.tokenizer, config.encoder.max_tokens)
    (folder / "training.json").write_text(_as_json(config), "utf8")
    write_checksums(folder)


def train_masked(encoder: Encoder, text: Text, config: Config, checkpoint: Path) -> None:
    """First stage: tell hidden tokens from what stands around them and from the translation."""
    masked = config.masked
    batches = _all_batches(text, config, masked, _MASKED)

    def loss_of(step: int) -> torch.Tensor:
        rng = _seeded(config, _MASKED, step)
        blocks = pack(text.corpus, batches[step], text.special, config.encoder.max_tokens)
        return encoder.masked_loss(hide_tokens(blocks, text.special, masked.share, rng))

    schedule = Schedule(len(batches), masked.lr, config.learning.warmup)
    learn(encoder.model, loss_of, schedule, config.learning, checkpoint)


def train_aligned(encoder: Encoder, text: Text, config: Config, checkpoint: Path) -> None:
    """Second stage: a text and its translation among the other texts of a batch."""
    aligned = config.aligned
    batches = _all_batches(text, config, aligned, _ALIGNED)

    def loss_of(step: int) -> torch.Tensor:
        rng = _seeded(config, _ALIGNED, step)
        source, target = (
            pad(*drop_tokens(*side.gather(batches[step]), 1 - aligned.token_dropout, rng), text.special)
            for side in (text.corpus.source, text.corpus.target)
        )
        return encoder.aligned_loss(source, target, aligned.scale)

    schedule = Schedule(len(batches), aligned.lr, config.learning.warmup)
    learn(encoder.model, loss_of, schedule, config.learning, checkpoint)


def _all_batches(text: Text, config: Config, stage: MaskedConfig | AlignedConfig, number: int) -> list[np.ndarray]:
    rng = np.random.default_rng((config.learning.seed, number))
    return [b for _ in range(stage.epochs) for b in text.corpus.batches(config.mixing, stage.batch, rng)]


def _seeded(config: Config, stage: int, step: int) -> np.random.Generator:
    """A generator that the step's number fixes, and torch's own, which dropout draws from, fixed by it as well."""
    rng = np.random.default_rng((config.learning.seed, stage, step))
    torch.manual_seed(int(rng.integers(2**63)))
    return rng


def _open_run(config: Config, run_dir: Path) -> Text:
    """The text of a run that was begun, or of a new one."""
    run_dir.mkdir(parents=True, exist_ok=True)
    settings = run_dir / "training.json"
    if settings.exists() and settings.read_text("utf8") != _as_json(config):
        raise ValueError(f"{run_dir} was begun with another configuration: delete it, or name another --out")
    settings.write_text(_as_json(config), "utf8")
    if not (run_dir / "text.npz").exists():
        Text.prepare(config.data, config.vocabulary, config.encoder.max_tokens).save(run_dir)
    return Text.load(run_dir)


def _as_json(config: Config) -> str:
    return json.dumps(asdict(config), indent=2) + "\n"
