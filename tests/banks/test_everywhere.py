"""Wherever something is asked, it is asked out of the server's own library: no part of the bot goes past it."""

import ast

import pytest

from tests.walls import Module, read_house

# What a server may have otherwise than content/ has it.
_DIFFERING = frozenset({"questions", "bank"})
# Where a library is made, and the bundled one checked; everything else stands on Banks.
_MAKERS = ("bot.features.banks", "bot.library")


def past_the_overlay(module: Module) -> list[str]:
    """Places that read questions off a library that was kept, which can only be the bundled one."""
    return [
        f"{module.name}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in _DIFFERING and _is_kept(node.value)
    ]


def _is_kept(value: ast.expr) -> bool:
    """self._library, services.library, banks.base; not a local `library`, which came of `await banks.library(…)`."""
    return isinstance(value, ast.Attribute) and value.attr in (
        "_library",
        "library",
        "base",
        "_base",
        "content",
    )


def test_nothing_reads_questions_past_a_servers_own() -> None:
    modules = [m for m in read_house().modules if m.name.startswith(("bot.", "cogs."))]
    modules = [m for m in modules if not m.name.startswith(_MAKERS)]
    assert len(modules) > 50
    assert [place for module in modules for place in past_the_overlay(module)] == []


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def f(self):\n        return self._library.questions",
        "x = services.library.bank('CPC', 'FY2027')",
        "x = self._banks.base.questions.get(ident)",
    ],
)
def test_a_planted_place_is_found(source: str) -> None:
    assert past_the_overlay(Module("bot.features.x.service", source))


def test_the_right_way_is_let_through() -> None:
    source = (
        "async def f(self, tx):\n    library = await self._banks.library(tx, 1)\n    return library.questions"
    )
    assert past_the_overlay(Module("bot.features.x.service", source)) == []
