"""Probe words inside sentences: (language, word, sentence). Sentences were written for these tests."""

PROBES = [
    ("th", "ค้ามนุษย์", "เจ้าหน้าที่ชายแดนอบรมเรื่องการค้ามนุษย์เป็นเวลาแปดวัน"),
    ("th", "อบรม", "เจ้าหน้าที่ชายแดนอบรมเรื่องการค้ามนุษย์เป็นเวลาแปดวัน"),
    ("th", "ผู้เสียหาย", "วิทยากรสอนวิธีสัมภาษณ์ผู้เสียหายอย่างสุภาพ"),
    ("th", "น้ำ", "ห้องเรียนมีน้ำดื่มสำหรับทุกคน"),
    ("km", "ជួញដូរ", "វគ្គនេះបង្រៀនអំពីអំពើជួញដូរមនុស្សនៅតាមព្រំដែន"),
    ("km", "មនុស្ស", "វគ្គនេះបង្រៀនអំពីអំពើជួញដូរមនុស្សនៅតាមព្រំដែន"),
    ("km", "ស្ត្រី", "ក្រុមការងារមានស្ត្រីប្រាំនាក់និងបុរសបីនាក់"),
    ("km", "គ្រូបង្គោល", "យើងរៀបចំសិក្ខាសាលាគ្រូបង្គោលនៅខែក្រោយ"),
    ("lo", "ມະນຸດ", "ຫຼັກສູດນີ້ສອນກ່ຽວກັບການຄ້າມະນຸດຢູ່ຊາຍແດນ"),
    ("lo", "ຝຶກອົບຮົມ", "ພວກເຮົາຈັດການຝຶກອົບຮົມຄູຝຶກປີລະສອງຄັ້ງ"),
    ("lo", "ນ້ຳ", "ຫ້ອງຮຽນມີນ້ຳດື່ມໃຫ້ທຸກຄົນ"),
    ("my", "လူကုန်ကူးမှု", "ဤသင်တန်းသည်လူကုန်ကူးမှုအကြောင်းကိုရှင်းပြသည်"),
    ("my", "သင်တန်း", "ဤသင်တန်းသည်လူကုန်ကူးမှုအကြောင်းကိုရှင်းပြသည်"),
    ("my", "ဆရာ", "နယ်စပ်မှဆရာများသည်လက်မှတ်ရရှိကြသည်"),
    ("my", "လက်မှတ်", "နယ်စပ်မှဆရာများသည်လက်မှတ်ရရှိကြသည်"),
    ("zh-hans", "人口", "这门课程讲解打击人口贩运的基本知识"),
    ("zh-hans", "打击", "这门课程讲解打击人口贩运的基本知识"),
    ("zh-hans", "培训师", "每个国家都有自己的培训师名单"),
    ("vi", "học viên", "Lớp này có hai mươi học viên từ sáu nước."),
    ("vi", "mua bán người", "Khóa học nói về phòng, chống mua bán người ở biên giới."),
    ("vi", "khoá", "Khóa học nói về phòng, chống mua bán người ở biên giới."),
    ("vi", "nguoi", "Khóa học nói về phòng, chống mua bán người ở biên giới."),
    ("en", "trainer", "Four trainers observed the pilot delivery near the border."),
    ("en", "Border", "Four trainers observed the pilot delivery near the border."),
    ("en", "policy", "The policies of six countries were compared on the last day."),
]

SENTENCES = sorted({(language, sentence) for language, _, sentence in PROBES})

HOSTILE = [
    "", " ", '"', "'", "'\"", '"""', "\x00", "a\x00b", "x" * 10_000, "ก" * 10_000, "\U0001f600", "!?.,;:()[]{}",
    "* ^ - + ~ < > @ | & :*", "NOT", "AND OR NOT", "NEAR(a b)", "title : x", "%s %d %(x)s", "\\", "a'b", "\ud800",
    "\u0301", "\u0e48", "\u200b\u200d\ufeff", "1\ufe0f\u20e3", "\u17d2", "a" + "\u0301" * 5000, "\u202e abc",
]  # fmt: skip
