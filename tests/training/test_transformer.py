"""The transformer's recipe in miniature: from made-up pairs to a folder that has learned them, stopped or not."""

import contextlib
import itertools
import lzma
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from sentence_transformers import SentenceTransformer

from rag.embedders.sentence_transformer import SentenceTransformerEmbedder
from training.prepare import Column
from training.stages import Corpus
from training.transformer.batches import hide_tokens, pack, pad
from training.transformer.build import Config, build_transformer
from training.transformer.encoder import Encoder, contrast_there
from training.transformer.learning import LearningConfig, Schedule, learn
from training.transformer.text import Special, Text

ROOT = Path(__file__).resolve().parents[2]
CPU = torch.device("cpu")
WORDS = {
    "river": "نهر", "teacher": "معلم", "market": "سوق", "winter": "شتاء", "bread": "خبز", "engine": "محرك",
    "king": "ملك", "letter": "رسالة", "garden": "حديقة", "doctor": "طبيب", "bridge": "جسر", "island": "جزيرة",
}  # fmt: skip
CHOSEN = [c for i, c in enumerate(itertools.combinations(WORDS, 3)) if i % 2]
PAIRS = [(" ".join(words), " ".join("ال" + WORDS[word] for word in words)) for words in CHOSEN]
JUDGED = "who kept the old lighthouse during the long storm"
SPECIAL = Special(pad=10, start=11, end=12, mask=13)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    root = tmp_path_factory.mktemp("sets")
    for name in ("train", "eval/qa", "lexicon"):
        (root / name).mkdir(parents=True)
    lines = [f"en-ar\t{one}\t{other}" for one, other in [*PAIRS, (JUDGED, "من حرس المنارة")]]
    with lzma.open(root / "train" / "made_up.tsv.xz", "wt", encoding="utf8") as file:
        file.write("\n".join(lines) + "\n")
    (root / "eval" / "questions.jsonl").write_text(f'{{"question": "{JUDGED.capitalize()}?"}}\n', "utf8")
    entries = "\n".join(f"{e}\t{a}\t{e}chen" for e, a in WORDS.items())
    (root / "lexicon" / "words_tiny.tsv").write_text(f"en\tar\tde\n{entries}\n", "utf8")
    config = Config.load(ROOT / "training" / "transformer" / "config.toml")
    return replace(
        config,
        data=replace(
            config.data, train_dir=str(root / "train"), eval_dir=str(root / "eval"), lexicon_dir=str(root / "lexicon")
        ),
        mixing=replace(config.mixing, pairs_per_epoch=400),
        vocabulary=replace(config.vocabulary, size=400, trained=300, pieces=200),
        encoder=replace(config.encoder, layers=2, width=32, heads=2, inner=64, max_tokens=24),
        masked=replace(config.masked, epochs=6, batch=32, lr=3e-3),
        aligned=replace(config.aligned, epochs=12, batch=32, lr=5e-3),
    )


@pytest.fixture(scope="module")
def folder(config, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "model"
    build_transformer(config, folder, CPU)
    return folder


def test_sentences_find_their_translation(folder):
    model = SentenceTransformer(str(folder), device="cpu")
    english, arabic = (model.encode([pair[side] for pair in PAIRS]) for side in (0, 1))
    assert np.allclose(np.linalg.norm(english, axis=1), 1, atol=1e-5)
    cosines = english @ arabic.T
    own = np.arange(len(PAIRS))
    assert (cosines.argmax(1) == own).mean() > 0.95
    assert (cosines.argmax(0) == own).mean() > 0.95


def test_first_stage_learns_to_tell_hidden_tokens(config, folder):
    text = Text.load(folder.with_name("model-run"))
    encoder = Encoder.random(config.encoder, text.special, 0, CPU)
    encoder.model.eval()
    blocks = pack(text.corpus, text.corpus.members["made_up", "en-ar"], text.special, config.encoder.max_tokens)
    masked = hide_tokens(blocks, text.special, 0.15, np.random.default_rng(0))
    before = encoder.masked_loss(masked).item()
    state = torch.load(folder.with_name("model-run") / "masked.pt", weights_only=True)
    encoder.model.load_state_dict(state["model"])
    assert encoder.masked_loss(masked).item() < before - 1


def test_folder_gives_the_vectors_that_were_trained(config, folder):
    text = Text.load(folder.with_name("model-run"))
    encoder = Encoder.random(config.encoder, text.special, 0, CPU)
    state = torch.load(folder.with_name("model-run") / "aligned.pt", weights_only=True)
    encoder.model.load_state_dict(state["model"])
    encoder.model.eval()
    texts = ["The river's bread, and (winter)!", "وَالنَّهرُ والسوق؛ «الرسالة»", "☂ 不知道", "king " * 50]
    ids = [text.tokenizer.encode(t, add_special_tokens=False).ids[: config.encoder.max_tokens - 2] for t in texts]
    with torch.no_grad():
        expected = encoder.embed(pad(np.concatenate(ids), np.array([len(i) for i in ids]), text.special))
    model = SentenceTransformer(str(folder), device="cpu")
    assert model.max_seq_length == config.encoder.max_tokens
    assert np.allclose(model.encode(texts), expected.numpy(), atol=1e-5)


def test_folder_names_no_path_of_the_machine_that_made_it(folder):
    files = [path for path in folder.rglob("*.json") if path.name != "training.json"]
    assert not [path for path in files if str(folder.parent) in path.read_text("utf8")]


def test_product_opens_the_folder(config, folder):
    embedder = SentenceTransformerEmbedder.open(str(folder))
    assert (embedder.dim, embedder.max_tokens) == (config.encoder.width, config.encoder.max_tokens)
    assert np.isfinite(embedder.embed_passages(["", "☂", PAIRS[0][0]])).all()
    weights = load_file(folder / "model.safetensors")
    assert not any(weights[f"pooler.dense.{part}"].any() for part in ("weight", "bias"))


def test_judged_text_is_not_learned_from(folder):
    corpus = Text.load(folder.with_name("model-run")).corpus
    assert len(corpus.members["made_up", "en-ar"]) == len(PAIRS)


@pytest.mark.parametrize("kept", [("text.npz", "tokenizer.json"), ("text.npz", "tokenizer.json", "masked.pt")])
def test_same_seed_gives_the_same_model_begun_anew_or_gone_on_with(config, folder, tmp_path, kept):
    (tmp_path / "model-run").mkdir()
    for name in (*kept, "training.json"):
        shutil.copy(folder.with_name("model-run") / name, tmp_path / "model-run")
    build_transformer(config, tmp_path / "model", CPU)
    assert (tmp_path / "model" / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()


def test_run_of_another_configuration_is_not_gone_on_with(config, folder):
    other = replace(config, learning=replace(config.learning, seed=1))
    with pytest.raises(ValueError, match="another configuration: delete it, or name another --out"):
        build_transformer(other, folder, CPU)


def test_stopped_between_checkpoints_a_stage_ends_as_if_it_had_not_been(tmp_path):
    learning = LearningConfig(seed=0, warmup=0.1, weight_decay=0.01, clip=1.0, checkpoint_every=4)

    def run(file, stop_at=None):
        torch.manual_seed(0)
        model, steps = torch.nn.Linear(4, 1), []

        def loss_of(step):
            if step == stop_at:
                raise KeyboardInterrupt
            steps.append(step)
            return (model(torch.full((1, 4), float(step))) ** 2).sum()

        with contextlib.suppress(KeyboardInterrupt):
            learn(model, loss_of, Schedule(10, 0.1, learning.warmup), learning, file)
        return model.weight.tolist(), steps

    whole, _ = run(tmp_path / "whole.pt")
    assert run(tmp_path / "stopped.pt", stop_at=6)[0] != whole
    assert run(tmp_path / "stopped.pt") == (whole, [4, 5, 6, 7, 8, 9])


def test_gradient_that_is_no_number_stops_the_run_before_the_checkpoint(tmp_path):
    learning = LearningConfig(seed=0, warmup=0.1, weight_decay=0.01, clip=1.0, checkpoint_every=1)
    model = torch.nn.Linear(1, 1)
    with pytest.raises(RuntimeError, match="non-finite"):
        learn(model, lambda _: model.weight.sum() * float("nan"), Schedule(3, 0.1, 0.1), learning, tmp_path / "run.pt")
    assert not (tmp_path / "run.pt").exists()


def test_rate_rises_to_its_peak_and_falls_to_nothing():
    schedule = Schedule(steps=100, lr=2.0, warmup=0.1)
    rates = [schedule.rate(step) for step in range(100)]
    assert max(rates) == rates[9] == rates[10] == pytest.approx(2.0)
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[-1] == pytest.approx(2 / 90)


def test_padding_keeps_each_text_between_start_and_end():
    padded = pad(np.array([1, 2, 3, 4]), np.array([3, 1]), SPECIAL)
    assert padded.ids.tolist() == [[11, 1, 2, 3, 12], [11, 4, 12, 10, 10]]
    assert padded.mask.tolist() == [[True] * 5, [True, True, True, False, False]]


def test_blocks_hold_a_text_beside_its_translation(tiny_corpus):
    blocks = pack(tiny_corpus, np.array([1, 0]), SPECIAL, 6)
    assert blocks.tolist() == [[11, 3, 12, 6, 7, 12], [11, 1, 2, 12, 5, 12]]


def test_hidden_tokens_are_ordinary_ones_and_can_be_put_back():
    blocks = np.random.default_rng(0).integers(0, 13, (40, 50))
    masked = hide_tokens(blocks, SPECIAL, 0.15, np.random.default_rng(1))
    flat = masked.ids.flatten()
    assert len(set(masked.places.tolist())) == len(masked.places) == round(0.15 * (blocks < 10).sum())
    assert (masked.labels < SPECIAL.pad).all()
    assert (flat[masked.places] == SPECIAL.mask).mean() == pytest.approx(0.8, abs=0.05)
    flat[masked.places] = masked.labels
    assert (flat == blocks.flatten()).all()


def test_losses_stay_on_the_device(config):
    """On "meta", which computes nothing but refuses, as a GPU does, what lies on another device."""
    meta = torch.device("meta")
    assert contrast_there(torch.zeros(3, 3, device=meta)).device == meta
    masked = hide_tokens(np.array([[11, 1, 2, 12]]), SPECIAL, 0.5, np.random.default_rng(0))
    assert Encoder.random(config.encoder, SPECIAL, 0, meta).masked_loss(masked).device == meta


def test_bfloat16_costs_little_and_gives_float32(config):
    exact = Encoder.random(config.encoder, SPECIAL, 0, CPU)
    exact.model.eval()
    coarse = Encoder(exact.model, CPU, bfloat16=True)
    texts = pad(np.array([1, 2, 3, 4]), np.array([3, 1]), SPECIAL)
    masked = hide_tokens(np.array([[11, 1, 2, 3, 12]]), SPECIAL, 0.5, np.random.default_rng(0))
    assert coarse.embed(texts).dtype == torch.float32
    assert torch.allclose(coarse.embed(texts), exact.embed(texts), atol=0.02)
    assert not torch.equal(coarse.embed(texts), exact.embed(texts))
    assert coarse.masked_loss(masked).item() == pytest.approx(exact.masked_loss(masked).item(), rel=0.02)


@pytest.fixture
def tiny_corpus():
    source = Column(np.array([1, 2, 3], dtype=np.int32), np.array([0, 2, 3]))
    target = Column(np.array([5, 6, 7], dtype=np.int32), np.array([0, 1, 3]))
    return Corpus(source, target, {("made_up", "en-ar"): np.array([0, 1])})
