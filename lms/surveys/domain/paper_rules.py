"""When a question is asked, in words for paper: "Only if the answer to question 2 is: Yes"."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.surveys.domain.evaluation_lists import label_of
from lms.surveys.domain.xpath import ExpressionRefused, references
from lms.surveys.domain.xpath_syntax import Tree, read
from lms.surveys.models.definition import Definition

ROOT = "/data/"
Item = dict[str, Any]


@dataclass(frozen=True)
class Numbered:
    """A form and the numbers that its questions have on paper, as written there: {path: "12"}."""

    definition: Definition
    numbers: dict[str, str]
    language: str

    def only_if(self, item: Item) -> str:
        """The condition of an item in words, "" when it is always asked."""
        if not item["relevant"]:
            return ""
        try:
            said = self._said(read(item["relevant"]), item["path"])
        except ExpressionRefused:
            said = None
        return said or self._vague(item)

    # --- simple comparisons with a choice ---

    def _said(self, tree: Tree, here: str) -> str | None:
        """A sentence for each part that "and" joins; None when one of them is not simple."""
        if tree[0] == "chain" and {operator for operator, _tree in tree[2]} == {"and"}:
            parts = [self._said(part, here) for part in [tree[1], *(other for _operator, other in tree[2])]]
            return " ".join(part for part in parts if part) if all(parts) else None
        atoms = self._either(tree, here)
        if not atoms or len({(path, holds) for path, _name, holds in atoms}) > 1:
            return None
        path, _name, holds = atoms[0]
        if not holds and len(atoms) > 1:
            return None
        words = {"number": self.numbers[path], "answers": " / ".join(self._label(path, name) for _path, name, _holds in atoms)}
        return (_("Only if the answer to question %(number)s is: %(answers)s") if holds
                else _("Only if the answer to question %(number)s is not: %(answers)s")) % words

    def _either(self, tree: Tree, here: str) -> list[tuple[str, str, bool]]:
        """(path, choice, whether it must be chosen) of each part that "or" joins; [] when one is something else."""
        if tree[0] == "chain" and {operator for operator, _tree in tree[2]} == {"or"}:
            parts = [self._either(part, here) for part in [tree[1], *(other for _operator, other in tree[2])]]
            return [atom for part in parts for atom in part] if all(parts) else []
        atom = self._atom(tree, here)
        return [atom] if atom else []

    def _atom(self, tree: Tree, here: str) -> tuple[str, str, bool] | None:
        if tree[0] == "call" and tree[1] == "not" and len(tree[2]) == 1:
            inner = self._atom(tree[2][0], here)
            return (inner[0], inner[1], not inner[2]) if inner else None
        if tree[0] == "call" and tree[1] == "selected" and len(tree[2]) == 2:
            return self._about(tree[2][0], tree[2][1], here, True)
        if tree[0] == "chain" and len(tree[2]) == 1 and tree[2][0][0] in {"=", "!="}:
            operator, other = tree[2][0]
            return self._about(tree[1], other, here, operator == "=") or self._about(other, tree[1], here, operator == "=")
        return None

    def _about(self, question: Tree, answer: Tree, here: str, holds: bool) -> tuple[str, str, bool] | None:
        if question[0] != "path" or answer[0] not in {"text", "number"}:
            return None
        path = self._path(question, here)
        name = str(answer[1]) if answer[0] == "text" else f"{answer[1]:g}"
        if path not in self.numbers or not self._label(path, name):
            return None
        return path, name, holds

    def _path(self, tree: Tree, here: str) -> str:
        """The path that a plain way leads to, "" for any other."""
        _kind, start, steps = tree
        if not isinstance(start, str) or any(tests for _axis, _name, tests in steps):
            return ""
        parts = [] if start == "root" else ["data", *here.split("/")]
        for axis, name, _tests in steps:
            if axis == "parent" and parts:
                parts.pop()
            elif axis == "child":
                parts.append(name)
            elif axis != "self":
                return ""
        return "/".join(parts[1:])

    def _label(self, path: str, name: str) -> str:
        return label_of(self.definition, self.definition.by_path[path], name, self.language)

    # --- anything else ---

    def _vague(self, item: Item) -> str:
        numbers = list(dict.fromkeys(self.numbers[path] for path in self.numbers if path in self._behind(item["path"])))
        if not numbers:
            return _("Only in some cases")
        return _("Only for some answers to question %(numbers)s") % {"numbers": ", ".join(numbers)}

    def _behind(self, path: str) -> set[str]:
        """The questions that a condition rests on, through the calculations between."""
        found, waiting, at = set(), [(path, "relevant")], set()
        while waiting:
            here, key = waiting.pop()
            if (here, key) in at or here not in self.definition.by_path:
                continue
            at.add((here, key))
            try:
                named = references(expression=self.definition.by_path[here][key] or "0", at=f"{ROOT}{here}")
            except ExpressionRefused:
                continue
            for one in named:
                found.add(one.removeprefix(ROOT))
                waiting.append((one.removeprefix(ROOT), "calculation"))
        return found - {path}
