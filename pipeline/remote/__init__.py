"""Folders that are addresses (``s3://bucket/papers``): read and written through ``pyarrow.fs``."""

from pipeline.remote.address import Address, address_of

__all__ = ["Address", "address_of"]
