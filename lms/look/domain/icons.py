"""The shapes of the look. Each is 16 x 16, drawn with `currentColor`; the word beside it carries the meaning.

Class `on` marks what is drawn on a filled disc, in the colour of the ground (see site.css).
"""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

_RING = '<circle cx="8" cy="8" r="6.5"/>'
_DISC = '<circle cx="8" cy="8" r="7.4" fill="currentColor" stroke="none"/>'
_DOTTED = '<circle cx="8" cy="8" r="6.5" stroke-dasharray="1.6 1.8"/>'


def _filled(path: str) -> str:
    return f'<path d="{path}" fill="currentColor" stroke="none"/>'


def _line(path: str) -> str:
    return f'<path d="{path}"/>'


def _on(path: str) -> str:
    return f'<path class="on" d="{path}" stroke="#fff"/>'


_SHAPES = {
    # people and seats: the fuller, the more one may do
    "disc-tick": _DISC + _on("M4.6 8.3l2.4 2.4 4.5-5"),
    "disc-pause": _DISC + _on("M6.2 5.2v5.6M9.8 5.2v5.6"),
    "disc-bar": _DISC + _on("M4.4 8h7.2"),
    "disc-half": _RING + _filled("M8 1.5a6.5 6.5 0 0 0 0 13z"),
    "disc-quarter": _RING + _filled("M8 8V1.5A6.5 6.5 0 0 0 1.5 8z"),
    "disc-three-quarter": _RING + _filled("M8 8V1.5A6.5 6.5 0 1 0 14.5 8z"),
    "ring-broken": '<circle cx="8" cy="8" r="6.5" stroke-dasharray="4.1 2.7"/>',
    "ring-cross": _RING + _line("M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"),
    "ring-bar": _RING + _line("M5 8h6"),
    "ring-dotted": _DOTTED,
    "ring-dot": _DOTTED + '<circle cx="8" cy="8" r="3.2" fill="currentColor" stroke="none"/>',
    "ring": _RING,
    # modules and texts
    "waves": _line("M1 6c2-2.6 4.6-2.6 7 0s5 2.6 7 0M1 11c2-2.6 4.6-2.6 7 0s5 2.6 7 0"),
    "clock": _RING + _line("M8 4.4V8.3l2.6 1.5"),
    "pencil": _line("M2.5 13.5l.7-3.2 7.6-7.6 2.5 2.5-7.6 7.6zM9 13.9h5"),
    "fork": _line("M8 15V9.5L3.5 5M8 9.5 12.5 5M3 8.2V4.5h3.7M13 8.2V4.5H9.3"),
    "warning": _line("M8 1.8 15 14H1zM8 6.2v3.8M8 11.9v.2"),
    # actions and places
    "check": _line("M2.5 8.6l3.7 3.7 7.3-8"),
    "cross": _line("M3.5 3.5l9 9M12.5 3.5l-9 9"),
    "arrow-right": _line("M2 8h12M9.5 3.5 14 8l-4.5 4.5"),
    "arrow-left": _line("M14 8H2M6.5 3.5 2 8l4.5 4.5"),
    "arrow-down": _line("M8 2v8.5M4.2 7 8 10.8 11.8 7M3 14h10"),
    "arrow-up": _line("M8 14V4M4.2 7.6 8 3.8l3.8 3.8M3 1.9h10"),
    "download": _line("M8 2v8.5M4.2 7 8 10.8 11.8 7M3 14h10"),
    "print": _line("M4.5 6V2h7v4M4.5 12H2V6h12v6h-2.5M4.5 9.5h7V14h-7z"),
    "person": '<circle cx="8" cy="5" r="3"/>' + _line("M2 14.6c.5-3.6 2.6-5 6-5s5.5 1.4 6 5"),
    "menu": _line("M2 4h12M2 8h12M2 12h12"),
    "info": _RING + _line("M8 7.4v4M8 4.7v.2"),
    "offline": _line("M5 12.5H4A3 3 0 0 1 3.5 6.6M6 4.2A4 4 0 0 1 12 6.5a3 3 0 0 1 1.7 5.2M2 2l12 12"),
    "search": '<circle cx="7" cy="7" r="4.8"/>' + _line("M10.6 10.6 14.5 14.5"),
    "eye": _line("M1 8c1.8-3 4.2-4.5 7-4.5S13.2 5 15 8c-1.8 3-4.2 4.5-7 4.5S2.8 11 1 8z")
           + '<circle cx="8" cy="8" r="2"/>',
    "calendar": _line("M2 3.5h12V14H2zM2 7h12M5 1.5v3M11 1.5v3"),
    "link": _line("M6.5 9.5l3-3M7 4.5 8.8 2.7a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.8 1.8"
                  "a3.2 3.2 0 0 1-4.5-4.5L4.5 7"),
    "lock": _line("M3 7.5h10V14H3zM5 7.5V5a3 3 0 0 1 6 0v2.5"),
    "plus": _line("M8 2.5v11M2.5 8h11"),
}

_NUMBER = _RING + ('<text x="8" y="11.2" text-anchor="middle" font-size="8.5" font-weight="600" '
                   'fill="currentColor" stroke="none">{}</text>')
_OPEN = ('<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" '
         'stroke-width="1.8" aria-hidden="true" focusable="false">')

NAMES = frozenset(_SHAPES) | {"ring-number"}


@cache
def icon_svg(name: str, *, number: int | str | None = None) -> SafeString:
    """Inline SVG of one shape; hidden from screen readers, so a word must stand beside it.

    `number` is for "ring-number" alone (the place in a reserve, 1 to 99). Raises KeyError for an unknown name.
    """
    if name == "ring-number":
        return format_html(_OPEN + _NUMBER + "</svg>", "" if number is None else number)
    return format_html(_OPEN + _SHAPES[name] + "{}</svg>", "")
