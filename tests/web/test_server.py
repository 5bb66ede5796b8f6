"""Addresses, languages, and what the server says when there is nothing to show."""

from __future__ import annotations

import re
import socket
import time
from html import escape, unescape
from typing import NoReturn

import pytest
from starlette.testclient import TestClient

from rag.web.server import create_app
from tests.web.fakes import HOSTILE, MEMO, VISIT, FakeEngine


def test_the_root_leads_to_the_chat_and_keeps_the_language(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/chat/"
    assert client.get("/?lang=en").headers["location"] == "/chat/?lang=en"


@pytest.mark.parametrize(
    ("query", "language", "direction", "word"),
    [("", "ar", "rtl", "سند"), ("?lang=en", "en", "ltr", "Sanad"), ("?lang=tlh", "ar", "rtl", "سند")],
)
def test_the_chat_page_is_set_in_its_language_before_any_script_runs(
    client: TestClient, query: str, language: str, direction: str, word: str
) -> None:
    page = client.get(f"/chat/{query}").text
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f"<title>{word}</title>" in page


def test_the_chat_page_offers_the_other_language(client: TestClient) -> None:
    assert 'href="/chat/?lang=en"' in client.get("/chat/").text
    assert 'href="/chat/?lang=ar"' in client.get("/chat/?lang=en").text


def test_an_article_offers_the_other_language_and_keeps_its_mark(client: TestClient) -> None:
    page = unescape(client.get("/documents/visit?start=5&end=9&lang=en").text)
    assert 'href="/documents/visit?start=5&end=9&lang=ar"' in page


def test_every_file_that_the_page_names_is_served(client: TestClient) -> None:
    addresses = re.findall(r'(?:src|href)="(/(?:ui|chat/assets)/[^"]+)"', client.get("/chat/").text)
    assert len(addresses) >= 7
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_a_document_is_shown_whole_with_its_facts(client: TestClient) -> None:
    reply = client.get("/documents/visit")
    assert reply.status_code == 200
    for line in VISIT.text.split("\n"):
        assert line in reply.text
    assert "19 يوليو 2022" in reply.text
    assert "19 July 2022" in client.get("/documents/visit?lang=en").text


def test_a_web_source_is_a_link_and_another_source_is_not(client: TestClient) -> None:
    assert f'href="{MEMO.source}"' in client.get("/documents/memo").text
    assert 'href="javascript:' not in client.get(f"/documents/{HOSTILE.doc_id.replace('/', '%2F')}").text


@pytest.mark.parametrize("address", ["/documents/none", "/nowhere", "/ui/none.js"])
def test_a_missing_page_is_said_in_the_language_of_the_interface(client: TestClient, address: str) -> None:
    arabic, english = client.get(address), client.get(f"{address}?lang=en")
    assert (arabic.status_code, english.status_code) == (404, 404)
    assert "لا توجد صفحة بهذا العنوان" in arabic.text
    assert "There is no page at this address" in english.text
    assert '<html lang="en" dir="ltr">' in english.text


def test_an_unknown_answer_is_not_found(client: TestClient) -> None:
    reply = client.get("/api/v1/answers/none")
    assert reply.status_code == 404
    assert reply.json()["error"]


def test_health_is_ok_while_there_is_an_index(client: TestClient) -> None:
    assert client.get("/api/v1/health").json() == {"status": "ok"}


def test_starting_and_answering_ask_no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def look_up(host: object, *arguments: object, **options: object) -> NoReturn:
        asked.append(host)
        raise OSError(host)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with TestClient(create_app(FakeEngine), base_url="http://localhost") as client:
        assert client.get("/chat/config").status_code == 200
        time.sleep(0.3)  # a call home would be made in a thread
    assert asked == []


def test_without_an_index_health_names_the_remedy(empty_client: TestClient) -> None:
    reply = empty_client.get("/api/v1/health")
    assert reply.status_code == 503
    assert "sanad index" in reply.json()["hint"]


def test_without_an_index_an_article_says_how_to_make_one(empty_client: TestClient) -> None:
    reply = empty_client.get("/documents/visit")
    assert reply.status_code == 503
    assert "There are no articles yet" in reply.text
    assert "sanad index PATH… &#45;&#45;index nowhere" in reply.text


def test_without_an_index_the_chat_page_still_opens(empty_client: TestClient) -> None:
    assert empty_client.get("/chat/").status_code == 200


def test_the_page_names_the_endpoint_that_answers(client: TestClient) -> None:
    named = "http://localhost:11434/v1#<qwen3>"
    with TestClient(create_app(FakeEngine, chat_model=named), base_url="http://localhost") as answered:
        page = answered.get("/chat/?lang=en").text
    assert f"answers written by {escape(named)}" in page
    assert "answers written by" not in client.get("/chat/?lang=en").text
