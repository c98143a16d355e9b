"""The checker of case studies: what it must find in each language, and what it must leave alone."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curricula.domain.cases import readable
from curricula.domain.identifying import Kind, flags
from lms.home.domain.starter.blocks import of_module

STARTER = Path(__file__).resolve().parents[2] / "lms" / "home" / "starter"

FOUND = {
    "en": [
        (Kind.NAME, "At the gate Mr Somchai asks for the papers."), (Kind.NAME, "Ms. Nguyen Thi Lan was met at the bridge."),
        (Kind.NAME, "A girl named Sokha came to the office."), (Kind.NAME, "She was called Phirun by the others."),
        (Kind.CONTACT, "Her sister answers at +855 12 345 678."), (Kind.CONTACT, "Write to lan.nguyen@example.org first."),
        (Kind.ADDRESS, "She lived at 27 Nguyen Hue Street with an aunt."),
        (Kind.ADDRESS, "House No. 12, Street 271, was locked at night."),
        (Kind.BIRTH, "She was born on 12 March 2009 in the village."), (Kind.BIRTH, "Date of birth: 3/4/2010"),
        (Kind.NUMBER, "The manager kept passport N1234567 in a safe."), (Kind.NUMBER, "Her ID card is 079 203 004 512."),
        (Kind.PLATE, "The van had the number plate 2AB-1234.")],
    "vi": [
        (Kind.NAME, "Chị Lan được đón ở cầu."), (Kind.NAME, "Hôm đó em Nguyễn Thị Hoa vắng mặt."),
        (Kind.NAME, "Người môi giới là ông Trần Văn Ba."), (Kind.NAME, "Một em gái tên là Mai xin vào làm."),
        (Kind.CONTACT, "Gọi cho mẹ em theo số 0912 345 678."), (Kind.CONTACT, "Điện thoại: 024.3825.1234"),
        (Kind.ADDRESS, "Em ở số nhà 15 đường Lê Lợi."), (Kind.ADDRESS, "Nhà ở thôn Đông, xã Hòa Bình."),
        (Kind.ADDRESS, "Quán ở 12/4 ngõ Huế."), (Kind.BIRTH, "Em sinh ngày 12/03/2009."),
        (Kind.BIRTH, "Ngày sinh: 5 tháng 6 năm 2010"), (Kind.NUMBER, "Căn cước công dân số 079203004512 bị giữ."),
        (Kind.NUMBER, "Hộ chiếu B1234567 bị giữ."), (Kind.PLATE, "Chiếc xe mang biển số 29A-123.45.")],
    "km": [
        (Kind.NAME, "លោក សុខ ដារា បានមកដល់ការិយាល័យ។"), (Kind.NAME, "លោកស្រី ចាន់ធី ទៅផ្ទះ។"),
        (Kind.NAME, "កញ្ញា ស្រីមុំ អាយុ ១៦ ឆ្នាំ។"), (Kind.NAME, "ក្មេងស្រីម្នាក់ឈ្មោះ សុភា បានរត់ចេញ។"),
        (Kind.CONTACT, "ទូរស័ព្ទ ០១២ ៣៤៥ ៦៧៨"), (Kind.CONTACT, "លេខ +855 12 345 678 ជារបស់ម្តាយ។"),
        (Kind.ADDRESS, "គាត់នៅផ្ទះលេខ ១២ ផ្លូវ ២៧១។"), (Kind.ADDRESS, "នៅផ្លូវលេខ 51 មានហាងមួយ។"),
        (Kind.BIRTH, "ថ្ងៃខែឆ្នាំកំណើត៖ ១២/០៣/២០០៩"), (Kind.BIRTH, "នាងកើតនៅថ្ងៃទី១២ ខែមីនា ឆ្នាំ២០០៩។"),
        (Kind.NUMBER, "អត្តសញ្ញាណប័ណ្ណលេខ ០១០២៣៤៥៦៧ ត្រូវគេរក្សា។"), (Kind.NUMBER, "លិខិតឆ្លងដែន N1234567"),
        (Kind.PLATE, "ឡានមានស្លាកលេខ 2A-1234។")],
    "th": [
        (Kind.NAME, "นายสมชาย ใจดี มาที่สำนักงาน"), (Kind.NAME, "นางสาวมาลี ถูกพาไปที่ร้าน"), (Kind.NAME, "นางสมศรี โทรศัพท์หาลูก"),
        (Kind.NAME, "เด็กหญิงคนหนึ่งชื่อ มะลิ หนีออกมา"), (Kind.CONTACT, "โทร ๐๘๑-๒๓๔-๕๖๗๘ ทุกเย็น"),
        (Kind.CONTACT, "เบอร์ของแม่คือ 081 234 5678"), (Kind.ADDRESS, "เธออยู่บ้านเลขที่ ๑๒/๓ หมู่ ๔"),
        (Kind.ADDRESS, "ร้านอยู่ที่ 99/12 ถนนสุขุมวิท"), (Kind.BIRTH, "เธอเกิดวันที่ 12 มีนาคม 2552"),
        (Kind.BIRTH, "วันเดือนปีเกิด ๓/๔/๒๕๕๓"), (Kind.NUMBER, "บัตรประชาชน 1-2345-67890-12-3 ถูกยึด"),
        (Kind.NUMBER, "หนังสือเดินทางเลขที่ AA1234567"), (Kind.PLATE, "รถทะเบียน กข 1234 จอดหน้าบ้าน")],
    "lo": [
        (Kind.NAME, "ທ້າວ ສົມພອນ ມາຮອດຫ້ອງການ"), (Kind.NAME, "ນາງ ບຸນມີ ຖືກພາໄປ"), (Kind.NAME, "ທ່ານ ຄຳພູ ເປັນນາຍໜ້າ"),
        (Kind.NAME, "ເດັກຍິງຄົນໜຶ່ງຊື່ ດາວັນ ໜີອອກມາ"), (Kind.NAME, "ນາງສາວວຽງໃຈ ໂທຫາແມ່"), (Kind.CONTACT, "ໂທ ໐໒໐ ໕໕໑໒ ໓໔໕໖"),
        (Kind.CONTACT, "ເບີຂອງແມ່ແມ່ນ 020 5512 3456"), (Kind.ADDRESS, "ລາວຢູ່ເຮືອນເລກທີ ໑໒ ຖະໜົນລ້ານຊ້າງ"),
        (Kind.ADDRESS, "ຢູ່ໜ່ວຍ 5 ບ້ານໂພນໄຊ"), (Kind.BIRTH, "ນາງເກີດວັນທີ 12 ມີນາ 2009"), (Kind.BIRTH, "ວັນເດືອນປີເກີດ: ໓/໔/໒໐໑໐"),
        (Kind.NUMBER, "ບັດປະຈຳຕົວເລກທີ 01-234567 ຖືກຍຶດ"), (Kind.NUMBER, "ໜັງສືຜ່ານແດນ P1234567"), (Kind.PLATE, "ລົດປ້າຍທະບຽນ ກຂ 1234 ຈອດຢູ່ໜ້າເຮືອນ")],
    "my": [
        (Kind.NAME, "ဦးအောင်မြင့် သည် ရုံးသို့ လာသည်။"), (Kind.NAME, "ဒေါ်ခင်စန်း က ဖုန်းဆက်သည်။"), (Kind.NAME, "ညက မသီတာကို ခေါ်သွားကြသည်။"),
        (Kind.NAME, "ထိုနေ့ ကိုဇော်မင်း ရောက်လာသည်။"), (Kind.NAME, "အမည်မှာ သူဇာ ဖြစ်သည်။"), (Kind.CONTACT, "ဖုန်း ၀၉ ၄၅၀ ၁၂၃ ၄၅၆"),
        (Kind.CONTACT, "မိခင်၏ နံပါတ် 09-450123456 ဖြစ်သည်။"), (Kind.ADDRESS, "အမှတ် (၁၂)၊ ဗိုလ်ချုပ်လမ်း တွင် နေသည်။"),
        (Kind.ADDRESS, "အိမ်အမှတ် ၄၅၊ ၃ ရပ်ကွက်"), (Kind.BIRTH, "မွေးနေ့ ၁၂.၃.၂၀၀၉"), (Kind.BIRTH, "၂၀၀၉ ခုနှစ် မတ်လ ၁၂ ရက်နေ့တွင် မွေးဖွားသည်။"),
        (Kind.NUMBER, "၁၂/ကမတ(နိုင်)၁၂၃၄၅၆ ကို သိမ်းထားသည်။"), (Kind.NUMBER, "နိုင်ငံကူးလက်မှတ် MA123456 ကို သိမ်းထားသည်။"),
        (Kind.PLATE, "ယာဉ်အမှတ် 5Q/1234 ဖြင့် သွားသည်။")],
    "zh-hans": [
        (Kind.NAME, "张先生在门口等她。"), (Kind.NAME, "那天李秀英女士没有来。"), (Kind.NAME, "一个女孩名叫小红，十六岁。"),
        (Kind.NAME, "受害人王小丽，十六岁。"), (Kind.CONTACT, "她的手机是13812345678。"), (Kind.CONTACT, "电话：010-6523 1234"),
        (Kind.ADDRESS, "她住在解放路12号。"), (Kind.ADDRESS, "三号楼五单元402室"), (Kind.BIRTH, "她出生于2009年3月12日。"), (Kind.BIRTH, "生日：2010/4/3"),
        (Kind.NUMBER, "身份证号11010520090312123X被扣下。"), (Kind.NUMBER, "护照E12345678在经理手里。"), (Kind.PLATE, "面包车车牌粤B12345。")],
}

QUIET = {
    "en": [
        "In 2016-2020 the fee was 1 500 000 to 10.000.000 a month; the plan of 2027-01-20 names five areas.",
        "The police called Cambodia on Monday. A man of thirty, born in a dry district in 1997, called twice. She was born free.",
        "Village 12 lies near road number two. The room has 40 seats; session A3 takes 90 minutes. A hotel called the manager.",
        "One officer said: call me any time. The name of the hotel can be seen. Dr and nurse came at 8.30 with 12,000 baht."],
    "vi": [
        "Trẻ em Việt Nam và trẻ em Lào được học. Anh chị thấy gì? Tiếng Anh của em chưa tốt. Chị H. và em T. nói ít.",
        "Luật số 53/2024/QH15 có hiệu lực ngày 01/7/2025. Lương 12.000.000 đồng. Giai đoạn 2021-2025. Ông ấy hỏi bà ấy.",
        "Em sinh ra ở vùng núi. Đường số một dài 12 km, đường về nhà xa. Tên nhà nghỉ và tên đường được che đi."],
    "km": [
        "ពិភពលោកមានមនុស្សច្រើន។ លោកអ្នកមានសំណួរអ្វី? លោកគ្រូបង្រៀន។ ខែកញ្ញា ឆ្នាំ២០២៦ មានវគ្គមួយ។",
        "ឈ្មោះសណ្ឋាគារ ឈ្មោះភូមិ និងឈ្មោះរបស់នាងត្រូវលាក់។ លោកបានសួរ។ ប្រាក់ ១០០០០០០ រៀល ក្នុងឆ្នាំ២០២១-២០២៥។"],
    "th": [
        "นายจ้างยึดบัตรของเขา นายหน้าจ่ายค่ารถ เจ้านายบอกว่านายตำรวจจะมา นางพยาบาลถามว่านางจะไปไหน",
        "รายชื่อและชื่อโรงแรมถูกปิด เธอเชื่อใจเพื่อน ลงชื่อในสัญญา เหตุเกิดเมื่อวันที่ 12 มีนาคม 2569 ค่าจ้าง 12,000 บาท",
        "เด็กหญิงอายุสิบหกปีไปช่วยร้านกาแฟของญาติ มีคน 20 คน พบ 3 ครั้ง ในปี 2564-2568 ชื่อเสียงของร้านดี"],
    "lo": [
        "ນາງເວົ້າວ່ານາງມັກຕົວເມືອງ. ທ່ານຈະຖາມຫຍັງ? ທ່ານ ຈະເຮັດແນວໃດ? ລາຍຊື່ ແລະ ຊື່ໂຮງແຮມຖືກປິດ. ນາງ ບໍ່ຢາກກັບບ້ານ.",
        "ນາຍຈ້າງເກັບບັດປະຈຳຕົວຂອງລາວໄວ້. ຄ່າຈ້າງ 2.000.000 ກີບ ໃນປີ 2021-2025. ບ້ານຫຼັກ 52 ຢູ່ໃກ້ຖະໜົນ."],
    "my": [
        "သူမသည် မြို့ကို ကြိုက်သည်ဟု ပြောသည်။ မသိဘူး မလှဘူး မအေးဘူး ဟု ဖြေသည်။ လူ ၃ ဦး ရှိသည်။ ဦးစားပေး အစီအစဉ် ဖြစ်သည်။",
        "ဒေါ်လာ ၂၀၀ ပေးသည်။ ကိုယ်တိုင် လာသည်။ ၂၀၂၁-၂၀၂၅ တွင် အမည်မဖော်လိုသူ တစ်ဦးက ဖုန်းဆက်သည်။ ဟိုတယ်၏ အမည်ကို ဖုံးထားသည်။"],
    "zh-hans": [
        "受害人王某和李某先生都没有说。一位先生在门口等。这位女士名叫什么？她的名字和酒店的名字被遮住。",
        "2021-2025年计划，月薪12000元。她出生在山区。经理收走护照和身份证，说“保管”。路上走了3个小时，12号开会。"],
}


@pytest.mark.parametrize(("kind", "text"), [pytest.param(kind, text, id=f"{language}-{at}")
                                            for language, probes in FOUND.items() for at, (kind, text) in enumerate(probes)])
def test_what_could_identify_somebody_is_found(kind, text):
    assert kind in {flag.kind for flag in flags(text)}, flags(text)


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{language}-{at}")
                                  for language, texts in QUIET.items() for at, text in enumerate(texts)])
def test_what_identifies_nobody_is_left_alone(text):
    assert flags(text) == []


def blocks(of):
    """All case studies and activities of a starter file, in whatever language."""
    if isinstance(of, dict):
        if of.get("type") in ("case_study", "activity"):
            yield readable(of_module(of)["value"])
        for value in of.values():
            yield from blocks(value)
    elif isinstance(of, list):
        for value in of:
            yield from blocks(value)


def test_the_starter_content_identifies_nobody():
    texts = [text for path in [STARTER / "module_a.yaml", *sorted((STARTER / "modules").glob("*.yaml"))]
             for text in blocks(yaml.safe_load(path.read_text()))]
    assert len(texts) > 60
    assert [(flag, text[:60]) for text in texts for flag in flags(text)] == []


def test_a_heading_does_not_go_on_in_the_text_below_it():
    assert flags("Hai anh em\nHai anh em rời làng.") == [] and flags("Lời của em\nem Hoa kể lại.")[0].words == "em Hoa"


def test_a_number_is_not_hidden_by_signs_nobody_sees_or_by_a_link():
    assert flags("0912\u200b345\u200b678")[0].words == "0912\u200b345\u200b678"
    assert [flag.kind for flag in flags(readable({"text": '<p>Call <a href="tel:+84912345678">her</a>.</p>'}))] == [Kind.CONTACT]
    assert [flag.kind for flag in flags(readable({"text": "<p>Mr <b>Som</b>chai waits.</p>"}))] == [Kind.NAME]
    assert [flag.kind for flag in flags(readable({"text": "<p>Mr&nbsp;Somchai</p>"}))] == [Kind.NAME]


@given(st.lists(st.sampled_from([text for probes in FOUND.values() for _kind, text in probes]
                                + [text for texts in QUIET.values() for text in texts] + ["", "\n", "\u200b", "x", "12"]), max_size=6))
def test_flags_lie_in_order_inside_the_text_and_never_overlap(parts):
    text = "\n".join(parts)
    found = flags(text)
    assert [text[flag.start:flag.end] for flag in found] == [flag.words for flag in found]
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for flag in flags(text):
        assert text[flag.start:flag.end] == flag.words != ""
