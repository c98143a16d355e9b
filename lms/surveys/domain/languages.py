"""How a workbook names languages ("Khmer (km)", "zh-Hans", "English") and the one code that we keep."""

import re

NAMED = {"english": "en", "khmer": "km", "chinese": "zh-hans", "lao": "lo", "burmese": "my", "myanmar": "my",
         "thai": "th", "vietnamese": "vi", "simplified chinese": "zh-hans", "chinese simplified": "zh-hans"}
UNNAMED = "default"
CODE_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\s*\)\s*$")
BARE_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def code_of(name: str) -> str:
    """The code of a language as a column names it: the code in brackets, or the bare code, or a known name.

    "Khmer (km)" gives km, "zh-Hans" and "zh" give zh-hans, "Vietnamese" gives vi. Another name gives itself
    in small letters, so that forms in languages beyond our seven still work. "default" (no language) stays.
    """
    words = " ".join(name.split())
    if found := CODE_IN_BRACKETS.search(words):
        code = found.group(1).lower()
    elif (known := NAMED.get(words.lower())) or words.lower() == UNNAMED:
        return known or UNNAMED
    else:
        code = words.lower()
    return "zh-hans" if code in {"zh", "zh-cn", "zh-hans-cn"} else code


def nearest(*, languages: list[str], wanted: str) -> str:
    """The language of the form to show to a reader of `wanted`: the same, else English, else its first."""
    for code in (wanted, "en"):
        if code in languages:
            return code
    return languages[0]


def tag(code: str) -> str:
    """The value of a lang attribute, or "" when the workbook does not say which language it is."""
    return code if BARE_CODE.fullmatch(code) and code != UNNAMED else ""


def say(texts: dict[str, str], language: str) -> tuple[str, str]:
    """A text in `language`, else in any it has, with the language it is in; ("", "") when there is none."""
    if texts.get(language):
        return texts[language], language
    return next(((text, code) for code, text in texts.items() if text), ("", ""))
