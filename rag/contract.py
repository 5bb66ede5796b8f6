"""The JSON that programs read: one form for the command line, REST and the page.

Stable: fields may be added, none is renamed or removed. ``start`` and ``end`` are code points in the
stored document, which ``sanad show DOC_ID`` prints.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rag.answerers.notices import stand_in_notice
from rag.cards import CheckedClaim
from rag.engine import Engine
from rag.types import Answer, Citation, Document, Filters, Hit, Reason

Json = dict[str, Any]


def answer_json(engine: Engine, answer: Answer, answer_id: str) -> Json:
    """An answer with its claims, citations, hits, and what produced it."""
    return {
        "id": answer_id,
        "question": answer.question,
        "language": answer.language,
        "text": answer.text,
        "abstained": answer.abstained,
        "claims": [
            {
                "text": claim.span.of(answer.text),
                "verdict": claim.verdict.value,
                "reasons": [reason_json(reason) for reason in claim.reasons],
                "citations": [_citation(engine, answer, citation) for citation in claim.citations],
            }
            for claim in answer.claims
        ],
        "hits": [hit_json(engine, hit) for hit in answer.hits],
        "filters": filters_json(answer.filters),
        "narrowed_by": answer.narrowed_by,
        "newest_by": answer.newest_by,
        "understood": answer.understood,
        "stand_in": _stand_in(answer),
        "timings_ms": dict(answer.timings_ms),
        "index": index_json(engine),
        "model": model_json(engine),
    }


def _stand_in(answer: Answer) -> Json | None:
    if answer.stand_in is None:
        return None
    return {
        "wanted": answer.stand_in.wanted,
        "failure": answer.stand_in.failure.value,
        "said": answer.stand_in.said,
        "notice": stand_in_notice(answer.stand_in, answer.language, abstained=answer.abstained),
    }


def reason_json(reason: Reason) -> Json:
    return {"kind": reason.kind.value, "asked": reason.asked, "found": reason.found}


def checked_json(claim: CheckedClaim) -> Json:
    """What has become of a sentence of an answer that was kept."""
    return {
        "text": claim.text,
        "holds": claim.holds,
        "told": claim.told.value,
        "verdict": claim.verdict.value,
        "reasons": [reason_json(reason) for reason in claim.reasons],
        "citations": [
            {
                "number": quote.number,
                "doc_id": quote.doc_id,
                "quote": quote.quote,
                "standing": quote.standing.value,
            }
            for quote in claim.quotes
        ],
    }


def filters_json(filters: Filters) -> Json:
    return {
        "sources": list(filters.sources),
        "languages": list(filters.languages),
        "published_from": filters.published_from.isoformat() if filters.published_from else None,
        "published_before": filters.published_before.isoformat() if filters.published_before else None,
    }


def load_filters(record: object) -> Filters:
    """The filters that `filters_json` wrote, or a program in its form. Raises ValueError, saying what is wrong."""
    if not isinstance(record, dict) or not set(record) <= set(Filters.__dataclass_fields__):
        raise ValueError(f"filters are an object of {', '.join(Filters.__dataclass_fields__)}")
    return Filters(
        _texts(record, "sources"), _texts(record, "languages"),
        _day(record, "published_from"), _day(record, "published_before"),
    )  # fmt: skip


def _texts(record: Json, name: str) -> tuple[str, ...]:
    values = record.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} are not a list of texts")
    return tuple(values)


def _day(record: Json, name: str) -> date | None:
    value = record.get(name)
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} is {value!r}; it must be a day such as 2022-09-12") from error


def hit_json(engine: Engine, hit: Hit) -> Json:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "doc_id": passage.doc_id,
        "source": engine.document(passage.doc_id).source,
        "passage_id": passage.passage_id,
        "text": passage.text,
        "start": passage.span.start,
        "end": passage.span.end,
        "parts": [
            {
                "leg": part.leg.value,
                "rank": part.rank,
                "score": round(part.score, 6),
                "given": round(part.given, 6),
            }
            for part in hit.parts
        ],
        "pairs": [{"asked": pair.asked, "found": pair.found} for pair in hit.pairs],
        "also_in": list(hit.also_in),
    }


def document_json(document: Document) -> Json:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "source": document.source,
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "metadata": dict(document.metadata),
        "body": [{"start": span.start, "end": span.end} for span in document.body],
        "text": document.text,
    }


def index_json(engine: Engine) -> Json:
    manifest = engine.manifest
    return {
        "generation": manifest.generation,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "created": manifest.created,
        "analysis": manifest.analysis,
    }


def model_json(engine: Engine) -> Json:
    manifest = engine.manifest
    return {
        "name": manifest.model,
        "fingerprint": manifest.fingerprint,
        "dim": manifest.dim,
        "answerer": engine.answerer.name,
        "reranker": engine.reranker,
    }


def _citation(engine: Engine, answer: Answer, citation: Citation) -> Json:
    document = engine.document(citation.doc_id)
    return {
        "number": citation.number,
        "doc_id": citation.doc_id,
        "passage_id": citation.passage_id,
        "source": document.source,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "quote": citation.quote.of(document.text),
        "start": citation.quote.start,
        "end": citation.quote.end,
        "also_in": list(answer.also_in(citation.doc_id)),
    }
