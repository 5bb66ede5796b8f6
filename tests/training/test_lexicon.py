"""Our own lexicon can be read whole, and means what its cells say."""

from pathlib import Path

import pytest

from training.pairs import Pair, read_table

FILES = sorted((Path(__file__).resolve().parents[2] / "training" / "lexicon").glob("*.tsv"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_line_has_a_cell_for_every_language(path):
    head, *lines = path.read_text("utf8").splitlines()
    languages = head.split("\t")
    assert languages[:2] == ["en", "ar"]
    assert len(set(languages)) == len(languages)
    wrong = [x for x in lines if x.strip() and not x.startswith("#") and x.count("\t") != len(languages) - 1]
    assert wrong == []


def test_each_synonym_is_paired_with_each():
    pairs = read_table(["en\tar\tde", "army | troops\tجيش\tHeer", "# a remark", "sea\t\tMeer"], "own_lexicon")
    assert pairs == [
        Pair("own_lexicon", "en-ar", "army", "جيش"),
        Pair("own_lexicon", "en-ar", "troops", "جيش"),
        Pair("own_lexicon", "en-de", "army", "Heer"),
        Pair("own_lexicon", "en-de", "troops", "Heer"),
        Pair("own_lexicon", "ar-de", "جيش", "Heer"),
        Pair("own_lexicon", "en-de", "sea", "Meer"),
    ]


def test_words_of_a_field_are_paired_in_order():
    pairs = read_table(["en\tar", "sun | moon\tشمس | قمر", "star | planet\tنجم"], "own_lexicon", in_order=True)
    assert [(p.source, p.target) for p in pairs] == [("sun", "شمس"), ("moon", "قمر"), ("star planet", "نجم")]
