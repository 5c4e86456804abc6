"""How the reader of printed lines is trained: synthetic strips, the network, its figures (``make train-reader``).

Nothing here is part of the product; it needs PyTorch, the fonts of ``fonts.toml`` and time.
"""
