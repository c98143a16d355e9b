"""Our interpreter against two independent ones, libxml2 and elementpath, on expressions and filled forms drawn by lot.

elementpath refuses to compare what is no number where XPath 1.0 gives false; libxml2 is asked everything.

Where forms mean something else than plain XPath (an unanswered question is false, empty answers do not spoil a sum) the
drawing stays away; test_xpath.py says what is meant there.
"""

import math

import elementpath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lms.surveys.domain import xpath
from lms.surveys.domain.xpath_values import Element, Moment
from tests.surveys.made import NOW

LEAVES = ["a", "b", "c", "g/d", "r/e", "r/f"]
WORDS = st.sampled_from(["0", "1", "2.5", "-3", "12", "x", "yes", "no", "a b", "សុខា", "0.1", " 7 "])


@st.composite
def instances(draw):
    """A filled form: three answers, one in a group, and up to three instances of a repeat."""
    rows = [{"e": draw(WORDS), "f": draw(WORDS)} for _row in range(draw(st.integers(1, 3)))]
    return {"a": draw(WORDS), "b": draw(WORDS), "c": draw(WORDS), "d": draw(WORDS), "rows": rows}


def ours(form):
    root = Element("data", path="")
    for name in "abc":
        root.add(Element(name, root, name, form[name], name))
    group = root.add(Element("g", root, "g", at="g"))
    group.add(Element("d", group, "g/d", form["d"], "g/d"))
    for number, row in enumerate(form["rows"], start=1):
        instance = root.add(Element("r", root, "r", at=f"r[{number}]", repeats=True))
        for name, text in row.items():
            instance.add(Element(name, instance, f"r/{name}", text, f"r[{number}]/{name}"))
    return root


def theirs(form):
    root = etree.Element("data")
    for name in "abc":
        etree.SubElement(root, name).text = form[name]
    etree.SubElement(etree.SubElement(root, "g"), "d").text = form["d"]
    for row in form["rows"]:
        instance = etree.SubElement(root, "r")
        for name, text in row.items():
            etree.SubElement(instance, name).text = text
    return root


NUMBER = st.sampled_from(["0", "1", "2", "10", "0.5", "7"])
ONE = st.sampled_from(["/data/a", "/data/b", "../c", "/data/g/d", "../g/d", "/data/r[1]/e", "/data/r[last()]/f", "//d", "../r[position() = 1]/e"])
MANY = st.sampled_from(["/data/r", "/data/r/e", "/data/r/*", "//f", "/data/r[e = f]", "/data/r[e > 1]/f", "/data/*", "../r/e | /data/a",
                        "/data/r[2]/preceding-sibling::r", "/data/a/following-sibling::*", "/data/r/e/ancestor::r", "/data/r/e/..",
                        "(/data/r/e)[1]", "/data/r[not(e = 'x')][1]/e", "/data//*[. = 1]", "/data/r[position() < 3]"])
TEXT = st.sampled_from(["'x'", "'a b'", "''", "'1'", "\"b\""])

LETTERS = st.sampled_from(["'x1'", "'a b'", "'.'", "'សុ'"])
"""Each once: for a letter that comes twice elementpath takes the last, XPath the first."""


def grown(inner):
    number, text, truth = inner
    numbers = st.one_of(
        NUMBER, ONE.map("number({})".format), MANY.map("count({})".format),
        st.tuples(number, st.sampled_from(["+", "-", "*", "div", "mod"]), number).map("({0[0]} {0[1]} {0[2]})".format),
        number.map("-{}".format), number.map("floor({})".format), number.map("ceiling({})".format), number.map("round({})".format),
        text.map("string-length({})".format), text.map("number({})".format), truth.map("number({})".format))
    texts = st.one_of(
        TEXT, ONE.map("string({})".format), st.tuples(text, text).map("concat({0[0]}, {0[1]})".format),
        st.tuples(text, text).map("substring-before({0[0]}, {0[1]})".format), st.tuples(text, text).map("substring-after({0[0]}, {0[1]})".format),
        st.tuples(text, number, number).map("substring({0[0]}, {0[1]}, {0[2]})".format), text.map("normalize-space({})".format),
        st.tuples(text, LETTERS, text).map("translate({0[0]}, {0[1]}, {0[2]})".format), truth.map("string({})".format))
    compared = st.one_of(number, text, ONE, MANY.filter(lambda path: "[" not in path and "sibling" not in path))
    truths = st.one_of(
        st.tuples(compared, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), compared).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(truth, st.sampled_from(["and", "or"]), truth).map("({0[0]} {0[1]} {0[2]})".format), truth.map("not({})".format),
        st.tuples(text, text).map("contains({0[0]}, {0[1]})".format), st.tuples(text, text).map("starts-with({0[0]}, {0[1]})".format),
        st.sampled_from(["true()", "false()"]), number.map("boolean({})".format), text.map("boolean({})".format))
    return numbers, texts, truths


BRANCHES = (NUMBER, TEXT, st.sampled_from(["true()", "false()"]))
for _depth in range(3):
    BRANCHES = grown(BRANCHES)
EXPRESSIONS = st.one_of(*BRANCHES, MANY, ONE)


def seen(value):
    """A value as both can be compared: nodes by name and text, numbers to twelve places."""
    if isinstance(value, list):
        return [(one.tag if hasattr(one, "tag") else one.name, text_in(one)) for one in value]
    if isinstance(value, bool | str):
        return value
    return "NaN" if math.isnan(value) else pytest.approx(float(value), rel=1e-12, abs=1e-12)


def text_in(one):
    return "".join(one.itertext()) if hasattr(one, "tag") else one.string


def agree(form, expression, at, written=None):
    """Both give what we give at a node; `written` is the same in plain XPath."""
    root, tree = ours(form), theirs(form)
    node = root
    for name, number in at:
        node = node.kids[name][number]
    mine = xpath.evaluate(expression=expression, scope=xpath.Scope(root, NOW), node=node)
    assert not isinstance(mine, Moment)
    other = tree.xpath("/data/" + "/".join(f"{name}[{number + 1}]" for name, number in at))[0]
    written = written or expression
    assert seen(mine) == seen(other.xpath(written)), expression
    try:
        second = elementpath.XPath1Parser().parse(written).get_results(elementpath.XPathContext(tree, item=other))
    except (elementpath.ElementPathError, ValueError):
        return
    assert seen(mine) == seen(second), expression


@settings(max_examples=400, deadline=None)
@given(instances(), EXPRESSIONS)
def test_independent_evaluators_agree(form, expression):
    agree(form, expression, [("a", 0)])


@settings(max_examples=100, deadline=None)
@given(instances(), st.integers(0, 2), st.sampled_from(
    ["sum(/data/r/e)", "/data/r/e = ../f", "concat(/data/r/e, '-', ../f)", "../e > /data/r/f", "count(/data/r) + 1"]))
def test_an_absolute_path_means_the_own_instance(form, place, expression):
    """The others are asked with the place written out, as plain XPath needs it."""
    number = min(place, len(form["rows"]) - 1)
    agree(form, expression, [("r", number), ("e", 0)], expression.replace("/data/r/", f"/data/r[{number + 1}]/"))
