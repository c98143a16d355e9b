"""QR codes as SVG, for pages and for paper."""

import io

import segno


def qr_svg(text: str, *, border: int = 4) -> str:
    """Return the QR code of `text` as an SVG picture without a size of its own.

    text: what the code says, an address as a rule; not empty.
    border: the white margin in modules; scanners want 4 unless the page itself leaves white.
    Raises ValueError when the text is empty or too long for a QR code (about 2,300 Latin letters).

    Error correction is at least 15 % (level M): a certificate gets folded, stamped and copied.
    """
    if not text:
        raise ValueError("A QR code needs a text.")
    # DataOverflowError, which segno raises for a text that is too long, is a ValueError.
    code = segno.make_qr(text, error="m")
    out = io.BytesIO()
    # The white ground is drawn, so that the code can be scanned on a coloured page as well.
    code.save(
        out, kind="svg", border=border, light="white", omitsize=True, svgclass=None, lineclass=None, nl=False
    )
    return out.getvalue().decode("utf-8")
