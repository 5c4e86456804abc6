"""A real server of the S3 protocol on loopback, with buckets in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from pyarrow.fs import FileSystem


@dataclass(frozen=True)
class Store:
    """A server and one bucket in it."""

    server: Any
    host: str
    bucket: str

    @property
    def query(self) -> str:
        return f"?endpoint_override={self.host}&scheme=http&region=us-east-1"

    def address(self, path: str, bucket: str | None = None) -> str:
        return f"s3://{bucket or self.bucket}/{path}{self.query}"

    def system(self) -> Any:
        return FileSystem.from_uri(f"{self.address('')}&allow_bucket_creation=true")[0]

    def put(self, path: str, data: bytes) -> None:
        with self.system().open_output_stream(f"{self.bucket}/{path}") as file:
            file.write(data)

    def put_all(self, folder: Path, below: str) -> None:
        for path in (path for path in folder.rglob("*") if path.is_file()):
            self.put(f"{below}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def refuse_everybody(self) -> None:
        self._ask("reset-auth", b"0")

    def begin(self) -> None:
        """One empty bucket, and everybody is let in; the servers of one process share all they have."""
        self._ask("reset-auth", b"inf")
        self._ask("reset", b"")
        self.system().create_dir(self.bucket)

    def _ask(self, what: str, data: bytes) -> None:
        headers = {"Content-Type": "application/octet-stream"}
        urlopen(Request(f"http://{self.host}/moto-api/{what}", data, headers, method="POST")).read()

    def stop(self) -> None:
        self.server.stop()


@contextmanager
def served(bucket: str) -> Iterator[Store]:
    moto = pytest.importorskip("moto.server", reason="moto is not installed (requirements-dev.txt)")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    store = Store(server, f"{host}:{port}", bucket)
    try:
        yield store
    finally:
        server.stop()
