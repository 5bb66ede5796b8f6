"""``python -m training``: builds the model of ``config.toml`` in ``training/out/model``."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from training.build import Config, build_model

_HERE = Path(__file__).parent


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--config", type=Path, default=_HERE / "config.toml")
    parser.add_argument("--out", type=Path, default=_HERE / "out" / "model")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    build_model(Config.load(options.config), options.out, options.threads)


if __name__ == "__main__":
    main()
