"""One address that answers ``POST`` with JSON: the request, patience, what can go wrong.

It reads nothing from the environment but SSL_CERT_FILE and SSL_CERT_DIR, goes through no proxy and follows no
redirect, so that texts and the key reach the host that was named, and no other. Adapters know what to ask for.
"""

from __future__ import annotations

import ipaddress
import logging
import random
import ssl
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Self

import httpx

from rag.errors import RagError, SettingsError

_WORDS_SHOWN = 200  # characters of what a server says of an error
_UNREACHED_ATTEMPTS = 2  # an address that has never answered is told as wrong at once
_TIMEOUT_ATTEMPTS = 2  # a server that is too slow is only made slower
_FORM_REFUSED = (400, 415, 422)  # what servers say to a request that lacks what they ask for

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """What is asked of an address, at which ``path``, and the words in which its failures are told.

    ``noun`` names what ``flag`` sets, ``form`` whose form a request has, ``able`` what a model of it does, and
    ``again`` what to do after a failure that may pass. The key stands in the environment's ``key_variable``.
    """

    path: str
    key_variable: str
    noun: str
    flag: str
    form: str
    able: str
    example: str
    again: str
    error: type[RagError]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a model answers (``base``, without a slash at its end), and what its server calls it."""

    base: str
    model: str
    is_private: bool
    """Whether nobody can read along: TLS, or this machine itself."""

    @classmethod
    def parse(cls, setting: str, service: Service) -> Self:
        """Read ``URL#NAME``. Raises SettingsError, which repeats nothing of what may be a secret."""
        noun, written = service.noun, f"write it as URL#NAME, such as {service.example}"
        text, _, model = setting.partition("#")
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL as error:
            raise SettingsError(f"{noun} is set to an address that cannot be read", hint=written) from error
        if url.userinfo or url.query:
            raise SettingsError(
                f"the address of {noun} at {url.host} holds more than a path",
                hint=f"leave out what stands before @ or after ?; a key is read from {service.key_variable} alone",
            )
        base = f"{url.scheme}://{url.netloc.decode('ascii')}{url.raw_path.decode('ascii')}".rstrip("/")
        base = base.removesuffix(service.path)
        if not url.host or url.scheme not in ("http", "https"):
            raise SettingsError(f"{noun} is set to {base!r}, which names no host", hint=written)
        if not model.strip() or not model.isprintable():
            raise SettingsError(f"{noun} is set to {base!r}, without the name of a model", hint=written)
        return cls(base, model.strip(), url.scheme == "https" or _is_this_machine(url.host))

    def __str__(self) -> str:
        return f"{self.base}#{self.model}"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try, and how long to wait, in seconds."""

    attempts: int = 5
    first_wait_s: float = 0.5  # doubled each time: 8 s in all, so that a person is not left waiting
    longest_wait_s: float = 60.0  # the longest Retry-After that is waited for
    connect_s: float = 10.0
    answer_s: float = 120.0  # a server that has to load its model first takes a minute


PATIENCE = Patience()


class _SetbackError(Exception):
    """What may pass, or may be asked for otherwise: the error to raise if not, how often to try, how long to wait."""

    def __init__(self, error: RagError, *, attempts: int, wait_s: float = 0.0, of_form: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.attempts = attempts
        self.wait_s = wait_s
        self.of_form = of_form


class Endpoint:
    """Sends requests to one address; ``key`` is empty where none is needed. What it raises is ``service.error``."""

    def __init__(self, service: Service, address: Address, key: str, patience: Patience = PATIENCE) -> None:
        """Raises the service's error for a key that must not be sent."""
        key = key.strip()
        if (finding := key_finding(service, address, key)) is not None:
            raise service.error(finding.what, hint=finding.hint)
        self.address = address
        self._service, self._key = service, key
        self._url = f"{address.base}{service.path}"
        self._where = f"the endpoint {address.base}"
        self._patience = patience
        self._reached = False
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(patience.answer_s, connect=patience.connect_s),
            verify=trusted_certificates(service.error),
            trust_env=False,
            follow_redirects=False,
        )
        weakref.finalize(self, self._client.close)

    def post(self, body: Mapping[str, object]) -> object:
        """The answer to a request, as its JSON says. Raises the service's error when patience ends."""
        try:
            return self._post_patiently(body)
        except _SetbackError as setback:
            raise setback.error from setback.__cause__

    def takes(self, body: Mapping[str, object]) -> bool:
        """Whether the server takes a request of this form. Raises the service's error for any other failure."""
        try:
            self._post_patiently(body)
        except _SetbackError as setback:
            if setback.of_form:
                return False
            raise setback.error from setback.__cause__
        return True

    def _post_patiently(self, body: Mapping[str, object]) -> object:
        attempt = 1
        while True:
            try:
                return self._post_once(body)
            except _SetbackError as setback:
                wait_s = max(setback.wait_s, self._backoff_s(attempt))
                if attempt >= setback.attempts or wait_s > self._patience.longest_wait_s:
                    raise
                logger.info("%s; trying again in %.1f s", setback.error, wait_s)
            time.sleep(wait_s)
            attempt += 1

    def malformed(self, finding: str) -> RagError:
        """The error for an answer that is not what was asked for."""
        service = self._service
        return service.error(
            f"{self._where} answered in another form than {service.form}: {finding}",
            hint=f"check that {service.flag} names the path above {service.path}, and a model that {service.able}",
        )

    def _post_once(self, body: Mapping[str, object]) -> object:
        try:
            response = self._client.post(self._url, json=body)
        except httpx.TimeoutException as error:
            raise self._timeout(error) from error
        except httpx.TransportError as error:
            raise self._no_connection(error) from error
        except httpx.RequestError as error:
            raise self.malformed("it cannot be decoded") from error
        self._reached = True
        if not response.is_success:
            raise self._refusal(response)
        try:
            return response.json()
        except ValueError as error:
            raise self.malformed("it is not JSON") from error

    def _backoff_s(self, attempt: int) -> float:
        return self._patience.first_wait_s * 2.0 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311  no secret

    def _timeout(self, error: httpx.TimeoutException) -> _SetbackError:
        if isinstance(error, httpx.ConnectTimeout):
            return self._no_connection(error)
        found = self._service.error(
            f"{self._where} did not answer within {self._patience.answer_s:g} seconds",
            hint=f"see whether its server is busy or still loading the model, then {self._service.again}",
        )
        return _SetbackError(found, attempts=_TIMEOUT_ATTEMPTS)

    def _no_connection(self, error: httpx.TransportError) -> _SetbackError:
        reason, flag = self._printable(str(error)) or type(error).__name__, self._service.flag
        found = self._service.error(
            f"no connection to {self._where}: {reason}",
            hint=f"check that its server runs and that {flag} names its address, then {self._service.again}",
        )
        if "[SSL" in str(error):
            found.hint = f"check http or https in {flag}; name the file of a certificate of your own in SSL_CERT_FILE"
            return _SetbackError(found, attempts=1)
        return _SetbackError(found, attempts=self._patience.attempts if self._reached else _UNREACHED_ATTEMPTS)

    def _refusal(self, response: httpx.Response) -> RagError | _SetbackError:
        service, base, status = self._service, self.address.base, response.status_code
        if response.next_request is not None:
            url = response.next_request.url
            target = self._printable(f"{url.scheme}://{url.netloc.decode('ascii')}{url.path}")
            return service.error(
                f"{self._where} sends on to {target}, where no text is sent unasked",
                hint=f"if that is the right address, name it in {service.flag}",
            )
        if status in (401, 403):  # what the server says here may repeat a part of the key
            what = "refuses the key" if self._key else "asks for a key"
            return service.error(
                f"{self._where} {what} ({status})",
                hint=f"set the environment variable {service.key_variable} to one of its keys",
            )
        said = self._server_words(response)
        if status == 404:
            return service.error(
                f"{self._where} knows no {service.path} or no model {self.address.model!r} (404){said}",
                hint=f"check both parts of {service.flag}, URL#NAME; `curl {base}/models` lists what it has",
            )
        if status in (408, 429) or status >= 500:
            wait_s = retry_after_s(response.headers.get("Retry-After", ""))
            asked = f", and asks to wait {wait_s:.0f} seconds" if wait_s else ""
            what = "gets too many requests" if status == 429 else "fails"
            error = service.error(f"{self._where} {what} ({status}){asked}{said}", hint=f"wait, then {service.again}")
            return _SetbackError(error, attempts=self._patience.attempts, wait_s=wait_s)
        refused = service.error(
            f"{self._where} refuses the request ({status}){said}",
            hint=f"check that the name after # is that of a model that {service.able}, and see the server's log",
        )
        return _SetbackError(refused, attempts=1, of_form=status in _FORM_REFUSED)

    def _server_words(self, response: httpx.Response) -> str:
        try:
            said = response.json()
        except ValueError:
            return ""
        for name in ("error", "message", "detail"):
            said = said.get(name, said) if isinstance(said, dict) else said
        return f": {self._printable(said)}" if isinstance(said, str) and said.strip() else ""

    def _printable(self, text: str) -> str:
        """What others say, on one line, short, and never with the key."""
        text = text.replace(self._key, "…") if self._key else text
        line = "".join(letter if letter.isprintable() else " " for letter in text)
        return " ".join(line.split())[:_WORDS_SHOWN].rstrip(" .")


class KeyFinding(NamedTuple):
    """Why a key must not be sent, and what to do."""

    what: str
    hint: str


def key_finding(service: Service, address: Address, key: str) -> KeyFinding | None:
    """What keeps a key from being sent to an address; None for nothing."""
    if not key:
        return None
    if not (key.isascii() and key.isprintable()) or " " in key:  # else the HTTP library repeats it in its error
        return KeyFinding(
            f"the environment variable {service.key_variable} holds what cannot be a key",
            "set it to the key alone, without spaces, quotation marks or line ends",
        )
    if not address.is_private:
        return KeyFinding(
            f"the key would go to {address.base} in the clear",
            f"use https in {service.flag}, or unset {service.key_variable} if the server asks for no key",
        )
    return None


def trusted_certificates(error_type: type[RagError]) -> ssl.SSLContext:
    """Whom TLS trusts: the usual authorities, or those that SSL_CERT_FILE names. Raises ``error_type``."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise error_type(
            "SSL_CERT_FILE or SSL_CERT_DIR names what holds no certificates",
            hint="name a PEM file in SSL_CERT_FILE, or unset the variable",
        ) from error


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def retry_after_s(value: str) -> float:
    """The seconds that a Retry-After header asks for, given as a number or as a date; 0 for neither."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0
