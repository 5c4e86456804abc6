"""Ctrl-C swallowed by a library is not lost."""

from __future__ import annotations

import signal
from contextlib import suppress

import pytest

from pipeline.interrupt import interruptible


def test_a_swallowed_ctrl_c_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as check:
        check()
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            check()
    assert signal.getsignal(signal.SIGINT) is before
