"""Files → documents: one reader per format, and the article told from its page."""

from rag.corpus.files import expand_paths, find_files
from rag.corpus.raw import FieldNames
from rag.corpus.reading import read_file

__all__ = ["FieldNames", "expand_paths", "find_files", "read_file"]
