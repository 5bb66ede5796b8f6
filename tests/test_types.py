"""Spans and what follows from their fields."""

from __future__ import annotations

import pytest

from rag.types import Filters, Span


def test_a_span_gives_its_words_in_any_script() -> None:
    assert Span(2, 4).of("😀 متحف") == "مت"
    assert len(Span(2, 4)) == 2


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_what_is_no_range_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_contain_and_overlap_as_half_open_ranges() -> None:
    assert Span(0, 5).contains(Span(0, 5))
    assert not Span(0, 5).contains(Span(4, 6))
    assert Span(0, 5).overlaps(Span(4, 6))
    assert not Span(0, 5).overlaps(Span(5, 6))
    assert Span(0, 5).shifted(3) == Span(3, 8)


def test_filters_without_a_wish_let_everything_through() -> None:
    assert not Filters()
    assert Filters(languages=("ar",))
