"""How fast our pages are, beside peers that run in the same process or in their own: `make bench`."""
