"""The two old Vietnamese encodings that Python does not have, and what a Vietnamese syllable may look like.

VISCII is RFC 1456; it puts six capital letters where control characters stand. TCVN3 is the eight-bit part of
TCVN 5712:1993, as the ABC fonts (.VnTime) use it: their capitals are a matter of the font.
"""

import re
import unicodedata

from lms.files.domain.sheets.text import nfc

ASCII = "".join(map(chr, range(128)))
VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
VISCII = "".join(VISCII_LOW.get(code, chr(code)) for code in range(128)) + (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"  # 80
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"  # 90
    "Õắằặấầẩậẽẹếềểễệố"  # A0
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"  # B0
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"  # C0
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"  # D0
    "àáâãảăữẫèéêẻìíĩỉ"  # E0
    "đựòóôõỏọụùúũủýợỮ")  # F0
TCVN3 = ASCII + "\ufffe" * 32 + (  # nothing from 80 to 9F; \ufffe is how a decoding table says so
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ"  # A0
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"  # B0
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"  # C0
    "éẹềểễếệìỉỄẾỒĩíịò"  # D0
    "Ổỏõóọồổỗốộờởỡớợù"  # E0
    "ỖủũúụừửữứựỳỷỹýỵỐ")  # F0

TONES = "\u0300\u0301\u0303\u0309\u0323"
ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]"
VOWELS = ("ia|iê|iêu|iu|i|yê|yêu|y|uya|uyê|uyu|uya|uy|uâ|uây|ua|uê|ui|uô|uôi|uơ|u|ưa|ươ|ươi|ươu|ưi|ưu|ư|"
          "oai|oay|oao|oa|oă|oeo|oe|oi|oo|o|ôi|ô|ơi|ơ|ai|ao|au|ay|a|ă|âu|ây|â|eo|e|êu|ê")
SYLLABLE = re.compile(f"(?:{ONSETS})?(?:{VOWELS})(?:ch|ng|nh|[cmnpt])?|đ")


def is_syllable(word: str) -> bool:
    """Whether a word of letters could be one Vietnamese syllable, in small letters, capitals or with one capital."""
    if len(word) > 24 or not (word.islower() or word.isupper() or word.istitle()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    bare = "".join(mark for mark in parts if mark not in TONES)
    return len(parts) - len(bare) <= 1 and SYLLABLE.fullmatch(nfc(bare)) is not None
