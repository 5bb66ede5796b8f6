"""PDFs are written by hand here: a font whose codes mean, by its ToUnicode table, whatever the text holds."""

from __future__ import annotations

import pytest

from rag.errors import ReadError


def pdf_bytes(*pages, title="", trailer="", extra=()):
    """A PDF of ``pages``, each a sequence of lines that are drawn from left to right as they stand."""
    alphabet = sorted({c for page in pages for line in page for c in line})
    codes = {c: number for number, c in enumerate(alphabet, start=33)}
    mapping = "\n".join(f"<{code:02x}> <{c.encode('utf-16-be').hex()}>" for c, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{mapping}\nendbfchar\n"
        "endcmap end end"
    )
    widths = " ".join(["500"] * 223)
    first = 5
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /TrueType /BaseFont /Courier /ToUnicode 4 0 R /FirstChar 33 /LastChar 255 "
        f"/Widths [{widths}] /Encoding /WinAnsiEncoding >>",
        stream(cmap),
    ]
    for number, page in enumerate(pages):
        drawn = "".join(
            f"BT /F 12 Tf 50 {700 - 20 * row} Td <{''.join(f'{codes[c]:02x}' for c in line)}> Tj ET\n"
            for row, line in enumerate(page)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {first + 2 * number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(stream(drawn))
    objects += [f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>" if title else "<< >>", *extra]
    return assemble(objects, f"/Info {first + 2 * len(pages)} 0 R {trailer}")


def stream(content):
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def assemble(objects, trailer):
    data = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("latin-1")


def test_lines_stay_lines_and_pages_are_set_apart(write, read_one):
    document = read_one(write("a.pdf", pdf_bytes(["The library", "opens today."], ["Second page."])))
    assert document.text == "The library\nopens today.\n\nSecond page."
    assert document.metadata == {"pages": "2"}


@pytest.mark.parametrize("text", ["L'été à Fès", "图书馆今天开放"])
def test_other_scripts_come_through_the_font(write, read_one, text):
    assert read_one(write("a.pdf", pdf_bytes([text]))).text == text


@pytest.mark.parametrize("text", ["مكتبة المدينة", "افتتاح القاعة الكبرى"])
def test_arabic_drawn_from_left_to_right_is_read_from_the_right(write, read_one, text):
    assert read_one(write("a.pdf", pdf_bytes([text[::-1]]))).text == text


def test_presentation_forms_become_letters_and_nothing_else_is_folded(write, read_one):
    document = read_one(write("a.pdf", pdf_bytes(["\ufe94\ufe92\ufe98\ufedc\ufee3"], ["x² ½"])))
    assert document.text == "مكتبة\n\nx² ½"


def test_a_hyphen_at_the_end_of_a_line_stays(write, read_one):
    assert "-" in read_one(write("a.pdf", pdf_bytes(["The biblio-", "theque opens."]))).text


def test_the_title_of_its_properties_is_taken(write, read_one):
    assert read_one(write("a.pdf", pdf_bytes(["Some text."], title="مكتبة المدينة"))).title == "مكتبة المدينة"


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - report.doc", "report_final.docx", "about:blank"])
def test_a_title_that_a_program_made_up_is_not(write, read_one, title):
    assert read_one(write("a.pdf", pdf_bytes(["Some text."], title=title))).title == "Some text."


def test_an_encrypted_file_is_refused_with_the_remedy(write, read_all):
    secret = "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "ab" * 32 + "> /U <" + "cd" * 32 + "> >>"
    data = pdf_bytes(["Secret."], trailer="/Encrypt 8 0 R /ID [<00> <00>]", extra=[secret])
    with pytest.raises(ReadError, match=r"encrypted.*without a password"):
        read_all(write("a.pdf", data))


def test_a_truncated_file_and_another_kind_of_file_are_refused(write, read_all):
    with pytest.raises(ReadError, match="damaged or truncated"):
        read_all(write("a.pdf", pdf_bytes(["Some text."])[:60]))
    with pytest.raises(ReadError, match="no PDF"):
        read_all(write("b.pdf", "just text"))


def test_a_scan_is_refused_with_the_remedy(write, read_all):
    with pytest.raises(ReadError, match="OCR"):
        read_all(write("a.pdf", pdf_bytes([])))
