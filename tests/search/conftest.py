"""The small tree of curricula, for what the index must not hold."""

from tests.curricula.conftest import tree

__all__ = ["tree"]
