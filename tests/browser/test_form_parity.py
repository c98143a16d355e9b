"""The script of a form agrees with the server on generated forms and answers: what shows, what is worked out, what is wrong."""

import json
import os

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings

from lms.surveys.domain.script import script_data
from lms.surveys.forms.filling import path_of
from tests.browser.demo import ROOT
from tests.surveys.formulas import answers, forms
from tests.surveys.made import NOW, judged

pytestmark = pytest.mark.browser
STATIC = ROOT / "lms/surveys/static/surveys"
EXAMPLES = 2000 if os.environ.get("PROVE") else 60
RULES = ("relevant", "required", "constraint", "calculation", "count", "filter")
HOST = "http://forms.test/"
WORK = """async ([block, data]) => {
  const {Survey, Filled} = await import("/model.js");
  const filled = new Filled(new Survey(JSON.parse(block)), JSON.parse(data));
  const all = [...filled.spots.values()];
  return {spots: Object.fromEntries(all.map((one) => [one.at, [one.shown, one.repeats ? String(one.count) : one.unknown ? "?" : one.text]])),
    wrong: all.filter((one) => filled.complaint(one)).map((one) => one.at),
    offered: all.filter((one) => one.item.filter).map((one) => filled.choices(one).map((choice) => choice.name))};
}"""


@pytest.fixture(scope="module")
def engine(browser):
    """An empty page that may import the modules."""
    page = browser.new_page()
    page.route(f"{HOST}**", lambda route: route.fulfill(
        body=(STATIC / route.request.url.removeprefix(HOST)).read_text() if route.request.url != HOST else "<!doctype html>",
        content_type="text/javascript" if route.request.url != HOST else "text/html"))
    page.goto(HOST)
    yield page
    page.close()


def by_server(form, data):
    found = judged(form, data)
    spots = list(found.root.each())
    return {"spots": {spot.at: [spot.shown, str(spot.count) if spot.repeats else spot.text] for spot in spots},
            "wrong": list(found.complaints),
            "offered": [[one["name"] for one in found.choices(node)] for node in found.nodes if node.item["filter"]]}


def by_script(engine, form, data):
    with override("en"):
        block = script_data(definition=form, judged=judged(form, data), language="en", now=NOW, seed="seed")
    return engine.evaluate(WORK, [json.dumps(block), json.dumps(data)])


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(form=forms(), data=answers())
def test_the_script_and_the_server_agree(engine, form, data):
    ours, theirs = by_server(form, data), by_script(engine, form, data)
    told = {item["path"]: {key: item[key] for key in RULES if item[key]} for item in form.items}
    different = {at: (ours["spots"].get(at), theirs["spots"].get(at)) for at in ours["spots"] | theirs["spots"]
                 if ours["spots"].get(at) != theirs["spots"].get(at)}
    assert not different, [(one, told[path_of(one[0])]) for one in different.items()]
    assert theirs["wrong"] == ours["wrong"], [(at, ours["spots"][at], told[path_of(at)]) for at in
                                              set(theirs["wrong"]) ^ set(ours["wrong"])]
    assert theirs["offered"] == ours["offered"], told
