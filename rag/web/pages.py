"""The frames of our pages: the shell around the chat, the viewer's page, the page that is not there.

Gradio's own page is not used: its inline scripts would need a weaker policy, and it can set neither
language nor direction before it runs. We keep its module and its style sheet, and write the rest.
"""

from __future__ import annotations

import re
from pathlib import Path

from rag.web.markup import Html, element, join
from rag.web.wording import Strings

_ASSET = re.compile(r'<(script|link)\b[^>]*\b(?:src|href)="\./(assets/[\w.-]+)"[^>]*>')


def chat_page(strings: Strings, assets: list[str], other_url: str, *, chat_model: str = "") -> Html:
    """The page that the chat runs in: top bar, conversation, evidence. ``chat_model`` is the endpoint that answers."""
    head = [element("script", src="/ui/boot.js"), *(_asset_html(asset) for asset in assets)]
    app = element(
        "gradio-app",
        element("p", strings.loading, class_="loading"),
        embed="false",
        eager="true",
    )
    body = [
        element("a", strings.skip_to_question, href="#question", class_="skip"),
        _bar_html(strings, other_url, chat_model=chat_model),
        element("div", element("div", app, class_="conversation"), _evidence_html(strings), class_="panes"),
        element("noscript", element("p", strings.needs_script, class_="notice")),
        _card_template(strings),
        *(element("script", src=f"/ui/{name}", defer="") for name in ("bidi.js", "labels.js", "app.js")),
    ]
    return _page(
        strings,
        strings.product,
        head,
        body,
        class_="chat",
        data_user=strings.question_label,
        data_bot=strings.answer_label,
        data_conversation=strings.conversation,
        data_close=strings.close,
        data_error=strings.error,
        data_lost=strings.connection_lost,
        data_any_time=strings.any_time,
    )


def document_page(strings: Strings, title: str, content: Html, other_url: str) -> Html:
    """A page with one thing to read on it."""
    head = [element("script", src="/ui/boot.js")]
    body = [_bar_html(strings, other_url, back=True), element("main", content, class_="reading")]
    return _page(strings, f"{title} · {strings.product}", head, body, class_="viewer")


def message_html(title: str, *content: str) -> Html:
    """A page's content that only says something."""
    return element("section", element("h1", title), *content, class_="message")


def gradio_assets(index_html: Path) -> list[str]:
    """The addresses of the module and the style sheet that Gradio's own page loads.

    Raises ValueError when they cannot be found, as with a Gradio that builds its page another way.
    """
    assets = [found[2] for found in _ASSET.finditer(index_html.read_text(encoding="utf-8"))]
    if {asset.rsplit(".", 1)[1] for asset in assets} != {"js", "css"}:
        raise ValueError(f"no script and style sheet found in {index_html}")
    return assets


def _asset_html(asset: str) -> Html:
    address = f"/chat/{asset}"
    if asset.endswith(".css"):
        return element("link", rel="stylesheet", href=address)
    return element("script", type="module", src=address)


def _page(strings: Strings, title: str, head: list[Html], body: list[Html], **attributes: str) -> Html:
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", title),
            element("link", rel="icon", href="/ui/icon.svg", type="image/svg+xml"),
            *head,
            element("link", rel="stylesheet", href="/ui/app.css"),
        ),
        element("body", *body, **attributes),
        lang=strings.language,
        dir=strings.direction,
    )
    return Html("<!doctype html>\n" + page)


def _bar_html(strings: Strings, other_url: str, *, back: bool = False, chat_model: str = "") -> Html:
    home = f"/chat/?lang={strings.language}"
    name = element("a", strings.product, href=home, class_="product")
    links = [element("a", strings.send, href=home)] if back else []
    other = strings.other_language
    links.append(element("a", strings.other_language_name, href=other_url, lang=other, hreflang=other, class_="switch"))
    writer = f" · {strings.answers_by.format(model=chat_model)}" if chat_model else ""
    return element("header", name, element("p", strings.tagline + writer), element("nav", *links), class_="bar")


def _evidence_html(strings: Strings) -> Html:
    close = element("button", strings.close, type="button", id="evidence-close", hidden="")
    return element(
        "aside",
        element(
            "div", element("h2", strings.evidence, id="evidence-title", tabindex="-1"), close, class_="evidence-head"
        ),
        element("div", element("p", strings.evidence_empty, class_="hint"), id="evidence-cards"),
        id="evidence",
        aria_labelledby="evidence-title",
        data_empty=strings.evidence_empty,
        data_gone=strings.evidence_gone,
        data_failed=strings.evidence_failed,
        data_uncited=strings.evidence_uncited,
        data_source=strings.source_n,
    )


def _card_template(strings: Strings) -> Html:
    """The shape of a card; `app.js` fills in words, never markup."""
    facts = element(
        "p",
        element("time"),
        element("span", class_="language"),
        element("bdi", class_="source", dir="ltr"),
        class_="facts",
    )
    claim = element("div", element("h4", strings.claim_label), element("p", class_="claim-text"), class_="said")
    quote = element(
        "div",
        element("h4", strings.quote_label),
        element(
            "p", element("span", class_="before"), element("mark"), element("span", class_="after"), class_="quote-text"
        ),
        class_="source-words",
    )
    card = element(
        "article",
        element("header", element("span", class_="number"), element("h3"), element("span", class_="verdict")),
        facts,
        claim,
        quote,
        element("p", element("span", strings.pairs_label), element("bdi", class_="pair-list"), class_="pairs"),
        element("p", class_="meaning"),
        element("a", strings.open_document, class_="open", target="_blank", rel="noopener"),
        element("details", element("summary", strings.why_label), element("dl"), class_="why"),
        element("details", element("summary"), element("ul"), class_="copies"),
        class_="card",
        tabindex="-1",
    )
    return element("template", join(card), id="card")
