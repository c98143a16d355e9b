"""Asks our own WSGI application in this process, without a network: what the server does apart from the socket."""

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.core.wsgi import get_wsgi_application
from django.db import connection


class WrongAnswer(Exception):
    """The page did not answer what it must: its time would mean nothing."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def body(self) -> bytes:
        """What was sent, unpacked."""
        return gzip.decompress(self.sent) if self.headers.get("Content-Encoding") == "gzip" else self.sent


@cache
def application():
    """What the server loads. Made at the first request: it lists the static files that are there by then."""
    return get_wsgi_application()


def environ(address: str, cookie: str = "") -> dict:
    """A browser's GET as granian hands it over behind a proxy that speaks https; `address` is path and query."""
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query, "CONTENT_TYPE": "", "CONTENT_LENGTH": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "443", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
        "HTTP_X_FORWARDED_PROTO": "https", "HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "https", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        **({"HTTP_COOKIE": cookie} if cookie else {})}


def ask(address: str, cookie: str = "") -> Answer:
    """One request, answered to the last byte and closed, so that Django ends it as it does for a server."""
    begun: list = []

    def start_response(status: str, headers: Iterable[tuple[str, str]], exc_info=None) -> None:
        begun[:] = [int(status[:3]), dict(headers)]

    answer = application()(environ(address, cookie), start_response)
    try:
        body = b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    return Answer(begun[0], begun[1], body)


def count_queries(run: Callable[[], object]) -> int:
    """How many statements `run` sends to the database."""
    count = 0

    def counting(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        run()
    return count


@dataclass(frozen=True)
class Page:
    """A page of this process as a subject of measurement (`measure.Subject`). `needle` must stand in its body; `cookie` is
    what a signed-in browser sends."""

    name: str
    address: str
    needle: str
    cookie: str = ""

    def checked(self) -> Answer:
        """The answer. Raises WrongAnswer unless it is the right one."""
        return self.check(ask(self.address, self.cookie))

    def check(self, answer: Answer) -> Answer:
        if answer.status != 200 or self.needle.encode() not in answer.body:
            raise WrongAnswer(f"{self.name}: {self.address} answered {answer.status}, or without “{self.needle}”")
        return answer

    def queries(self) -> int:
        """How many statements one request sends to the database."""
        return count_queries(self.checked)

    def batch(self, requests: int) -> float:
        """CPU seconds of this process for so many requests, one after the other, checked afterwards."""
        start = time.process_time()
        answers = [ask(self.address, self.cookie) for _ in range(requests)]
        seconds = time.process_time() - start
        for answer in answers:
            self.check(answer)
        return seconds
