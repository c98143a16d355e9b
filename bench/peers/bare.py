"""`bare`: a function view under our settings and middleware, anonymous, a template of 4 kB, no query."""

from bench.client import Page


def peer() -> Page:
    return Page("bare", "/bench/bare/", "no row")
