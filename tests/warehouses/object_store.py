"""A tiny object store that speaks the part of S3 that is asked here: list, head, get, ranges, put.

It is a server of its own, and the keys it was given are the only ones it answers.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET = "TESTKEYID0123456789", "testSecretKey/abcdefghij+0123456789"


class _Handler(BaseHTTPRequestHandler):
    server: Store
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        self.server.requests.append((self.command, unquote(asked.path)))
        if f"Credential={KEY}/" not in self.headers.get("Authorization", ""):
            self._error(403, "InvalidAccessKeyId")
            return
        _, bucket, *key = unquote(asked.path).split("/", 2)
        if bucket != self.server.bucket:
            self._error(404, "NoSuchBucket")
        elif not key or not key[0]:
            self._list({name: values[0] for name, values in parse_qs(asked.query).items()})
        elif key[0] in self.server.objects:
            self._object(self.server.objects[key[0]])
        else:
            self._error(404, "NoSuchKey")

    def do_PUT(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append((self.command, path))
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if f"Credential={KEY}/" not in self.headers.get("Authorization", ""):
            self._error(403, "InvalidAccessKeyId")
            return
        if self.server.refused:
            self._error(self.server.refused.pop(0), "SlowDown")
            return
        _, _, key = path.split("/", 2)
        self.server.objects[key] = content
        self._send(200, b"", {"ETag": f'"{_etag(content)}"'})

    def _list(self, query: dict[str, str]) -> None:
        prefix = query.get("prefix", "")
        names = sorted(name for name in self.server.objects if name.startswith(prefix))
        # Two at a time: a listing has pages.
        start = int(query.get("continuation-token", 0))
        page, more = names[start : start + 2], len(names) > start + 2
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(self.server.objects[name])}</Size>"
            f"<ETag>&quot;{_etag(self.server.objects[name])}&quot;</ETag>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for name in page
        )
        token = f"<NextContinuationToken>{start + 2}</NextContinuationToken>" if more else ""
        self._send(
            200,
            (
                '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>'
                f"<Name>{self.server.bucket}</Name><Prefix>{escape(prefix)}</Prefix>"
                f"<KeyCount>{len(page)}</KeyCount><MaxKeys>2</MaxKeys>"
                f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{contents}"
                "</ListBucketResult>"
            ).encode(),
            {"Content-Type": "application/xml"},
        )

    def _object(self, content: bytes) -> None:
        headers = {"ETag": f'"{_etag(content)}"', "Accept-Ranges": "bytes"}
        ranges = self.headers.get("Range", "").removeprefix("bytes=")
        if not ranges:
            self._send(200, content, headers)
            return
        first, _, last = ranges.partition("-")
        end = min(int(last) + 1 if last else len(content), len(content))
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(content)}"
        self._send(206, content[int(first) : end], headers)

    def _error(self, status: int, code: str) -> None:
        body = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
        self._send(status, body, {"Content-Type": "application/xml"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _etag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class Store(ThreadingHTTPServer):
    """One bucket."""

    daemon_threads = True

    def __init__(self, bucket: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bucket = bucket
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        # The answers to the next puts, where they are refused.
        self.refused: list[int] = []

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(bucket: str) -> Iterator[Store]:
    """A store that answers until the block ends."""
    store = Store(bucket)
    thread = threading.Thread(target=store.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()
        thread.join()
