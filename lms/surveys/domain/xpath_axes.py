"""Where the steps of a path lead, and how far an absolute path means the node's own instance of a repeat."""

from collections.abc import Callable, Iterable

from lms.surveys.domain.xpath_values import Element


def above(root: Element) -> Element:
    """What "/" means: the node over the root."""
    top = Element("")
    top.kids[root.name] = [root]
    return top


def bound(root: Element, base: Element, names: list[str | None]) -> tuple[Element, int]:
    """How far an absolute path runs along the node's own ancestors: so far it means the same instance of a repeat."""
    chain: list[Element] = []
    above: Element | None = base
    while above is not None:
        chain.append(above)
        above = above.parent
    chain.reverse()
    here, done = root, 1
    for place in range(1, min(len(chain), len(names))):
        own = chain[place]
        if own.name != names[place] or (own.repeats and place == len(names) - 1):
            break
        here, done = own, place + 1
    return here, done


def axis_of(axis: str, name: str) -> Callable[[Element], list[Element]]:
    """What finds the nodes of one step from a node: those that count, of this name or of any."""
    whole = name in {"node()", "*"}

    def named(nodes: Iterable[Element | None]) -> list[Element]:
        return [one for one in nodes if one is not None and (whole or one.name == name)]

    if axis == "child":
        if whole:
            return lambda node: [kid for kids in list(node.kids.values()) for kid in kids if kid.shown]
        return lambda node: [kid for kid in node.kids.get(name, ()) if kid.shown]
    if axis == "parent":
        return lambda node: named([node.parent])
    if axis == "self":
        return lambda node: named([node])
    if axis in {"descendant", "descendant-or-self"}:
        own = axis == "descendant-or-self"
        return lambda node: named([*([node] if own else []), *node.within()])
    if axis in {"ancestor", "ancestor-or-self"}:
        return lambda node: named(_line(node, axis == "ancestor-or-self"))
    return lambda node: named(_beside(node, axis == "following-sibling"))


def _line(node: Element, own: bool) -> list[Element]:
    line: list[Element] = [node] if own else []
    while node.parent is not None:
        node = node.parent
        line.append(node)
    return line


def _beside(node: Element, after: bool) -> list[Element]:
    """The sibling nodes after, or before it from the nearest on."""
    if node.parent is None:
        return []
    row = [kid for kids in node.parent.kids.values() for kid in kids if kid.shown or kid is node]
    place = next((at for at, one in enumerate(row) if one is node), len(row))
    return row[place + 1:] if after else row[:place][::-1]
