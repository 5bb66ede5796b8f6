"""``python -m training.transformer``: trains the encoder of ``config.toml``, or goes on where a stopped run was."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch

from training.transformer.build import Config, build_transformer

_HERE = Path(__file__).parent


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(prog="python -m training.transformer", description=__doc__)
    parser.add_argument("--config", type=Path, default=_HERE / "config.toml")
    parser.add_argument("--out", type=Path, default=_HERE.parent / "out" / "transformer")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("torch finds no GPU here: install its CUDA build, or say --device cpu")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    build_transformer(Config.load(options.config), options.out, torch.device(options.device))


if __name__ == "__main__":
    main()
