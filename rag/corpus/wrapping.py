"""Printed lines back to paragraphs.

A PDF knows only where lines were printed. A line that fills its column was broken by the printer and goes
on in the next; one that stops short was ended by the author. Without this a sentence would end at every line.
"""

from __future__ import annotations

_FULL = 0.7  # of the column: narrower columns break before long words and leave up to a third of a line
_COLUMN_QUANTILE = 0.9  # of the lengths of a page's lines: a long line of a table does not set the column
_NARROWEST = 25  # characters; below this lines are a list or a table
_BULLETS = ("•", "▪", "◦", "–", "-", "*", "·")


def unwrap_lines(page: str) -> str:
    """The text of a page with the lines of each paragraph joined; blank lines and short lines end one."""
    lines = [line.strip() for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    column = lengths[int(_COLUMN_QUANTILE * (len(lengths) - 1))] if lengths else 0
    if column < _NARROWEST:
        return page
    text = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        goes_on = len(line) >= _FULL * column and following and not following.startswith(_BULLETS)
        text += line + (("" if line.endswith("-") else " ") if goes_on else "\n")
    return text.removesuffix("\n")
