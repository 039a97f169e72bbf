"""One question over HTTP: time limits, a few tries, no more bytes than make sense. Standard library only."""

from __future__ import annotations

import email.utils
import http.client
import json
import random
import time
from typing import Any
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

import foedus
from foedus.errors import ConfigError, EngineError

MOST_BYTES = 4_000_000
LONGEST_PAUSE_S = 60.0
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
LOST_IN_A_ROW = 3  # then the server is taken for gone and the run ends, rather than wait for every document


class Endpoint(Struct, frozen=True, kw_only=True):
    """Where a model answers; `url` is the base that ends before `/chat/completions`."""

    url: str
    model: str
    key: str | None = None
    timeout_s: float = 120.0
    tries: int = 4
    passage_characters: int = 6000
    pause_s: float = 1.0  # before the second try; doubled each time


class NoAnswerError(Exception):
    """A question that got no answer after all tries; the message is the reason."""


class _TryAgainError(Exception):
    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class Client:
    """Asks one endpoint; remembers whether it knows JSON Schema and how often in a row it was silent."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.knows_schema = True
        self.lost = 0
        self._address = _address(endpoint.url)

    @property
    def engine(self) -> str:
        """What claims say of who made them."""
        name = "".join(c for c in self.endpoint.model if c.isprintable())[:100]
        return f"foedus/{foedus.__version__}+llm:{name}"

    def ask(self, body: dict[str, Any]) -> str:
        """Return what the model wrote.

        Raise NoAnswerError when every try failed, EngineError when the server seems gone, ConfigError when it refuses
        the address, the key or the model.
        """
        try:
            answer = self._tried(body)
        except NoAnswerError as error:
            self.lost += 1
            if self.lost >= LOST_IN_A_ROW:
                raise EngineError(
                    f"no answer from {self.endpoint.url} {self.lost} times in a row ({error}). Is the server running?"
                ) from error
            raise
        self.lost = 0
        return answer

    def _tried(self, body: dict[str, Any]) -> str:
        reason, pause_s = "no try", self.endpoint.pause_s
        for number in range(max(1, self.endpoint.tries)):
            try:
                return self._once(body)
            except _TryAgainError as error:
                reason = str(error)
                if number + 1 < self.endpoint.tries:
                    _wait(error.after_s, pause_s)
                    pause_s *= 2
        raise NoAnswerError(reason)

    def _once(self, body: dict[str, Any]) -> str:
        if not self.knows_schema:
            body = {key: value for key, value in body.items() if key != "response_format"}
        try:
            status, headers, data = self._exchange(json.dumps(body).encode())
        except TimeoutError as error:
            raise _TryAgainError("timeout") from error
        except (OSError, http.client.HTTPException) as error:
            raise _TryAgainError(f"unreachable ({type(error).__name__})") from error
        if status == http.HTTPStatus.OK:
            return _written(data)
        if status in AGAIN:
            raise _TryAgainError(f"status {status}", _retry_after(headers.get("Retry-After")))
        if status in (400, 422) and self.knows_schema and (b"response_format" in data or b"schema" in data):
            self.knows_schema = False
            return self._once(body)
        raise self._refusal(status, data)

    def _refusal(self, status: int, data: bytes) -> Exception:
        said = "".join(c for c in data[:200].decode("utf-8", "replace") if c.isprintable())
        if status in (401, 403):
            return ConfigError(f"{self.endpoint.url} wants another key ({status}). Set the variable that holds it.")
        if status == http.HTTPStatus.NOT_FOUND or 300 <= status < 400:
            return ConfigError(
                f"{self.endpoint.url} has no /chat/completions or no model '{self.endpoint.model}' ({status}: {said}). "
                "Mend FOEDUS_LLM_URL (it mostly ends in /v1) or FOEDUS_LLM_MODEL."
            )
        return NoAnswerError(f"status {status}: {said}")

    def _exchange(self, data: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
        limit_s = self.endpoint.timeout_s
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._address.hostname or "", self._address.port, timeout=limit_s)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        try:
            connection.request("POST", f"{self._address.path.rstrip('/')}/chat/completions", data, headers)
            response = connection.getresponse()
            return response.status, response.headers, _read(response, time.monotonic() + limit_s)
        finally:
            connection.close()


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        is_good = address.scheme in ("http", "https") and bool(address.hostname) and (address.port or 1) > 0
    except ValueError:
        is_good = False
    if not is_good:
        raise ConfigError(f"'{url}' is no address of a language model; write it like http://127.0.0.1:8000/v1")
    return address


def _read(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Read a body; a server that drips is cut off at the deadline, one that floods at the limit."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(65536):
        size += len(piece)
        if size > MOST_BYTES:
            raise NoAnswerError("answer too large")
        if time.monotonic() > deadline:
            raise TimeoutError
        pieces.append(piece)
    return b"".join(pieces)


def _written(data: bytes) -> str:
    """Return the text of the first choice."""
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _TryAgainError("answer is not a chat completion") from error
    if not isinstance(content, str):
        raise NoAnswerError("answer without text")
    return content


def _retry_after(value: str | None) -> float | None:
    """Return the seconds a server asks to wait for, told as seconds or as a date.

    >>> _retry_after("7"), _retry_after(None), _retry_after("soon")
    (7.0, None, None)
    """
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def _wait(asked_s: float | None, pause_s: float) -> None:
    # Spread, so that several runs that were refused together do not come back together.
    time.sleep(min(LONGEST_PAUSE_S, asked_s if asked_s is not None else pause_s * random.uniform(1, 1.25)))
