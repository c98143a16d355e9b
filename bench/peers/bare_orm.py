"""`bare ORM`: as `bare`, with one row fetched by its unique index."""

from bench.client import Page
from certification.models import Certificate


def peer(certificate: Certificate) -> Page:
    """`certificate` is the row to fetch, by its code."""
    return Page("bare ORM", f"/bench/bare-orm/{certificate.code}/", certificate.number)
