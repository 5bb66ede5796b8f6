"""What Sanad adds to a chat model's time: from the endpoint's first word to the first word of the answer.

The endpoint is the one of the tests, on this machine, so that the model's own time is known to the microsecond.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rag.answerers.chat_endpoint import ChatEndpoint, ChatPatience
from rag.building import build_index
from rag.corpus import FieldNames
from rag.embedders.static import open_bundled
from rag.index import IndexWriter, PassageIndex
from rag.wiring import answered_by, build_engine
from tests.answerers.chatting import ChatServer, Reply

_ROUNDS = 60
_QUESTION = "متى وقع بيني غانتس مذكرة التفاهم في الرباط؟"
_SENT = [f"كلمة{number} " for number in range(200)]


def main() -> None:
    embedder = open_bundled()
    with tempfile.TemporaryDirectory() as folder, ChatServer() as server:
        with IndexWriter.open(Path(folder) / "index", embedder) as writer:
            seeds = str(Path(__file__).resolve().parents[1] / "seeds")
            build_index(writer, [seeds], fields=FieldNames(), progress=lambda *_: None)
        with PassageIndex.open(Path(folder) / "index", embedder) as index:
            endpoint = ChatEndpoint.open(server.model(), {}, ChatPatience())
            engine = answered_by(build_engine(index, embedder), endpoint, tokens=4000)
            first, each = [], []
            for _ in range(_ROUNDS):
                server.sent.clear()
                server.replies.append(Reply(_SENT, pause_s=0.005, stall_s=0.05))
                seen = [time.perf_counter() for snapshot in engine.stream(_QUESTION) if snapshot.text]
                first.append(1000 * (seen[0] - server.sent[0]))
                each.append(1000 * (seen[-1] - server.sent[-1]))
    print("| from the endpoint's word to the answer's, ms | p50 | p95 |")
    print("|---|---|---|")
    for name, times in (("first word", first), ("last of 200 words", each)):
        print(f"| {name} | {statistics.median(times):.1f} | {statistics.quantiles(times, n=20)[-1]:.1f} |")


if __name__ == "__main__":
    main()
