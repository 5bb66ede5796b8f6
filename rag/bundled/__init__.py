"""The model in the box, trained by ``training/``; its folder says what it is and what it learned from."""

from __future__ import annotations

from pathlib import Path

BUNDLED_FOLDER = Path(__file__).parent / "sanad-1"
"""A folder that ``SentenceTransformer(folder)`` and model2vec open as it stands."""
BUNDLED_FINGERPRINT = "a44f9dfcf97a706e"
"""What ``fingerprint_of`` says of it, which takes a third of a second; a test holds them together."""
