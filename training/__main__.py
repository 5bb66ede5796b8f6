"""``python -m training``: builds the model of ``config.toml`` in ``training/out/model``."""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace
from pathlib import Path

from training.build import Config, build_model

_HERE = Path(__file__).parent


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--config", type=Path, default=_HERE / "config.toml")
    parser.add_argument("--out", type=Path, default=_HERE / "out" / "model")
    parser.add_argument("--seed", type=int, help="in place of the configuration's")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    config = Config.load(options.config)
    if options.seed is not None:
        config = replace(config, table=replace(config.table, seed=options.seed))
    build_model(config, options.out, options.threads)


if __name__ == "__main__":
    main()
