"""Which passages pass a filter, told from columns in memory: a database takes 70 ms to name a hundred thousand rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.protocols import Rows
from rag.types import Filters

_NO_DATE = 0
_KEPT = 16  # filters whose rows are kept; a conversation asks with the same ones again


class Catalogue:
    """The facts of one generation's documents that filters speak of, and the rows of their passages."""

    def __init__(
        self,
        rows: Rows,
        document_of_row: NDArray[np.intp],
        sources: Sequence[str],
        languages: Sequence[str],
        published: Sequence[date | None],
    ) -> None:
        """``document_of_row`` has a place in ``sources``, ``languages`` and ``published`` for each of ``rows``."""
        self._rows = rows
        self._document_of_row = document_of_row
        self._sources = sources
        self._languages = languages
        self._published = np.array([day.toordinal() if day else _NO_DATE for day in published], dtype=np.int64)
        self.admitted: Callable[[Filters], Rows] = lru_cache(maxsize=_KEPT)(self._admitted)

    def _admitted(self, filters: Filters) -> Rows:
        """The rows whose documents pass, in order."""
        passes = np.ones(len(self._sources), dtype=np.bool_)
        if filters.sources:
            passes &= [any(wanted in source for wanted in filters.sources) for source in self._sources]
        if filters.languages:
            passes &= np.isin(self._languages, filters.languages)
        if filters.published_from or filters.published_before:
            passes &= self._published != _NO_DATE
        if filters.published_from:
            passes &= self._published >= filters.published_from.toordinal()
        if filters.published_before:
            passes &= self._published < filters.published_before.toordinal()
        return self._rows[passes[self._document_of_row]]
