"""Ctrl-C that cannot be lost: a library that swallows ``KeyboardInterrupt`` only delays it to the next paper."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Gives a function that raises KeyboardInterrupt once Ctrl-C was pressed inside the block."""
    pressed = threading.Event()

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    def check() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # signals belong to the main thread
        yield check
        return
    told = sys.unraisablehook

    def tell(unraisable: sys.UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):  # that one comes back at the next check
            told(unraisable)

    before = signal.signal(signal.SIGINT, press)
    sys.unraisablehook = tell
    try:
        yield check
    finally:
        sys.unraisablehook = told
        signal.signal(signal.SIGINT, before)
