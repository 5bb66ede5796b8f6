"""PDF by pdfium: the words of each page in reading order."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError, PdfTextPage
from pypdfium2.raw import (
    FPDF_ERR_PASSWORD,
    FPDFText_GetCharOrigin,
    FPDFText_GetUnicode,
)

from rag.corpus.raw import FieldNames, RawDocument
from rag.corpus.visual_order import Glyph, has_right_to_left, join_split_lines, read_line
from rag.corpus.wrapping import unwrap_lines
from rag.errors import ReadError

# Fonts of older PDFs encode the shapes of Arabic letters in place of the letters.
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
# What pdfium puts for a hyphen at the end of a line. The hyphen is the author's, so it is given back.
_LINE_END_HYPHEN = re.compile("[\x02\ufffe](?:\r?\n)?")
# Titles that programs write when nobody gave one.
_PROGRAM_TITLE = re.compile(
    r"about:blank|https?://.*|untitled.*|microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|indd|qxd|rtf|tex)", re.I
)


def read(path: Path, data: bytes, _fields: FieldNames, _on_skip: Callable[[ReadError], None]) -> Iterator[RawDocument]:
    """The one document of a PDF; raises ReadError when it is encrypted, damaged or holds only pictures."""
    with _open_pdf(path, data) as pdf:
        try:
            pages = [_page_text(pdf, number) for number in range(len(pdf))]
        except PdfiumError as error:
            raise ReadError(path, f"the PDF is damaged: one of its pages cannot be read ({error})") from error
        title, author = (pdf.get_metadata_value(key).strip() for key in ("Title", "Author"))
    text = "\n\n".join(page for page in pages if page)
    if not text:
        raise ReadError(path, "the PDF holds no text, only pictures of it perhaps; a scan needs OCR first")
    title = "" if _PROGRAM_TITLE.fullmatch(title) else _fold_presentation_forms(title)
    yield RawDocument(text, title=title, metadata={"author": author, "pages": str(len(pages))})


def _open_pdf(path: Path, data: bytes) -> PdfDocument:
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise ReadError(path, "the PDF is encrypted; save a copy without a password") from error
        raise ReadError(path, "this is no PDF, or it is damaged or truncated") from error


def _page_text(pdf: PdfDocument, number: int) -> str:
    page = pdf[number]
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    if has_right_to_left(text):
        text = "\n".join(read_line(line) for line in join_split_lines(_glyph_lines(text_page)))
    text_page.close()
    page.close()
    text = _fold_presentation_forms(_LINE_END_HYPHEN.sub("-\n", text)).replace("\r\n", "\n")
    return unwrap_lines(text).strip()


def _glyph_lines(text_page: PdfTextPage) -> Iterator[list[Glyph]]:
    """The characters that stand on the page, broken where pdfium sees a new line."""
    line: list[Glyph] = []
    for position in range(text_page.count_chars()):
        character = chr(FPDFText_GetUnicode(text_page, position))
        if character in "\r\n":
            yield line
            line = []
        else:
            line.append(_glyph_at(text_page, position, character))
    yield line


def _glyph_at(text_page: PdfTextPage, position: int, character: str) -> Glyph:
    left, bottom, right, top = text_page.get_charbox(position)
    x, y = ctypes.c_double(), ctypes.c_double()
    FPDFText_GetCharOrigin(text_page, position, x, y)
    return Glyph(character, left, right, baseline=y.value, height=top - bottom)


def _fold_presentation_forms(text: str) -> str:
    return _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
