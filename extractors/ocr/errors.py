"""Why a back end gave nothing. Both become reasons of unreadable pages; a missing one also says what to install."""

from __future__ import annotations

BACKEND_FAILED = "backend_failed"  # how the reason of an unreadable page begins where it is not the page's


class BackendError(Exception):
    """A back end failed on a page: it crashed, was late, or answered nonsense."""

    def __init__(self, backend: str, reason: str) -> None:
        super().__init__(backend, reason)
        self.backend = backend
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.backend} {self.reason}"


class BackendSilentError(BackendError):
    """A back end gave no answer in time, or cannot be reached: the next page would wait as long."""


class BackendMissingError(BackendError):
    """A back end cannot be used at all; ``remedy`` is what to do about it."""

    def __init__(self, backend: str, remedy: str) -> None:
        super().__init__(backend, f"is not available; {remedy}")
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.backend, self.remedy)


class LongScanError(Exception):
    """More pages of a paper are to be recognised than may be at once: ``pages`` are their numbers."""

    def __init__(self, pages: tuple[int, ...]) -> None:
        super().__init__(pages)
        self.pages = pages
