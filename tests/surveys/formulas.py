"""Strategies: forms with expressions of every kind, and answers to them, for tests that let two evaluators agree."""

from functools import lru_cache

from hypothesis import strategies as st

from tests.surveys.made import definition

TEXTS = ["/data/name", "/data/one", "/data/day", "/data/clock", "/data/when", "/data/calm", "/data/sum", "/data/group/inner"]
NUMBERS = ["/data/whole", "/data/part", "/data/scale", "/data/group/deep", "/data/total"]
SETS = ["/data/many", "/data/order"]
INSIDE = ("../age", "../who", "/data/people/age", "/data/people/who", "position(..)")
ALL = ["/data/people/age", "/data/people", "/data/people[age > 20]/age", "/data/*/age", "//age", "/data/people[2]/who"]
EVERY = frozenset({*TEXTS, *NUMBERS, *SETS, "/data/people"})
FRUIT = ["mango", "durian", "longan"]
TYPED = {
    "name": st.sampled_from(["", "Lan", "Sokha Chan", "ចាន់ សុខា", " x ", "12", "2027-01-20", "a b  c"]),
    "one": st.sampled_from(["", *FRUIT]), "many": st.lists(st.sampled_from(FRUIT), unique=True),
    "order": st.permutations(FRUIT).map(list), "whole": st.sampled_from(["", "0", "7", "-3", "+5", "១២", "x", "1.5"]),
    "part": st.sampled_from(["", "2.5", "1,25", "-0.1", "1e5", "100000000000"]),
    "scale": st.sampled_from(["", "1", "3", "9", "2.5"]),
    "day": st.sampled_from(["", "2027-01-20", "2027-1-2", "2024-02-29", "2027-02-29", "2569-01-01"]),
    "clock": st.sampled_from(["", "13:30", "7:05", "25:00"]),
    "when": st.sampled_from(["", "2027-01-20T13:30", "2027-01-20 7:05", "soon"]),
    "group/deep": st.sampled_from(["", "4", "40"]), "group/inner": st.sampled_from(["", "yes", "no"]),
    "place": st.sampled_from(["", "11.5, 104.9", "11.5,104.9", "91 0", "11.5564 104.9282 12 5"]),
}
FILTERS = ["kind = /data/name", "name != /data/one", "selected(/data/many, name)", "position() < 3", "kind = 'hard'"]
AGES = st.sampled_from(["", "3", "21", "44", "x"])


def _texts(known, more):
    return st.sampled_from([*(path for path in TEXTS if path in known), *more, "'yes'", "'mango'", "'Lan'", "''", "'2027-01-20'", "'a-b c'"])


@lru_cache
def expressions(known=EVERY, more=()):
    """XPath as forms write it, over the questions `known` of `forms`; `more` are paths of the place it stands at."""
    text = _texts(known, more)
    number = st.sampled_from([*(path for path in NUMBERS if path in known), *more, "0", "1", "2.5", "0.1", "1000000", "3 * 0.1"])
    either = text | number
    sets = st.sampled_from([path for path in SETS if path in known] or ["'mango durian'"])
    rows = st.sampled_from(ALL if "/data/people" in known else ["/data/nothing"])
    simple = st.one_of(
        st.builds("{0} {1} {2}".format, either, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), either),
        st.builds("selected({0}, '{1}')".format, sets, st.sampled_from(FRUIT)),
        st.builds("count-selected({0}) {1} 2".format, sets, st.sampled_from(["=", ">", "<="])),
        st.builds("regex({0}, '{1}')".format, text, st.sampled_from(["[0-9]+", ".{2,5}", "[a-zA-Z ]+", r"\d+", r"\w+ \w+"])),
        st.builds("contains({0}, {1})".format, text, text), st.builds("starts-with({0}, {1})".format, text, text))
    numeric = st.one_of(
        number, st.builds("({0} {1} {2})".format, number, st.sampled_from(["+", "-", "*", "div", "mod"]), number),
        st.builds("{0}({1})".format, st.sampled_from(["sum", "count", "min", "max", "count-non-empty"]), rows),
        st.builds("round({0}, {1})".format, number, st.integers(-2, 4)), st.builds("-{0}".format, number),
        st.builds("{0}({1})".format, st.sampled_from(["int", "floor", "ceiling", "abs", "number", "round", "sqrt"]), number),
        st.builds("pow({0}, {1})".format, number, st.sampled_from(["2", "0.5", "-1", "0"])),
        st.builds("string-length({0})".format, text), st.builds("decimal-date-time({0})".format, either),
        st.builds("decimal-time({0})".format, either), 
        st.builds("count({0}[position() > 1])".format, rows), st.builds("count(instance('fruit')/root/item[{0}])".format, st.sampled_from(
            ["name = current()/../one", "kind = 'hard'", "2", "name != /data/one and kind = 'soft'"])))
    written = st.one_of(
        text, st.builds("concat({0}, '-', {1})".format, text, either), st.builds("coalesce({0}, {1})".format, text, text),
        st.builds("substr({0}, {1}, {2})".format, text, st.integers(-3, 3), st.integers(-2, 5)),
        st.builds("substring({0}, {1}, {2})".format, text, st.sampled_from(["0", "1.5", "2"]), st.sampled_from(["1", "2.6"])),
        st.builds("translate({0}, 'aeo-', 'AE')".format, text), st.builds("normalize-space({0})".format, text),
        st.builds("substring-before({0}, ' ')".format, text), st.builds("substring-after({0}, '-')".format, text),
        st.builds("join(', ', {0}, {1})".format, rows, text), st.builds("date({0})".format, either),
        st.builds("format-date({0}, '%Y-%n %e %b %a %H:%M')".format, either), st.builds("date-time({0})".format, either),
        st.builds("selected-at({0}, {1})".format, sets, st.integers(-1, 3)), st.just("today()"),
        st.builds("jr:choice-name({0}, '/data/one')".format, text), st.builds("string({0})".format, rows),
        st.builds("instance('fruit')/root/item[name = {0}]/label".format, text),
        st.builds("pulldata('fruit', 'kind', 'name', {0})".format, text))

    def wider(inner):
        return st.one_of(
            st.builds("{0} and {1}".format, inner, inner), st.builds("{0} or {1}".format, inner, inner),
            st.builds("not({0})".format, inner), st.builds("({0})".format, inner), st.builds("boolean({0})".format, inner),
            st.builds("if({0}, {1}, {2})".format, inner, written, numeric),
            st.builds("checklist(1, -1, {0}, {1})".format, inner, inner))
    return st.recursive(simple | numeric | written, wider, max_leaves=4)


@st.composite
def forms(draw):
    """A form of every kind of question, a group and a repeat. Its rules lean on what stands before, as all real ones do."""
    known, items = set(), []

    def add(kind, path, more=None, *, inside=(), worked=False, rule=()):
        rules = st.just("") | expressions(frozenset(known), inside)
        leans = {key: draw(rules) for key in ("relevant", *rule)} | {"required": draw(st.sampled_from(["", "true()"]))}
        if worked:
            leans["calculation"] = draw(expressions(frozenset(known), inside))
        items.append((kind, path, leans | (more or {})))
        if kind != "repeat":
            known.add(f"/data/{path}")

    for kind, path in (("text", "name"), ("integer", "whole"), ("decimal", "part"), ("range", "scale"), ("date", "day"),
                       ("time", "clock"), ("dateTime", "when"), ("geopoint", "place")):
        add(kind, path, rule=("constraint",))
    for kind, path in (("select_one", "one"), ("select_multiple", "many"), ("rank", "order")):
        add(kind, path, {"list": "fruit"})
    add("select_one", "soft", {"list": "fruit", "filter": draw(st.sampled_from(FILTERS))})
    add("group", "group")
    add("integer", "group/deep")
    add("text", "group/inner")
    add("repeat", "people", {"count": draw(st.sampled_from(["", "/data/whole", "count-selected(/data/many)"]))})
    add("text", "people/who")
    add("integer", "people/age", inside=("../who",))
    add("calculate", "people/seen", inside=INSIDE, worked=True)
    known.add("/data/people")
    add("calculate", "calm", worked=True)
    add("integer", "total", worked=True)
    add("text", "sum", worked=True)
    return definition(*items, lists={"fruit": [("mango", {"kind": "soft"}), ("durian", {"kind": "hard"}),
                                               ("longan", {"kind": "soft"})]})


@st.composite
def answers(draw):
    """What a person types into such a form."""
    data = {path: draw(typed) for path, typed in TYPED.items()}
    data["soft"] = draw(st.sampled_from(["", "mango", "durian"]))
    data["people"] = [{"people/who": draw(st.sampled_from(["", "A", "B"])), "people/age": draw(AGES)}
                      for _row in range(draw(st.integers(0, 3)))]
    return data
