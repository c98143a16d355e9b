"""`./manage xlsform`: one JSON object a line, and a version."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from lms.surveys.models import Form
from tests.surveys.workbooks import begun, changed, workbook


def test_check_prints_one_object_a_line(tmp_path):
    (tmp_path / "good.xlsx").write_bytes(workbook())
    (tmp_path / "bad.xlsx").write_bytes(workbook(changed(4, 4, "")))
    out = io.StringIO()
    files = [str(tmp_path / name) for name in ("good.xlsx", "bad.xlsx", "none.xlsx")]
    with pytest.raises(SystemExit):
        call_command("xlsform", "check", *files, stdout=out)
    good, bad, none = map(json.loads, out.getvalue().splitlines())
    assert good == {"file": files[0], "ok": True, "languages": ["en", "km"], "questions": 3}
    assert (bad["ok"], bad["sheet"], bad["row"], bad["column"]) == (False, "survey", 4, "label::Khmer (km)")
    assert len(bad["problems"]) == 1 and bad["problems"][0]["message"] == bad["message"]
    assert none["ok"] is False and none["message"]


def test_check_says_all_problems_and_remarks(tmp_path):
    rows = changed(4, 4, "")
    rows[1][2], rows[3][7] = "${nobody}", ". >="
    (tmp_path / "bad.xlsx").write_bytes(workbook(rows))
    (tmp_path / "begun.xlsx").write_bytes(begun())
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("xlsform", "check", str(tmp_path / "bad.xlsx"), str(tmp_path / "begun.xlsx"), stdout=out)
    bad, half = map(json.loads, out.getvalue().splitlines())
    assert [(one["row"], one["column"]) for one in bad["problems"]] == [
        (2, "label::English (en)"), (4, "label::Khmer (km)"), (4, "constraint")]
    assert half["ok"] and half["languages"] == ["en"] and half["remarks"][0]["column"] == "label::Thai (th)"


@pytest.mark.django_db
def test_publish(tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook())
    out = io.StringIO()
    call_command("xlsform", "publish", str(file), "--key", "evaluation", stdout=out)
    call_command("xlsform", "publish", str(file), "--key", "evaluation", stdout=out)
    form = Form.objects.get(key="evaluation")
    assert form.versions.count() == 1 and form.titles == {"en": "Course evaluation"} and not form.invited
    file.write_bytes(b"PK")
    with pytest.raises(CommandError):
        call_command("xlsform", "publish", str(file), "--key", "evaluation")
