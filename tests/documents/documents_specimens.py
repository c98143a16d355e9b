"""Certificates in all seven languages, as data for the tests. Names and wording are samples."""

from datetime import UTC, datetime
from typing import Any

ISSUED = datetime(2026, 6, 2, 9, 30, tzinfo=UTC)
CODE = "7Q4MK2TD9XRA5HWEN8PB3CJV2G"

_KEYS = (
    "tagline", "number", "title", "certifies", "sample", "statement",
    "modules", "check", "how", "code", "address", "qr", "attached",
)  # fmt: skip
_WORDS = {
    "en": (
        "Training against human trafficking", "Number", "Trainer’s certificate", "This certifies that",
        "sample", "has completed the training of trainers and passed an observed course.",
        "Modules", "Check this certificate",
        "Scan the code or open the address. The status can change: check again before a course.",
        "Code", "Address", "QR code with the address of the check page", "The signed credential",
    ),
    "vi": (
        "Đào tạo phòng, chống mua bán người", "Số", "Chứng nhận giảng viên", "Chứng nhận", "mẫu",
        "đã hoàn thành khóa đào tạo giảng viên và đạt yêu cầu ở một khóa học có quan sát.",
        "Học phần", "Kiểm tra chứng nhận này",
        "Quét mã hoặc mở địa chỉ. Tình trạng có thể thay đổi: kiểm tra lại trước mỗi khóa học.",
        "Mã", "Địa chỉ", "Mã QR chứa địa chỉ trang kiểm tra", "Chứng thư có chữ ký số",
    ),
    "km": (
        "ការបណ្តុះបណ្តាលប្រឆាំងការជួញដូរមនុស្ស", "លេខ", "វិញ្ញាបនបត្រគ្រូបណ្តុះបណ្តាល", "សូមបញ្ជាក់ថា", "គំរូ",
        "បានបញ្ចប់វគ្គបណ្តុះបណ្តាលគ្រូ និងបានជាប់ក្នុងវគ្គដែលមានការសង្កេត។",
        "ម៉ូឌុល", "ពិនិត្យវិញ្ញាបនបត្រនេះ",
        "ស្កេនកូដ ឬបើកអាសយដ្ឋាន។ ស្ថានភាពអាចផ្លាស់ប្តូរ៖ សូមពិនិត្យម្តងទៀតមុនវគ្គ។",
        "កូដ", "អាសយដ្ឋាន", "កូដ QR នៃទំព័រពិនិត្យ", "លិខិតបញ្ជាក់ដែលមានហត្ថលេខា",
    ),
    "lo": (
        "ການຝຶກອົບຮົມຕ້ານການຄ້າມະນຸດ", "ເລກທີ", "ໃບຢັ້ງຢືນຄູຝຶກ", "ຂໍຢັ້ງຢືນວ່າ", "ຕົວຢ່າງ",
        "ໄດ້ສຳເລັດການຝຶກອົບຮົມຄູຝຶກ ແລະ ຜ່ານການສອນທີ່ມີການສັງເກດ.",
        "ໂມດູນ", "ກວດສອບໃບຢັ້ງຢືນນີ້",
        "ສະແກນລະຫັດ ຫຼື ເປີດທີ່ຢູ່. ສະຖານະອາດປ່ຽນແປງ: ກວດຄືນກ່ອນການຝຶກອົບຮົມ.",
        "ລະຫັດ", "ທີ່ຢູ່", "ລະຫັດ QR ຂອງໜ້າກວດສອບ", "ໃບຢັ້ງຢືນທີ່ມີລາຍເຊັນ",
    ),
    "my": (
        "လူကုန်ကူးမှု တိုက်ဖျက်ရေး သင်တန်း", "အမှတ်", "သင်တန်းဆရာ လက်မှတ်", "အသိအမှတ်ပြုသည်", "နမူနာ",
        "သင်တန်းဆရာ သင်တန်းကို ပြီးမြောက်ပြီး လေ့လာသည့် သင်တန်းတွင် အောင်မြင်ခဲ့သည်။",
        "သင်ခန်းစာ", "ဤလက်မှတ်ကို စစ်ဆေးပါ",
        "ကုဒ်ကို စကင်ဖတ်ပါ သို့မဟုတ် လိပ်စာကို ဖွင့်ပါ။ အခြေအနေ ပြောင်းနိုင်သည်။ သင်တန်းမတိုင်မီ ထပ်စစ်ပါ။",
        "ကုဒ်", "လိပ်စာ", "စစ်ဆေးသည့် စာမျက်နှာ၏ QR ကုဒ်", "လက်မှတ်ထိုးထားသော အထောက်အထား",
    ),
    "th": (
        "การฝึกอบรมต่อต้านการค้ามนุษย์", "เลขที่", "ประกาศนียบัตรวิทยากร", "ขอรับรองว่า", "ตัวอย่าง",
        "สำเร็จการอบรมวิทยากรและผ่านการสอนที่มีการสังเกตการณ์",
        "หน่วยการเรียนรู้", "ตรวจสอบประกาศนียบัตรนี้",
        "สแกนรหัสหรือเปิดที่อยู่ สถานะอาจเปลี่ยนแปลง ตรวจสอบอีกครั้งก่อนการอบรม",
        "รหัส", "ที่อยู่", "รหัส QR ของหน้าตรวจสอบ", "เอกสารรับรองที่ลงลายมือชื่อ",
    ),
    "zh-hans": (
        "反人口贩运培训", "编号", "培训师证书", "兹证明", "样本",
        "已完成培训师培训，并通过一次观摩授课。",
        "模块", "查验本证书",
        "扫描二维码或打开网址。状态可能变更：每次授课前请再次查验。",
        "查验码", "网址", "查验页面网址的二维码", "已签名的凭证",
    ),
}  # fmt: skip
_FACTS = {
    "en": (("Level", "Trainer"), ("Languages", "Vietnamese, English"),
           ("Issued by", "Training working group of Viet Nam"), ("Issued on", "2 June 2026"),
           ("May train until", "1 June 2029, renewable")),
    "vi": (("Cấp", "Giảng viên"), ("Ngôn ngữ", "Tiếng Việt, tiếng Anh"),
           ("Nơi cấp", "Tổ công tác đào tạo của Việt Nam"), ("Ngày cấp", "2/6/2026"),
           ("Được giảng dạy đến", "1/6/2029, có thể gia hạn")),
    "km": (("កម្រិត", "គ្រូបណ្តុះបណ្តាល"), ("ភាសា", "ខ្មែរ អង់គ្លេស"),
           ("ចេញដោយ", "ក្រុមការងារបណ្តុះបណ្តាលកម្ពុជា"), ("ថ្ងៃចេញ", "2 មិថុនា 2026"),
           ("អាចបណ្តុះបណ្តាលដល់", "1 មិថុនា 2029")),
    "lo": (("ລະດັບ", "ຄູຝຶກ"), ("ພາສາ", "ລາວ, ອັງກິດ"), ("ອອກໂດຍ", "ກຸ່ມວຽກຝຶກອົບຮົມ ສປປ ລາວ"),
           ("ວັນທີອອກ", "2 ມິຖຸນາ 2026"), ("ສອນໄດ້ຮອດ", "1 ມິຖຸນາ 2029")),
    "my": (("အဆင့်", "သင်တန်းဆရာ"), ("ဘာသာစကား", "မြန်မာ၊ အင်္ဂလိပ်"), ("ထုတ်ပေးသူ", "မြန်မာ သင်တန်း လုပ်ငန်းအဖွဲ့"),
           ("ထုတ်ပေးသည့်နေ့", "၂ ဇွန် ၂၀၂၆"), ("သင်ကြားခွင့် ကုန်ဆုံးရက်", "၁ ဇွန် ၂၀၂၉")),
    "th": (("ระดับ", "วิทยากร"), ("ภาษา", "ไทย อังกฤษ"), ("ออกโดย", "คณะทำงานฝึกอบรมประเทศไทย"),
           ("วันที่ออก", "2 มิถุนายน 2569"), ("สอนได้ถึง", "1 มิถุนายน 2572")),
    "zh-hans": (("级别", "培训师"), ("语言", "中文、英文"), ("颁发机构", "中国培训工作组"),
                ("颁发日期", "2026年6月2日"), ("授课有效期至", "2029年6月1日")),
}  # fmt: skip
_TITLES = {
    "en": ("Introduction to human trafficking", "Protection of victims", "Investigation and prosecution"),
    "vi": ("Tổng quan về mua bán người", "Bảo vệ nạn nhân", "Điều tra và truy tố"),
    "km": ("សេចក្តីផ្តើមអំពីការជួញដូរមនុស្ស", "ការការពារជនរងគ្រោះ", "ការស៊ើបអង្កេត និងការចោទប្រកាន់"),
    "lo": ("ພາກສະເໜີກ່ຽວກັບການຄ້າມະນຸດ", "ການປົກປ້ອງຜູ້ເຄາະຮ້າຍ", "ການສືບສວນ ແລະ ການດຳເນີນຄະດີ"),
    "my": ("လူကုန်ကူးမှု မိတ်ဆက်", "နစ်နာသူ ကာကွယ်ရေး", "စုံစမ်းရေးနှင့် တရားစွဲဆိုရေး"),
    "th": ("ความรู้เบื้องต้นเรื่องการค้ามนุษย์", "การคุ้มครองผู้เสียหาย", "การสืบสวนและดำเนินคดี"),
    "zh-hans": ("人口贩运概论", "保护被害人", "侦查与起诉"),
}
NAMES = {
    "en": ("Anna Sample", ""),
    "vi": ("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu"),
    "km": ("Sok Kumrou", "សុខ គំរូ"),
    "lo": ("Somchit Tuayang", "ສົມຈິດ ຕົວຢ່າງ"),
    "my": ("Daw Namuna", "ဒေါ်နမူနာ"),
    "th": ("Somying Tuayang", "สมหญิง ตัวอย่าง"),
    "zh-hans": ("Yang Ben", "杨本"),
}


def specimen(lang: str, **changes: Any) -> dict[str, Any]:
    """The arguments of `certificate_pdf` for a sample holder of this language, with changes."""
    holder, own_name = NAMES[lang]
    return {
        "holder": holder,
        "own_name": own_name,
        "own_lang": lang,
        "lang": lang,
        "labels": {"house": "COMMIT Academy", **dict(zip(_KEYS, _WORDS[lang], strict=True))},
        "modules": [
            {"letter": letter, "title": title, "lang": lang}
            for letter, title in zip("ACD", _TITLES[lang], strict=True)
        ],
        "facts": list(_FACTS[lang]),
        "number": "VN-2026-0117",
        "code": CODE,
        "check_url": f"https://academy.example.org/{lang}/verify/{CODE}/",
        "sample": True,
        "credential": {"type": ["VerifiableCredential"], "credentialSubject": {"name": own_name or holder}},
        "timestamp": ISSUED,
        **changes,
    }
