"""The scanned sample papers of ``data/raw``: their texts, how they are scanned, and what they say."""
