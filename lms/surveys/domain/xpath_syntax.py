"""Reads an expression into a tree of tuples. XPath 1.0 without attributes and namespaces, which forms do not have.

    ("number", 1.0)  ("text", "a")  ("negative", tree)  ("call", name, [tree])  ("where", tree, [tree])  ("union", [tree])
    ("chain", tree, [(operator, tree)])        one level of precedence, from left to right
    ("path", start, [(axis, name, [tree])])    start: "root", "here" or a tree
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 20_000
DEEPEST = 70
NAME = r"[^\W\d][\w.\-]*"
TOKEN = re.compile(rf"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<axis>[a-z-]+)\s*::
    |(?P<name>{NAME}(?::{NAME})?)|(?P<sign>//|\.\.|!=|<=|>=|[/.()\[\],|+\-*=<>@$]))""", re.X)
LEVELS = [{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}]
WORDS = {"or", "and", "div", "mod"}
AXES = {"child", "parent", "self", "ancestor", "ancestor-or-self", "descendant", "descendant-or-self",
        "following-sibling", "preceding-sibling"}
Tree = tuple[Any, ...]
Token = tuple[str, str]
STEP_ONWARD: Tree = ("descendant-or-self", "node()", [])


class ExpressionRefused(ValueError):
    """The message says what is wrong with the expression."""


@lru_cache(maxsize=4096)
def read(expression: str) -> Tree:
    """The tree of an expression. Raises ExpressionRefused."""
    if len(expression) > LONGEST:
        raise ExpressionRefused(_("The expression is longer than 20,000 characters."))
    reader = _Reader(_tokens(expression))
    tree = reader.expression()
    reader.expect("end", "")
    return tree


def unreadable() -> ExpressionRefused:
    """What is said of an expression that is none."""
    return ExpressionRefused(_("The expression cannot be read. Check its brackets and quotes."))


def _tokens(expression: str) -> list[Token]:
    """(kind, text) of each word and sign. A name or * after an operand is an operator, as XPath says."""
    tokens: list[Token] = []
    at, rest = 0, len(expression.rstrip())
    while at < rest:
        found = TOKEN.match(expression, at)
        if not found or found.end() == at:
            raise unreadable()
        kind, text = str(found.lastgroup), found.group(str(found.lastgroup))
        operand = bool(tokens) and (tokens[-1][0] in {"text", "number", "name", "any"} or tokens[-1][1] in {")", "]", ".", ".."})
        if operand and text in WORDS and kind == "name":
            kind = "sign"
        elif text == "*" and not operand:
            kind = "any"
        tokens.append((kind, text))
        at = found.end()
    return [*tokens, ("end", "")]


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def peek(self, *texts: str) -> bool:
        """True when the next token is one of these signs."""
        kind, text = self.tokens[self.at]
        return kind == "sign" and text in texts

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, kind: str, text: str) -> None:
        if self.take() != (kind, text):
            raise unreadable()

    def expression(self, lowest: int = 0) -> Tree:
        """Everything that binds at least as tightly as a level of precedence."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionRefused(_("The expression has too many brackets inside each other."))
        value = self._negative()
        while (level := self._level()) >= lowest:
            rest = []
            while self._level() == level:
                rest.append((self.take()[1], self.expression(level + 1)))
            value = ("chain", value, rest)
        self.depth -= 1
        return value

    def _level(self) -> int:
        """The precedence of the operator that follows, -1 when none does."""
        kind, text = self.tokens[self.at]
        return next((level for level, signs in enumerate(LEVELS) if text in signs), -1) if kind == "sign" else -1

    def _negative(self) -> Tree:
        signs = 0
        while self.peek("-"):
            self.take()
            signs += 1
        value = self._union()
        for _sign in range(2 - signs % 2 if signs else 0):
            value = ("negative", value)
        return value

    def _union(self) -> Tree:
        parts = [self._path()]
        while self.peek("|"):
            self.take()
            parts.append(self._path())
        return parts[0] if len(parts) == 1 else ("union", parts)

    def _path(self) -> Tree:
        kind, text = self.tokens[self.at]
        if self.peek("/"):
            self.take()
            return ("path", "root", self._steps() if self._step_ahead() else [])
        if self.peek("//"):
            self.take()
            return ("path", "root", [STEP_ONWARD, *self._steps()])
        called = kind == "name" and self.tokens[self.at + 1] == ("sign", "(") and text not in {"node", "text"}
        if not (called or kind in {"text", "number"} or self.peek("(")):
            if not self._step_ahead():
                raise unreadable()
            return ("path", "here", self._steps())
        value = self._primary()
        tests = self._tests()
        if tests:
            value = ("where", value, tests)
        if self.peek("/", "//"):
            onward = [STEP_ONWARD] if self.take()[1] == "//" else []
            return ("path", value, onward + self._steps())
        return value

    def _primary(self) -> Tree:
        kind, text = self.take()
        if kind == "text":
            return ("text", text[1:-1])
        if kind == "number":
            return ("number", float(text))
        if kind == "name":
            self.take()
            return ("call", text, self._arguments())
        value = self.expression()
        self.expect("sign", ")")
        return value

    def _arguments(self) -> list[Tree]:
        given: list[Tree] = []
        while not self.peek(")"):
            if given:
                self.expect("sign", ",")
            given.append(self.expression())
        self.take()
        return given

    def _tests(self) -> list[Tree]:
        tests = []
        while self.peek("["):
            self.take()
            tests.append(self.expression())
            self.expect("sign", "]")
        return tests

    def _step_ahead(self) -> bool:
        return self.tokens[self.at][0] in {"name", "any", "axis"} or self.peek(".", "..")

    def _steps(self) -> list[Tree]:
        steps = [self._step()]
        while self.peek("/", "//"):
            if self.take()[1] == "//":
                steps.append(STEP_ONWARD)
            steps.append(self._step())
        return steps

    def _step(self) -> Tree:
        kind, text = self.take()
        if text == "." and kind == "sign":
            return ("self", "node()", self._tests())
        if text == ".." and kind == "sign":
            return ("parent", "node()", self._tests())
        axis = "child"
        if kind == "axis":
            axis = text
            kind, text = self.take()
            if axis not in AXES:
                raise ExpressionRefused(_("Only plain paths are known here, not %(axis)s.") % {"axis": axis + "::"})
        if kind not in {"name", "any"}:
            raise unreadable()
        if kind == "name" and text in {"node", "text"} and self.peek("("):
            self.take()
            self.expect("sign", ")")
            if text == "text":
                return ("self", "node()", self._tests())
            text = "node()"
        return (axis, text.rpartition(":")[2] if kind == "name" and text != "node()" else text, self._tests())


def parts_of(tree: Tree) -> list[Tree]:
    """The trees right below a tree."""
    if tree[0] == "chain":
        return [tree[1], *(part for _operator, part in tree[2])]
    if tree[0] == "negative":
        return [tree[1]]
    if tree[0] == "where":
        return [tree[1], *tree[2]]
    if tree[0] == "path":
        inside = [] if isinstance(tree[1], str) else [tree[1]]
        return inside + [test for step in tree[2] for test in step[2]]
    return list(tree[2]) if tree[0] == "call" else list(tree[1]) if tree[0] == "union" else []


def walk(tree: Tree) -> Iterator[Tree]:
    """A tree and all below it."""
    yield tree
    for part in parts_of(tree):
        yield from walk(part)
