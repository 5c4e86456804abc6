"""The papers of ``tests/pdf/files``: what they say, and how they are set for each program."""
