"""From made-up pairs to a folder that both libraries open, and that has learned the pairs."""

import hashlib
import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from training.build import Config, build_model
from training.prepare import encode
from training.vocabulary import SILENT

ROOT = Path(__file__).resolve().parents[2]
WORDS = {
    "river": "نهر", "teacher": "معلم", "market": "سوق", "winter": "شتاء", "bread": "خبز", "engine": "محرك",
    "king": "ملك", "letter": "رسالة", "garden": "حديقة", "doctor": "طبيب", "bridge": "جسر", "island": "جزيرة",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("run")
    for name in ("train", "eval", "lexicon"):
        (root / name).mkdir()
    rng = np.random.default_rng(0)
    english = list(WORDS)
    chosen = [rng.permutation(english)[:4] for _ in range(600)]
    lines = [f"en-ar\t{' '.join(c)}\t{' '.join('ال' + WORDS[w] for w in c)}" for c in chosen]
    with lzma.open(root / "train" / "made_up.tsv.xz", "wt", encoding="utf8") as file:
        file.write("\n".join(lines) + "\n")
    entries = "\n".join(f"{e}\t{a}\t{e}chen" for e, a in WORDS.items())
    (root / "lexicon" / "words_tiny.tsv").write_text(f"en\tar\tde\n{entries}\n", "utf8")
    config = Config.load(ROOT / "training" / "config.toml")
    config = replace(
        config,
        data=replace(
            config.data, train_dir=str(root / "train"), eval_dir=str(root / "eval"), lexicon_dir=str(root / "lexicon")
        ),
        mixing=replace(config.mixing, pairs_per_epoch=2000),
        vocabulary=replace(config.vocabulary, size=400, trained=300, pieces=200),
        table=replace(config.table, dim=32, seeds=(0, 1)),
        sentences=replace(config.sentences, epochs=6, batch=32, lr=0.05),
        neighbours=replace(config.neighbours, batch=32),
        words=replace(config.words, steps=8, batch=16),
    )
    build_model(config, root / "model", threads=1)
    return root / "model"


def test_both_libraries_give_the_same_vectors(folder):
    texts = ["The river and the market", "النهر والسوق 2024", "不知道 ☂", "bread", "x" * 3000]
    one = StaticModel.from_pretrained(folder).encode(texts)
    other = SentenceTransformer(str(folder), device="cpu").encode(texts)
    assert np.allclose(one, other, atol=1e-5)
    assert np.allclose(np.linalg.norm(one[[0, 1, 3]], axis=1), 1, atol=1e-5)


def test_words_find_their_translation(folder):
    model = StaticModel.from_pretrained(folder)
    cosines = model.encode(list(WORDS)) @ model.encode(list(WORDS.values())).T
    assert cosines.argmax(1).tolist() == list(range(len(WORDS)))


def test_article_and_conjunction_leave_the_vector_as_it_is(folder):
    model = StaticModel.from_pretrained(folder)
    plain, *written_on = model.encode(["رسالة", "الرسالة", "والرسالة", "للرسالة", "الرِّسالة"])
    assert np.allclose(written_on, plain, atol=1e-5)


def test_text_without_known_letters_has_no_direction(folder):
    assert not StaticModel.from_pretrained(folder).encode(["☂☂"]).any()


def test_checksums_name_every_file(folder):
    lines = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf8").splitlines())
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"SHA256SUMS"}
    assert set(lines) == files
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == sum_ for name, sum_ in lines.items())


def test_run_is_written_down(folder):
    assert json.loads((folder / "training.json").read_text("utf8"))["table"]["dim"] == 32


def test_encoding_by_words_is_encoding_by_texts(folder):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    texts = [
        "The river's bread, and (winter) 2024!",
        "وَالنَّهرُ في الشّتاء، والسوق؛ «الرسالة»",
        "",
        "river_market-king 50%",
        "不知道",
    ]
    column = encode(tokenizer, texts)
    silent = [tokenizer.token_to_id(token) for token in SILENT]
    for row, text in enumerate(texts):
        expected = [i for i in tokenizer.encode(text, add_special_tokens=False).ids if i not in silent]
        assert column.ids[column.offsets[row] : column.offsets[row + 1]].tolist() == expected
