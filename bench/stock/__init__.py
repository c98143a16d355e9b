"""The peer `stock`: a page of five blocks as Wagtail serves it, without a cache of our own."""
