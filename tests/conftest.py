"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# The same examples on every run, and no time limits: a busy machine fails no test. New examples are searched for with
# ``pytest --hypothesis-profile=search``.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("steady")
