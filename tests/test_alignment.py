"""Words met across languages, with a static model in which translations share a direction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from rag.asking import QuestionReader
from rag.config import Settings
from rag.embedders.static import StaticEmbedder
from rag.engine import Engine
from rag.index import IndexWriter, PassageIndex
from rag.reading import CloseReader
from rag.types import Filters, Leg, Verdict
from rag.wiring import EngineSource, build_engine, open_embedder
from tests.conftest import MakeDocument

TRANSLATIONS = [
    "museum متحف المتحف", "opened افتتح", "minister الوزير وزير", "bridge الجسر", "closed اغلق", "repairs اصلاح",
    "fish سمك", "price سعر", "town بلده البلده",
]  # fmt: skip
ARTICLES = {
    "museum": "افتتح الوزير المتحف في البلدة. وحضر كثيرون من كل مكان.",
    "bridge": "أغلق الجسر أمس. ويدوم الإصلاح شهرا.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved model: one direction a line of TRANSLATIONS, its words a little apart from each other."""
    rng = np.random.default_rng(0)
    vocabulary, rows = {"<unk>": 0}, [np.zeros(48)]
    for line in TRANSLATIONS:
        direction = rng.normal(size=48)
        for word in line.split():
            vocabulary[word] = len(rows)
            rows.append(direction + 0.2 * rng.normal(size=48))
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Lowercase(),
            normalizers.Replace("أ", "ا"),
            normalizers.Replace("ة", "ه"),
            normalizers.Replace("إ", "ا"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    saved = tmp_path_factory.mktemp("model") / "toy"
    module = StaticEmbedding(tokenizer, embedding_weights=np.array(rows, dtype=np.float32))
    SentenceTransformer(modules=[module], device="cpu").save_pretrained(str(saved))
    return saved


@pytest.fixture(scope="module")
def index_dir(folder: Path, make_document: MakeDocument, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    with IndexWriter.open(made, StaticEmbedder.open(folder)) as writer:
        for name, text in ARTICLES.items():
            writer.put(make_document(name, text), file=name)
        writer.embed()
        writer.publish()
    return made


@pytest.fixture
def engine(folder: Path, index_dir: Path) -> Iterator[Engine]:
    embedder = open_embedder(Settings(model=str(folder)))
    with PassageIndex.open(index_dir, embedder) as index:
        yield build_engine(index, embedder)


@pytest.mark.parametrize(
    ("question", "doc_id"), [("Which minister opened the museum?", "museum"), ("Is the bridge closed?", "bridge")]
)
def test_a_question_in_another_language_finds_and_quotes_the_article(
    engine: Engine, question: str, doc_id: str
) -> None:
    answer = engine.ask(question)
    (claim, *_) = answer.claims
    assert claim.citations[0].doc_id == doc_id
    assert claim.verdict is Verdict.VERBATIM
    assert claim.span.of(answer.text) == ARTICLES[doc_id].partition(". ")[0] + "."


def test_a_hit_tells_which_legs_found_it(engine: Engine) -> None:
    (hit, *_) = engine.search("museum opened")
    parts = {part.leg: part for part in hit.parts}
    assert parts[Leg.WORDS].rank == 1
    assert 0.5 < parts[Leg.WORDS].score <= 1.0
    assert Leg.DENSE in parts
    assert Leg.LEXICAL not in parts


def test_in_the_corpus_language_the_terms_speak_too(engine: Engine) -> None:
    (hit, *_) = engine.search("افتتاح المتحف")
    assert hit.passage.doc_id == "museum"
    assert Leg.LEXICAL in {part.leg for part in hit.parts}


@pytest.mark.parametrize("question", ["What is the price of fish?", "zzz qqq", "ما سعر السمك؟"])
def test_what_no_word_meets_is_not_answered(engine: Engine, question: str) -> None:
    assert engine.ask(question).abstained


def test_filters_hold_for_words_too(engine: Engine) -> None:
    assert engine.search("museum", filters=Filters(languages=("fr",))) == []


def test_each_word_of_a_question_is_met_by_its_best_match(index_dir: Path, folder: Path) -> None:
    model = StaticEmbedder.open(folder)
    with PassageIndex.open(index_dir) as index:
        reader = CloseReader(index, model, QuestionReader(index, model))
        passages = {passage.doc_id: passage for passage in index.passages(index.rows.tolist())}
        texts = [passages["museum"], passages["bridge"]]
        matches = reader.read_passages("museum bridge", texts).matches.grouped([2, 2])
        assert matches.met.shape == (2, 2)
        assert matches.met[0, 0] > 0.8 > 0.4 > matches.met[1, 0]
        assert matches.met[1, 1] > 0.8 > 0.4 > matches.met[0, 1]
        assert matches.known_share == 0.0
        both = reader.read_passages("متحف museum", texts).matches
        assert both.met[0, 0] == 1.0  # the same stem
        assert 0 < both.known_share < 1
        assert matches.grouped([2]).met.tolist() == [matches.met.max(axis=0).tolist()]
        assert reader.read_passages("museum", []).matches.met.shape == (0, 1)
        assert reader.read_passages("museum", []).matches.grouped([]).shares().tolist() == []
        assert reader.read_passages("؟", texts).matches.shares().tolist() == [0.0] * 4


def test_the_source_of_engines_hands_out_a_newer_one_only_after_a_change(
    folder: Path, make_document: MakeDocument, tmp_path: Path
) -> None:
    settings = Settings(index_dir=tmp_path / "index", model=str(folder))

    def put(name: str) -> None:
        with IndexWriter.open(settings.index_dir, open_embedder(settings)) as writer:
            writer.put(make_document(name, ARTICLES[name]), file=name)
            writer.embed()
            writer.publish()

    put("museum")
    source = EngineSource(settings)
    first = source()
    assert source() is first
    put("bridge")
    second = source()
    assert (first.overview().documents, second.overview().documents) == (1, 2)
    assert source() is second
    assert first.ask("museum opened").claims  # the one before still answers
    source.close()
