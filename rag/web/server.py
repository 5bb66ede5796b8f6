"""The web application: routes, and the order in which a request passes the middleware."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from rag.config import NO_CHAT_MODEL, Settings
from rag.engine import Engine
from rag.errors import DocumentMissingError, RagError
from rag.types import Document
from rag.web.answers import AnswerStore
from rag.web.chat import INDEX_HTML, mount_chat
from rag.web.conversation import Conversation, error_title
from rag.web.gate import Gate, SecurityHeaders
from rag.web.markup import element
from rag.web.pages import chat_page, document_page, gradio_assets, message_html
from rag.web.schemas import answer_json
from rag.web.strings import strings_for
from rag.web.viewer import View, document_html, view_of_answer, view_of_span
from rag.web.wording import Strings

STATIC = Path(__file__).parent / "static"


def serve_chat(open_engine: Callable[[], Engine], settings: Settings) -> None:
    """Serve until interrupted. Paths of requests are not logged: Gradio puts a session's secret into them."""
    app = create_app(
        open_engine,
        language=settings.language,
        index_hint=f"sanad index PATH… --index {settings.index_dir}",
        hosts=(settings.host,),
        k=settings.k,
        chat_model="" if settings.chat_model == NO_CHAT_MODEL else settings.chat_model,
    )
    uvicorn.run(app, host=settings.host, port=settings.port, access_log=False)


def create_app(
    open_engine: Callable[[], Engine],
    *,
    language: str = "ar",
    index_hint: str = "",
    hosts: Sequence[str] = (),
    k: int = 8,
    chat_model: str = "",
) -> FastAPI:
    """The application over whatever engine ``open_engine`` hands out at each request.

    ``index_hint`` is the command that makes an index, shown while there is none. ``hosts`` are the names
    under which it may be asked for, besides localhost and any bare address. ``chat_model`` is the endpoint that
    answers, for the reader to know; "" where none does.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    store = AnswerStore()
    conversation = Conversation(open_engine, store, index_hint=index_hint, k=k, chat_model=chat_model)
    _Routes(open_engine, store, conversation, language, chat_model).add_to(app)
    app.mount("/ui", StaticFiles(directory=STATIC))
    mount_chat(app, conversation, language=language)
    # The last added is the first passed. Gradio leaves cross-origin replies to a CORSMiddleware it finds here.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(Gate, hosts=hosts)
    app.add_middleware(SecurityHeaders)
    return app


class _Routes:
    """What each address answers."""

    def __init__(
        self,
        open_engine: Callable[[], Engine],
        store: AnswerStore,
        conversation: Conversation,
        language: str,
        chat_model: str,
    ) -> None:
        self._open_engine = open_engine
        self._store = store
        self._conversation = conversation
        self._language = language
        self._chat_model = chat_model
        self._assets = gradio_assets(INDEX_HTML)

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/", self.start, response_class=RedirectResponse)
        app.add_api_route("/chat", self.start, response_class=RedirectResponse)
        app.add_api_route("/chat/", self.chat, response_class=HTMLResponse)
        app.add_api_route("/documents/{doc_id:path}", self.document, response_class=HTMLResponse)
        app.add_api_route("/api/v1/answers/{answer_id}", self.answer, response_class=JSONResponse)
        app.add_api_route("/api/v1/health", self.health, response_class=JSONResponse)
        app.add_exception_handler(HTTPException, self.refuse)
        app.add_exception_handler(RagError, self.report)

    def start(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/chat/{query}")

    def chat(self, request: Request) -> Response:
        strings = self._strings(request)
        other = _in_other_language(request, strings)
        return HTMLResponse(chat_page(strings, self._assets, other, chat_model=self._chat_model))

    def document(self, request: Request, doc_id: str) -> Response:
        """An article; the query says what to mark in it: answer and n (and claim), or start and end."""
        strings = self._strings(request)
        document = self._open_engine().document(doc_id)
        content = document_html(document, self._view(request, document, strings), strings)
        title = document.title or strings.untitled
        return HTMLResponse(document_page(strings, title, content, _in_other_language(request, strings)))

    def _view(self, request: Request, document: Document, strings: Strings) -> View:
        query = request.query_params
        answer_id, number, claim = query.get("answer"), _whole(query.get("n")), _whole(query.get("claim"))
        record = self._store.get(answer_id) if answer_id else None
        if record is not None and number is not None:
            view = view_of_answer(document, record, number, claim)
            return view or View(notice=strings.quote_moved)
        start, end = _whole(query.get("start")), _whole(query.get("end"))
        if start is None or end is None:
            return View(notice=strings.answer_forgotten if answer_id else "")
        return view_of_span(document, start, end) or View(notice=strings.quote_moved)

    def answer(self, request: Request, answer_id: str) -> Response:
        record = self._store.get(answer_id)
        if record is None:
            raise HTTPException(404)
        return JSONResponse(answer_json(record, self._strings(request)), headers={"cache-control": "no-store"})

    def health(self) -> Response:
        """Whether questions can be answered. Raises RagError, which `report` words."""
        self._open_engine()
        return JSONResponse({"status": "ok"})

    async def refuse(self, request: Request, error: Exception) -> Response:
        """A page or a JSON object for an address that leads nowhere."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        strings = self._strings(request)
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": strings.not_found}, status)
        return self._message(request, strings.not_found, element("p", strings.not_found_next), status=status)

    async def report(self, request: Request, error: Exception) -> Response:
        """An error of ours as a page or a JSON object."""
        if isinstance(error, DocumentMissingError):
            return await self.refuse(request, HTTPException(404))
        assert isinstance(error, RagError)
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": str(error), "hint": error.hint}, 503)
        strings = self._strings(request)
        content = self._conversation.remedy_html(error, strings)
        return self._message(request, error_title(error, strings), content, status=503)

    def _message(self, request: Request, title: str, *content: str, status: int) -> Response:
        strings = self._strings(request)
        page = document_page(strings, title, message_html(title, *content), _in_other_language(request, strings))
        return HTMLResponse(page, status)

    def _strings(self, request: Request) -> Strings:
        return strings_for(request.query_params.get("lang"), default=self._language)


def _in_other_language(request: Request, strings: Strings) -> str:
    query = request.url.include_query_params(lang=strings.other_language).query
    return f"{quote(request.url.path)}?{query}"


def _whole(text: str | None) -> int | None:
    """A whole number of the query; None when it is absent or none."""
    return int(text) if text and len(text) <= 12 and text.isascii() and text.isdigit() else None
