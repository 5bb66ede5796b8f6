"""The index on disk, where the offline and the online half meet.

``records`` (SQLite) is the truth: documents, passages, vectors. A *generation* is what is derived from
it: a FAISS store and a term store with a manifest, published as a whole behind the file ``CURRENT``.
"""

from rag.index.manifest import Manifest
from rag.index.passage_index import PassageIndex
from rag.index.writer import Change, IndexWriter

__all__ = ["Change", "IndexWriter", "Manifest", "PassageIndex"]
