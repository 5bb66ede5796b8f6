"""The descent of one stage: steps with a checkpoint now and then, from which a stopped run goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

logger = logging.getLogger(__name__)
_BETAS = (0.9, 0.98)  # RoBERTa's
_TOLD_EVERY = 100  # steps


@dataclass(frozen=True, slots=True)
class LearningConfig:
    """What both stages share; ``warmup`` is a share of a stage's steps."""

    seed: int
    warmup: float
    weight_decay: float
    clip: float
    checkpoint_every: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many steps, and how large: up to ``lr`` within ``warmup`` of them, then down to nothing in a line."""

    steps: int
    lr: float
    warmup: float

    def rate(self, step: int) -> float:
        """The learning rate of a step, counted from 0."""
        rising = (step + 1) / max(1.0, self.warmup * self.steps)
        falling = (self.steps - step) / max(1.0, (1 - self.warmup) * self.steps)
        return self.lr * min(1.0, rising, falling)


def learn(
    model: nn.Module, loss_of: Callable[[int], torch.Tensor], schedule: Schedule, config: LearningConfig, file: Path
) -> None:
    """Take the schedule's steps, or those that the checkpoint in ``file`` has not seen.

    ``loss_of`` gives the loss of a step and must depend on the step's number alone, or a run that was stopped would
    end elsewhere. Raises RuntimeError when a gradient is no number; the checkpoint is then the last good one.
    """
    optimizer = torch.optim.AdamW(_groups(model, config.weight_decay), betas=_BETAS)
    done = load_checkpoint(file, model, optimizer)
    begun = time.monotonic()
    model.train()
    for step in range(done, schedule.steps):
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate(step)
        optimizer.zero_grad()
        loss = loss_of(step)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), config.clip, error_if_nonfinite=True)
        optimizer.step()
        if step % _TOLD_EVERY == 0:
            logger.info("step %d of %d: loss %.3f, %.0f s", step, schedule.steps, loss.item(), time.monotonic() - begun)
        if (step + 1) % config.checkpoint_every == 0 or step + 1 == schedule.steps:
            save_checkpoint(file, model, optimizer, step + 1)


def save_checkpoint(file: Path, model: nn.Module, optimizer: torch.optim.Optimizer, done: int) -> None:
    """Write all that the next step needs; ``file`` is replaced only when the new one is whole."""
    part = file.with_suffix(".part")
    torch.save({"done": done, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, part)
    part.replace(file)


def load_checkpoint(file: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Set model and optimizer to what they were, and return how many steps were done; 0 without a checkpoint."""
    if not file.exists():
        return 0
    state = torch.load(file, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    logger.info("%s: %d steps were done", file.name, state["done"])
    return int(state["done"])


def _groups(model: nn.Module, decay: float) -> list[dict[str, object]]:
    """Biases and the scales of layers do not decay."""
    return [
        {"params": [p for p in model.parameters() if p.ndim > 1], "weight_decay": decay},
        {"params": [p for p in model.parameters() if p.ndim <= 1], "weight_decay": 0.0},
    ]
