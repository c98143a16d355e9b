"""What in a text could say who a victim is: names with a marker, contacts, addresses, dates of birth, numbers, plates.

Pure: a text goes in, places come out. The rules look for what is written on purpose to identify somebody (a title before
a name, a house number before a street), in all seven languages at once, because a Khmer text may hold an English name.
A name without any marker is not found: the checker helps editors to look, it does not look for them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from curricula.domain import naming


class Kind(Enum):
    NAME = "name"
    CONTACT = "contact"
    ADDRESS = "address"
    BIRTH = "birth"
    NUMBER = "number"
    PLATE = "plate"


@dataclass(frozen=True)
class Flag:
    """Some words of a text that could identify a person; `start` and `end` are places in the text."""

    kind: Kind
    words: str
    start: int
    end: int


UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""What is typed between words or letters and seen by nobody; a number is not hidden by it."""


def flags(text: str) -> list[Flag]:
    """What could identify somebody in `text` (in Unicode's composed form), in reading order; no two overlap."""
    places = [at for at, char in enumerate(text) if char not in UNSEEN]
    seen = "".join(_plain(text[at]) for at in places)
    found = sorted((at for kind, rules in RULES for rule in rules for at in _hits(kind, rule, seen)),
                   key=lambda hit: (hit[1], -hit[2]))
    kept: list[Flag] = []
    for kind, start, end in found:
        begin, stop = places[start], places[end - 1] + 1
        if not kept or begin >= kept[-1].end:
            kept.append(Flag(kind, text[begin:stop], begin, stop))
    return kept


def _plain(char: str) -> str:
    """A digit of any script as an ASCII one, and a blank of any kind as a space; every other character as it is."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return " " if char.isspace() and char != "\n" else char


Rule = tuple[re.Pattern[str], Callable[[str, str], bool]]
"""A pattern, and a second look at what it found: (the words, what stands before them)."""


def _hits(kind: Kind, rule: Rule, text: str) -> Iterator[tuple[Kind, int, int]]:
    """Line by line: what stands in a heading does not go on in the text below it."""
    pattern, holds = rule
    begin = 0
    for line in text.split("\n"):
        for hit in pattern.finditer(line):
            start, end = hit.span("it") if "it" in pattern.groupindex else hit.span()
            while end > start and line[end - 1] in " ,.;:":
                end -= 1
            if end > start and holds(line[start:end], line[max(0, start - 40):start]):
                yield kind, begin + start, begin + end
        begin += len(line) + 1


def _always(_words: str, _before: str) -> bool:
    return True


def _rules(*patterns: str, holds: Callable[[str, str], bool] = _always) -> list[Rule]:
    return [(re.compile(pattern), holds) for pattern in patterns]


# --- telephones and mail ------------------------------------------------------------------------------------------
_CALLING = re.compile(r"(?i:tel|phone|mobile|whatsapp|zalo|viber|telegram|line id|wechat)|điện thoại|ĐT|số máy|ទូរស័ព្ទ|លេខទូរ|"
                      r"โทร|มือถือ|เบอร์|ໂທ|ເບີ|ဖုန်း|电话|手机|微信|致电|拨打")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+$")
_YEARS = re.compile(r"(?:1[89]|2[0-6])\d\d[-–. ]+(?:1[89]|2[0-6])\d\d$")
_DAY = re.compile(r"(?:\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4})$")


def _telephone(words: str, before: str) -> bool:
    """Not a sum of money, a span of years or a day: it begins as numbers do that one rings, or a word says so."""
    digits = sum(char.isdigit() for char in words)
    if _YEARS.match(words) or _DAY.match(words):
        return False
    if words[0] in "+(0" or re.match(r"1[3-9]\d{9}$", words):
        return digits >= 8 and not re.match(r"0[.,]", words)
    return digits >= 6 and bool(_CALLING.search(before[-25:])) and not _GROUPED.match(words)


CONTACT = [
    *_rules(r"(?<![\d/+])(?:\+\s?|\(\+?)?\d(?:[ .\-()/]{0,2}\d){5,14}(?!\d)", holds=_telephone),
    *_rules(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+",
            r"(?i:(?:facebook|fb|tiktok|instagram|zalo|t|wa|line)\.(?:com|me))/[\w.@?=\-]{3,}"),
]

# --- dates of birth -----------------------------------------------------------------------------------------------
_MONTHS = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (rf"(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?\d{{2,4}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS}(?:,?\s+\d{{4}})?|"
         rf"{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:[ ,]+(?:năm\s+)?\d{{4}})?)")
BIRTH = _rules(
    rf"(?i:\b(?:born|date of birth|d\.?o\.?b\.?|birthday))(?:\s+(?:on|is|was))?(?:\s+the)?\s*:?\s*{_DATE}",
    rf"(?i:\b(?:ngày,?\s*(?:tháng,?\s*năm\s*)?sinh|sinh\s+nhật|sinh\s+(?:vào\s+)?ngày|sinh))\s*:?\s*(?:ngày\s+|là\s+(?:ngày\s+)?)?{_DATE}",
    r"(?:ថ្ងៃ\s?ខែ\s?ឆ្នាំ\s?កំណើត|ថ្ងៃកំណើត|កើត\s?(?:នៅ)?\s?(?:ថ្ងៃ(?:ទី)?))[^។\d\n]{0,15}\d{1,2}(?:[/.\-]\d{1,2}[/.\-]\d{2,4}|[^។\d\n]{0,25}(?:\d{4})?)",
    r"(?<!เหตุ)(?:เกิด(?:เมื่อ)?\s?วันที่|วัน\s?(?:เดือน\s?ปี)?\s?เกิด)[^\d\n]{0,12}\d{1,2}(?:[/.\-]\d{1,2}[/.\-]\d{2,4}|[^\d\n]{0,20}\d{4})?",
    r"(?<!ເຫດ)(?:ເກີດ(?:ເມື່ອ)?\s?ວັນທີ|ວັນ\s?(?:ເດືອນ\s?ປີ)?\s?ເກີດ)[^\d\n]{0,12}\d{1,2}(?:[/.\-]\d{1,2}[/.\-]\d{2,4}|[^\d\n]{0,20}\d{4})?",
    r"(?:မွေး\s?(?:နေ့|သက္ကရာဇ်|ရက်))[^\d။\n]{0,20}\d{1,4}[^။\n]{0,25}?(?:\d{1,4}[^။\d\n]{0,12}ရက်|[/.\-]\d{1,2}[/.\-]\d{2,4})",
    r"\d{4}\s?(?:ခုနှစ်|ခု)[^။\n]{0,25}\d{1,2}\s?ရက်[^။\n]{0,12}မွေး",
    r"(?:出生(?:日期|于|於|在)?|生日|生于)[^\d\n]{0,6}\d{2,4}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}\s?[日号]?",
    r"\d{4}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}\s?[日号]?\s?(?:出)?生",
    r"生日[^\d\n]{0,4}\d{1,2}月\d{1,2}[日号]")

# --- numbers of papers --------------------------------------------------------------------------------------------
_PAPER = (r"(?:(?i:passport|identity card|id card|\bid\b|national id|case file)|căn cước(?: công dân)?|CCCD|CMND|chứng minh|hộ chiếu|"
          r"អត្តសញ្ញាណប័ណ្ណ|លិខិតឆ្លងដែន|ប៉ាស្ព័រ|บัตรประชาชน|บัตรประจำตัว|หนังสือเดินทาง|พาสปอร์ต|ບັດປະຈຳຕົວ|ໜັງສືຜ່ານແດນ|ພາສປອດ|"
          r"မှတ်ပုံတင်|နိုင်ငံသားစိစစ်ရေး|နိုင်ငံကူးလက်မှတ်|ပတ်စ်ပို့|身份证|护照)")
NUMBER = _rules(
    rf"{_PAPER}[^\d\n.。။។]{{0,28}}?(?P<it>[A-Z]{{0,2}}\s?\d[\d \-]{{4,18}}\d)",
    r"(?<![\w])[A-Z]{1,2}\d{6,8}(?!\w)",
    r"(?<!\d)\d-\d{4}-\d{5}-\d{2}-\d(?!\d)",
    r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)",
    r"(?<![\d.,+])(?!1[3-9]\d{9}(?!\d)|0\d{10}(?!\d))\d{11,13}(?!\d)",
    r"(?<!\d)\d{1,2}\s?/\s?[A-Za-z\u1000-\u109f]{3,14}\s?\((?:N|C|E|P|နိုင်|ဧည့်|ပြု)\)\s?\d{6}")

# --- plates -------------------------------------------------------------------------------------------------------
_PLATED = (r"(?:(?i:number plate|licen[cs]e plate|registration number|plates?)|biển số(?: xe)?|biển kiểm soát|BKS|ស្លាកលេខ|ផ្លាកលេខ|"
           r"ป้ายทะเบียน|ทะเบียนรถ|ทะเบียน|ປ້າຍທະບຽນ|ປ້າຍລົດ|ທະບຽນລົດ|ယာဉ်အမှတ်|ကားနံပါတ်|ယာဉ်နံပါတ်|车牌号?码?|车号)")
PLATE = _rules(
    rf"{_PLATED}[^\d\n.。။។]{{0,16}}?(?P<it>[\w\-]{{0,6}}\s?[\w./\-]*\d{{3,5}}(?:\.\d{{2}})?)",
    r"(?<![\w.,])\d{2}[A-ZĐ]{1,2}\d?[- ]\d{3}\.?\d{2}(?!\d)", r"(?<![\w.,])\d{2}[A-ZĐ]{1,2}\d{5}(?!\d)",
    r"(?<![\w.,])\d[A-Z]{1,2}[-/ ]\d{4}(?!\d)",
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\- ]?[A-Z0-9]{5,6}(?![A-Z0-9])")

# --- exact addresses ----------------------------------------------------------------------------------------------
_STREET = r"(?:Street|St\.?|Road|Rd\.?|Lane|Avenue|Ave\.?|Alley|Boulevard|Blvd\.?|Quay|Soi)"
_CN_NO = r"[\d一二三四五六七八九十百千零〇两]+"
ADDRESS = _rules(
    rf"(?<![\d.,])\d{{1,5}}[A-Za-z]?(?:/\d+)*,?\s+(?:[A-ZĐ][\w'’\-]*\s+){{1,4}}{_STREET}(?!\w)",
    rf"(?i:\b(?:house|no|number|building|flat|room))\.?\s*(?:no\.?\s*)?#?\d+[A-Za-z]?(?:/\d+)*\s*,?\s*[^.\n]{{0,40}}?(?:{_STREET}|(?i:street|road|lane|village|alley|hamlet))(?:\s+\d+\w*)?",
    r"(?<![\d.,])#?\d{1,5}[A-Za-z]?,?\s+(?:Street|Soi|Road|Lane)\s+\d+\w*",
    r"(?i:số nhà|nhà số)\s*:?\s*\d+[A-Za-z]?(?:/\d+)*(?:\s*,?\s*(?:đường|phố|ngõ|ngách|hẻm|thôn|ấp|tổ|xóm|bản)\s+[^\n,.;]{1,30})?",
    r"(?:(?i:số)\s*)?\d+[A-Za-z]?(?:/\d+)*\s*,?\s*(?i:đường|phố|ngõ|ngách|hẻm)\s+[A-ZĐÁÂĂÔƠƯÊ\d][^\n,.;]{0,30}",
    r"(?i:thôn|ấp|bản|xóm|làng|tổ dân phố|tổ|buôn)\s+(?:số\s+)?[A-ZĐÁÂĂÔƠƯÊ\d][^\n,.;]{0,20},\s*(?i:xã|phường|thị trấn)\s+[A-ZĐÁÂĂÔƠƯÊ\d][^\n,.;]{0,20}",
    r"ផ្ទះ\s?(?:លេខ\s?)?\d+[\w/]*(?:[^។\n]{0,30}?(?:ផ្លូវ|ភូមិ|ក្រុម|សង្កាត់)(?:\s?លេខ)?\s?[\w\u1780-\u17d3]*)?", r"ផ្លូវ\s?លេខ\s?\d+",
    r"บ้าน\s?เลขที่\s*\d+(?:/\d+)*(?:\s*(?:หมู่(?:ที่)?\s*\d+|ถนน|ซอย|ถ\.|ซ\.)\S*)?", r"(?<![\d.,])\d+(?:/\d+)+\s*(?:หมู่|ม\.|ถนน|ซอย|ถ\.|ซ\.)\s?\S+",
    r"เลขที่\s*\d+(?:/\d+)*\s*(?:หมู่|ม\.|ถนน|ซอย|ถ\.|ซ\.)\s?\S+", r"หมู่(?:ที่)?\s*\d+\s*(?:ตำบล|ต\.|บ้าน)\s?\S+",
    r"(?:ເຮືອນ|ບ້ານ)\s?ເລກທີ\s*\d+(?:/\d+)*(?:[^\n.]{0,30}?(?:ຖະໜົນ|ຮ່ອມ|ໜ່ວຍ|ບ້ານ)\s?\S*)?", r"ເລກທີ\s*\d+(?:/\d+)*\s*,?\s*(?:ຖະໜົນ|ຮ່ອມ|ໜ່ວຍ|ບ້ານ)\s?\S+",
    r"ໜ່ວຍ\s?(?:ທີ\s?)?\d+\s*,?\s*ບ້ານ\s?\S+",
    r"(?:အိမ်\s?)?(?:အမှတ်|နံပါတ်)\s?[(（]?\s?\d+[\w/]*\s?[)）]?\s?[၊,]?\s?[^။\n]{0,30}?(?:လမ်း|ရပ်ကွက်|ကျေးရွာ|ရွာ)",
    rf"[\u4e00-\u9fff]{{1,8}}?(?:路|街|巷|弄|村|大道|胡同|组){_CN_NO}号(?:楼|院)?(?:{_CN_NO}室)?", rf"{_CN_NO}号楼[^\n。]{{0,8}}?{_CN_NO}室")

RULES: list[tuple[Kind, list[Rule]]] = [
    (Kind.BIRTH, BIRTH), (Kind.NUMBER, NUMBER), (Kind.CONTACT, CONTACT), (Kind.PLATE, PLATE), (Kind.ADDRESS, ADDRESS),
    (Kind.NAME, [(pattern, _always) for pattern in naming.PATTERNS])]
