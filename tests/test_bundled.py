"""The model in the box: whole, small, licensed, and able to tell what is meant in several languages."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from rag.bundled import BUNDLED_FINGERPRINT, BUNDLED_FOLDER
from rag.embedders.static import StaticEmbedder

ROOT = Path(__file__).resolve().parents[1]
MOST_BYTES = 52_000_000
SAID_IN = {
    "ar": ["افتتح الوزير متحفا في العاصمة.", "ارتفعت أسعار النفط أمس.", "فاز الفريق بكأس البطولة.",
           "ضرب زلزال شمال البلاد."],
    "en": ["The minister opened a museum in the capital.", "Oil prices rose yesterday.",
           "The team won the championship.", "An earthquake hit the north of the country."],
    "fr": ["Le ministre a inauguré un musée dans la capitale.", "Les prix du pétrole ont augmenté hier.",
           "L'équipe a remporté le championnat.", "Un séisme a frappé le nord du pays."],
    "es": ["El ministro inauguró un museo en la capital.", "Los precios del petróleo subieron ayer.",
           "El equipo ganó el campeonato.", "Un terremoto sacudió el norte del país."],
    "de": ["Der Minister eröffnete ein Museum in der Hauptstadt.", "Die Ölpreise stiegen gestern.",
           "Die Mannschaft gewann die Meisterschaft.", "Ein Erdbeben erschütterte den Norden des Landes."],
    "zh": ["部长在首都为一座博物馆揭幕。", "石油价格昨天上涨。", "球队赢得了冠军。", "地震袭击了该国北部。"],
}  # fmt: skip


def test_the_folder_is_whole_and_small() -> None:
    lines = (BUNDLED_FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    promised = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {p.relative_to(BUNDLED_FOLDER).as_posix(): p for p in BUNDLED_FOLDER.rglob("*") if p.is_file()}
    assert set(promised) == set(files) - {"SHA256SUMS"}
    for name, digest in promised.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest, name
    assert sum(path.stat().st_size for path in files.values()) <= MOST_BYTES


def test_the_fingerprint_that_is_kept_beside_the_folder_is_the_folders_own() -> None:
    assert StaticEmbedder.open(BUNDLED_FOLDER).fingerprint == BUNDLED_FINGERPRINT


def test_the_card_tells_the_licence_the_sources_and_the_limits() -> None:
    card = (BUNDLED_FOLDER / "README.md").read_text(encoding="utf-8")
    assert "license: cc-by-sa-4.0" in card.split("---")[1]
    for heading in ("## Figures", "## Limits", "## Data and attribution"):
        assert heading in card
    assert not re.search("@[A-Z]+@", card)  # no place left to fill in


def test_every_file_of_the_folder_ships_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["rag.bundled"]
    shipped = {path for pattern in patterns for path in BUNDLED_FOLDER.parent.glob(pattern) if path.is_file()}
    assert shipped == {path for path in BUNDLED_FOLDER.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", ["en", "fr", "es", "de", "zh"])
def test_a_sentence_is_nearest_to_its_translation(embedder: StaticEmbedder, language: str) -> None:
    arabic, other = embedder.embed_passages(SAID_IN["ar"]), embedder.embed_passages(SAID_IN[language])
    cosines = other @ arabic.T
    assert cosines.argmax(axis=1).tolist() == cosines.argmax(axis=0).tolist() == [0, 1, 2, 3]


def test_arabic_is_read_as_it_is_typed(embedder: StaticEmbedder) -> None:
    careful, careless = embedder.embed_passages(["أَلْقَى الرئيسُ خِطاباً إلى الأمّة", "القى الرئيس خطابا الى الامه"])
    assert careful @ careless > 0.95
    with_article, without = embedder.embed_passages(["والمتحف", "متحف"])
    assert with_article @ without > 0.95


def test_sentence_transformers_opens_the_folder_and_gives_the_same_vectors(embedder: StaticEmbedder) -> None:
    texts = [sentence for sentences in SAID_IN.values() for sentence in sentences]
    theirs = SentenceTransformer(str(BUNDLED_FOLDER), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.allclose(theirs, embedder.embed_passages(texts), atol=1e-4)
