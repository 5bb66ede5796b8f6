"""How long named steps of a question take, told across parts that know nothing of each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Clock:
    """Steps of the question that the calling thread works on; safe to share, since each thread has its own."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of a block to the step ``name``, also where it fails."""
        started = time.perf_counter()
        try:
            yield
        finally:
            steps = self._steps()
            steps[name] = steps.get(name, 0.0) + 1000 * (time.perf_counter() - started)

    def take_ms(self) -> Mapping[str, float]:
        """Milliseconds of each step of this thread since the last call."""
        steps = self._steps()
        self._of_thread.steps = {}
        return steps

    def _steps(self) -> dict[str, float]:
        steps: dict[str, float] = self._of_thread.__dict__.setdefault("steps", {})
        return steps
