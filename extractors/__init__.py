"""Bytes to ``Document`` (the readers) and ``Document`` to facts (identity, score mentions, measures).

An extractor knows no run: it imports ``normalizers`` and never ``pipeline``.
"""
