"""The chat over the default index: ``python app.py`` is ``sanad serve``."""

from __future__ import annotations

import os
from pathlib import Path

from rag.config import Settings
from rag.web.server import serve_chat
from rag.wiring import EngineSource

if __name__ == "__main__":
    settings = Settings.load({}, os.environ, Path.cwd())
    serve_chat(EngineSource(settings), settings)
