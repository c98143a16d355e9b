"""The columns that a sheet may have, and how they are known by their headings, in seven languages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lms.files.domain.sheets import column_letter

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """One thing that a sheet may say. `label` heads it, `hint` explains it; `aliases` are other headings seen in lists."""

    key: str
    label: Words
    hint: Words
    aliases: tuple[str, ...] = ()


NUMBER = Column("number", _("Number"), _("Only to change somebody who is in the register: the issued number."),
                ("person number", "issued number", "academy number", "mã số học viên"))
NAME = Column("name", _("Name"), _("In Latin letters. Needed for everyone who is new."),
              ("full name", "name in latin letters", "latin name", "name in english", "english name", "participant",
               "họ và tên", "họ tên", "tên", "ชื่อ", "ชื่อนามสกุล", "ชื่อ นามสกุล", "ชื่อ สกุล", "ชื่อภาษาอังกฤษ", "ຊື່",
               "ຊື່ ແລະ ນາມສະກຸນ", "ຊື່ນາມສະກຸນ", "ឈ្មោះ", "នាម", "គោត្តនាម និងនាម", "អမည်", "姓名", "名字"))
OWN_NAME = Column("own_name", _("Name in the own script"), _("As the person writes it."),
                  ("own name", "native name", "local name", "name in own script", "name in khmer", "name in thai",
                   "name in lao", "name in chinese", "name in burmese", "khmer name", "ชื่อภาษาไทย", "ຊື່ພາສາລາວ",
                   "ឈ្មោះជាភាសាខ្មែរ", "အမည် မြန်မာ", "中文姓名", "中文名"))
EMAIL = Column("email", _("Mail address"), _("Of this person alone."),
               ("email", "e mail", "mail", "email address", "thư điện tử", "อีเมล", "ອີເມວ", "ອີເມລ", "អ៊ីមែល", "អ៊ីម៉ែល",
                "အီးမေးလ်", "邮箱", "电子邮件"))
ORGANISATION = Column("organisation", _("Organisation"), _("Its name as the register has it, in either language."),
                      ("organization", "agency", "institution", "employer", "unit", "ministry", "cơ quan", "tổ chức",
                       "đơn vị", "cơ quan công tác", "หน่วยงาน", "องค์กร", "สังกัด", "ອົງການ", "ໜ່ວຍງານ", "អង្គភាព",
                       "ស្ថាប័ន", "អង្គការ", "အဖွဲ့အစည်း", "ဌာန", "单位", "机构", "工作单位"))
KIND = Column("kind", _("Kind of organisation"), _("Tells two organisations of one name apart."),
              ("organisation type", "organization type", "type of organisation", "type", "loại hình tổ chức",
               "ประเภทหน่วยงาน", "ປະເພດອົງການ", "ប្រភេទស្ថាប័ន", "အဖွဲ့အစည်းအမျိုးအစား", "机构类型"))
POSITION = Column("position", _("Position"), _("What the person does there."),
                  ("job title", "title", "post", "role", "chức vụ", "chức danh", "ตำแหน่ง", "ຕຳແໜ່ງ", "តួនាទី", "មុខតំណែង",
                   "ရာထူး", "职务", "职位"))
PROVINCE = Column("province", _("Province"), _("Its name or code."),
                  ("province city", "state", "region", "tỉnh", "tỉnh thành", "tỉnh thành phố", "จังหวัด", "ແຂວງ", "ខេត្ត",
                   "រាជធានី ខេត្ត", "တိုင်းဒေသကြီး", "ပြည်နယ်", "省", "省份"))
PROFESSION = Column("profession", _("Profession"), _("One of the audiences of the plan, such as “Police”."),
                    ("occupation", "audience", "nghề nghiệp", "ngành nghề", "อาชีพ", "ອາຊີບ", "មុខរបរ", "វិជ្ជាជីវៈ",
                     "အလုပ်အကိုင်", "职业"))
SEX = Column("sex", _("Sex"), _("Woman or man, F or M, or the words of your language."),
             ("gender", "f m", "m f", "giới tính", "giới", "nam nữ", "เพศ", "ເພດ", "ភេទ", "လိင်", "性别"))
LEVEL = Column("level", _("Level"), _("Junior, mid-level or senior."),
               ("seniority", "cấp", "cấp bậc", "ระดับ", "ລະດັບ", "កម្រិត", "အဆင့်", "级别"))
BIRTH_YEAR = Column("birth_year", _("Birth year"), _("A Buddhist year is read as the common one."),
                    ("year of birth", "born", "date of birth", "dob", "năm sinh", "ngày sinh", "ปีเกิด", "วันเกิด", "ປີເກີດ",
                     "ວັນເດືອນປີເກີດ", "ឆ្នាំកំណើត", "ថ្ងៃខែឆ្នាំកំណើត", "မွေးသက္ကရာဇ်", "မွေးနှစ်", "出生年份", "出生年"))
LANGUAGE = Column("language", _("Language"), _("Of letters and pages; without it, the country's."),
                  ("ngôn ngữ", "ภาษา", "ພາສາ", "ភាសា", "ဘာသာစကား", "语言"))
LANGUAGES = Column("languages", _("Working languages"), _("In which the person works, with commas between."),
                   ("languages", "working languages", "languages spoken", "ngôn ngữ làm việc", "ภาษาที่ใช้", "ພາສາທີ່ໃຊ້", "ភាសាដែលប្រើ",
                    "工作语言"))
COUNTRY = Column("country", _("Country"), _("Its name or two letters; “region” for the region's own people."),
                 ("nationality", "quốc gia", "nước", "ประเทศ", "ປະເທດ", "ប្រទេស", "နိုင်ငံ", "国家"))
SINCE = Column("since", _("Works there since"), _("A day, a month or a year; without it, today."),
               ("since", "start date", "from", "từ ngày", "ตั้งแต่", "ຕັ້ງແຕ່", "ចាប់ពី", "မှစ၍", "起始日期"))

PEOPLE = (NUMBER, NAME, OWN_NAME, EMAIL, ORGANISATION, KIND, POSITION, PROVINCE, PROFESSION, SEX, LEVEL, BIRTH_YEAR,
          LANGUAGE, LANGUAGES, COUNTRY, SINCE)


@dataclass(frozen=True)
class Recognised:
    """Which column stands where (key -> place from 0), and what was passed over: (letter, heading)."""

    places: dict[str, int] = field(default_factory=dict)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    double: list[tuple[str, str]] = field(default_factory=list)


def folded(text: str) -> str:
    """A heading or a name as it is compared: small letters, no signs between the words, one blank."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain)
    return re.sub(r"\s+", " ", kept).strip()


@lru_cache(maxsize=512)
def in_all_languages(label: Words) -> frozenset[str]:
    """A text of the interface in all languages, folded."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(folded(str(label)))
    return frozenset(found)


def _own(heading: str) -> bool:
    """True for a heading in a script of its own, such as ชื่อ."""
    return any(unicodedata.category(char) == "Lo" and not unicodedata.name(char, "").startswith("LATIN") for char in heading)


def recognise(header: Sequence[str], columns: Iterable[Column]) -> Recognised:
    """Find the columns by their headings. Of two for one thing the first counts; one without a heading is passed over."""
    known: dict[str, str] = {}
    columns = tuple(columns)
    for column in columns:
        known |= dict.fromkeys(in_all_languages(column.label), column.key)
        known |= {column.key: column.key, column.key.replace("_", " "): column.key}
    for column in columns:
        for alias in column.aliases:
            known.setdefault(folded(alias), column.key)
    found = Recognised()
    for place, heading in enumerate(header):
        # "Name *", "Sex (F/M)": what stands in brackets explains
        short = folded(re.sub(r"[(\[（].*?[)\]）]", " ", heading))
        key = known.get(folded(heading)) or known.get(short)
        if key is None:
            if heading.strip():
                found.unknown.append((column_letter(place), heading[:60]))
        elif key == "name" and _own(heading) != _own(header[found.places.get(key, place)]):
            # ชื่อ beside Name: the own script stands under the heading that is written in it
            other = found.places["name"]
            found.places["own_name"], found.places["name"] = (place, other) if _own(heading) else (other, place)
        elif key in found.places:
            found.double.append((column_letter(place), heading[:60]))
        else:
            found.places[key] = place
    return found
