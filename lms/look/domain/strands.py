"""The one figure of the look: six strands, one a country, that run apart and then together, in tandem."""

from collections.abc import Callable
from functools import cache
from math import pi, sin

COUNTRIES = (("km", "កម្ពុជា"), ("zh-Hans", "中国"), ("lo", "ລາວ"), ("my", "မြန်မာ"), ("th", "ไทย"), ("vi", "Việt Nam"))
"""Language tag and own name, in the order of the six strands from top to bottom."""

_MIDDLE = 2.5  # between the third and the fourth strand


def _curve(height: Callable[[float], float], *, width: float, pieces: int) -> str:
    """SVG path of y = height(t), t from 0 to 1 across `width`, as cubic pieces with the curve's own slope."""
    step, near = 1 / pieces, 1e-4

    def slope(t: float) -> float:
        return (height(t + near) - height(t - near)) / (2 * near)

    path = f"M0 {height(0):.1f}"
    for piece in range(pieces):
        a, b = piece * step, (piece + 1) * step
        path += (f"C{(a + step / 3) * width:.0f} {height(a) + slope(a) * step / 3:.1f}"
                 f" {(b - step / 3) * width:.0f} {height(b) - slope(b) * step / 3:.1f}"
                 f" {b * width:.0f} {height(b):.1f}")
    return path


@cache
def band_paths() -> list[str]:
    """Six paths in a box of 1440 x 80, for the foot, an empty state and a certificate."""
    def strand(k: int) -> Callable[[float], float]:
        return lambda t: (38 + 8 * t + (k - _MIDDLE) * (5.2 + 4.6 * abs(1 - 2.6 * min(t, 0.38)) ** 1.5)
                          - 13 * sin(2 * pi * (1.12 * t - 0.03 * k) + 0.1))
    return [_curve(strand(k), width=1440, pieces=8) for k in range(6)]


@cache
def hero_paths() -> list[str]:
    """Six paths in a box of 480 x 380; the k-th starts at the left at y = 20 + 68 k, flat, beside its name."""
    def strand(k: int) -> Callable[[float], float]:
        def height(t: float) -> float:
            t = min(max(t, 0.0), 1.0)
            together = 1 - (1 - t * t * (3 - 2 * t)) ** 1.15
            gap = 68 + (11 - 68) * together
            return 190 + 88 * t ** 3 - 34 * t * t * sin(pi * t) * 2.2 + (k - _MIDDLE) * gap
        return height
    return [_curve(strand(k), width=480, pieces=6) for k in range(6)]
