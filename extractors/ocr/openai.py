"""The back end ``openai``: any endpoint that speaks OpenAI's chat API with images (vLLM, Ollama, llama.cpp, a service).

The page goes as a PNG in a data URL; the answer is Markdown with tables. Address, model and key come from the options
or from ``ITA_OCR_URL``, ``ITA_OCR_MODEL`` and ``ITA_OCR_KEY``.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from extractors.ocr.errors import BackendError, BackendMissingError, BackendSilentError
from extractors.ocr.options import OcrOptions
from extractors.ocr.words import Pixels

_PATH = "/chat/completions"
_ATTEMPTS = 3
_WAIT = 1.0  # seconds before the second attempt, twice as many before the third
_LONGEST = 8 * 1024 * 1024  # bytes of an answer
_CHUNK = 64 * 1024
_MOST_SIDE = 2400  # pixels: models scale larger pages down themselves
_TOKENS = 16_000
_MARKUP = re.compile(r"<[^<>]*>|[\s|:.…_-]+")
_LONG, _LOOP = 2000, 0.03  # bytes; share that packing leaves: of papers a tenth, of their dullest tables a twentieth
_TRY_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_PROMPT = (
    "Transcribe this page of a Thai government paper exactly as printed, in reading order. Keep Thai and Arabic digits "
    "as they are. Write tables as HTML tables with rowspan and colspan, everything else as Markdown, tick boxes as ☐ "
    "and ☑. Add nothing, explain nothing, and leave out what cannot be read."
)


@dataclass(frozen=True, slots=True)
class OpenAi:
    """A vision model behind an OpenAI-compatible endpoint."""

    options: OcrOptions

    name = "openai"
    reads_thai_digits = True

    @property
    def url(self) -> str:
        """The address of the endpoint, with or without its last part."""
        return self.options.url or os.environ.get("ITA_OCR_URL", "")

    @property
    def model(self) -> str:
        """The model's name."""
        return self.options.model or os.environ.get("ITA_OCR_MODEL", "")

    def is_available(self) -> bool:
        """Whether address and model are known; nobody is asked."""
        return not self.missing()

    def missing(self) -> str:
        """What is not set; empty where nothing is missing."""
        wanted = (("--ocr-url (ITA_OCR_URL)", self.url), ("--ocr-model (ITA_OCR_MODEL)", self.model))
        unset = [name for name, value in wanted if not value]
        if not unset and urlsplit(self.url).scheme not in ("http", "https"):
            return "--ocr-url (ITA_OCR_URL) must begin with http:// or https://"
        return f"set {' and '.join(unset)}" if unset else ""

    def version(self) -> str:
        """What its answers depend on: the model, where it is served, and what it is asked."""
        return f"{self.url} {self.model} {_PROMPT}"

    def text(self, pixels: Pixels) -> str:
        """The text of a page. Raises BackendMissingError, BackendError."""
        if missing := self.missing():
            raise BackendMissingError(self.name, missing)
        body = json.dumps(_question(self.model, pixels)).encode()
        deadline = time.monotonic() + self.options.timeout
        for attempt in range(_ATTEMPTS):
            try:
                return _said(self._post(body, deadline))
            except _TryAgainError as error:
                wait = _WAIT * 2**attempt
                if attempt + 1 == _ATTEMPTS or time.monotonic() + wait >= deadline:
                    raise (BackendSilentError if error.silent else BackendError)(self.name, str(error)) from error
                time.sleep(wait)
        raise AssertionError  # the loop returns or raises

    def _post(self, body: bytes, deadline: float) -> bytes:
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get("ITA_OCR_KEY"):
            headers["Authorization"] = f"Bearer {key}"
        address = self.url.rstrip("/")
        address = address if address.endswith(_PATH) else address + _PATH
        request = urllib.request.Request(address, body, headers, method="POST")
        left = max(deadline - time.monotonic(), 0.001)
        try:
            with urllib.request.urlopen(request, timeout=left) as answer:
                return _received(answer, deadline)
        except urllib.error.HTTPError as error:
            error.close()
            reason = f"answered {error.code} {error.reason}"
            raise (_TryAgainError(reason) if error.code in _TRY_AGAIN else BackendError(self.name, reason)) from error
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, http.client.HTTPException) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise BackendSilentError(
                    self.name, f"gave no answer within {self.options.timeout:g} seconds"
                ) from error
            raise _TryAgainError(f"cannot be reached: {error}", silent=True) from error

    def _late(self) -> BackendSilentError:
        return BackendSilentError(self.name, f"gave no answer within {self.options.timeout:g} seconds")


class _TryAgainError(Exception):
    """A failure that may pass; ``silent`` tells that nobody answered."""

    def __init__(self, reason: str, *, silent: bool = False) -> None:
        super().__init__(reason)
        self.silent = silent


def _question(model: str, pixels: Pixels) -> dict[str, Any]:
    picture = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_png(pixels)}"}}
    content = [{"type": "text", "text": _PROMPT}, picture]
    return {"model": model, "temperature": 0, "max_tokens": _TOKENS, "messages": [{"role": "user", "content": content}]}


def _png(pixels: Pixels) -> str:
    import cv2

    factor = min(1.0, _MOST_SIDE / max(pixels.shape))
    sized = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else pixels
    _, png = cv2.imencode(".png", sized)
    return base64.b64encode(png.tobytes()).decode()


def _received(answer: Any, deadline: float) -> bytes:
    """The whole answer; a server that sends it by drops is late at the deadline as well."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_CHUNK):
        size += len(part)
        if time.monotonic() > deadline:
            raise TimeoutError
        if size > _LONGEST:
            raise BackendError(OpenAi.name, f"answered more than {_LONGEST} bytes")
        parts.append(part)
    return b"".join(parts)


def _said(answer: bytes) -> str:
    try:
        text = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise BackendError(OpenAi.name, "gave an answer that is none of the chat API") from error
    if isinstance(text, list):
        text = "\n".join(str(part.get("text", "")) for part in text if isinstance(part, dict))
    if not isinstance(text, str) or not text.strip():
        raise BackendError(OpenAi.name, "gave an empty answer")
    if _repeats(text):
        raise BackendError(OpenAi.name, "repeats itself without end")
    return text


def _repeats(text: str) -> bool:
    """Whether a model has fallen into a loop: hardly anything is left of its words when they are packed."""
    words = _MARKUP.sub("", text).encode()
    return len(words) >= _LONG and len(zlib.compress(words)) < _LOOP * len(words)
