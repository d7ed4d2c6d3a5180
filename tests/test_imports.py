"""Imports run one way, and heavy libraries stay where they are used."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "site_builder"

# From the top down. A part may import what stands on a lower line, never what stands on its own or higher.
# Parts are the modules and folders of site_builder; within a folder modules import each other, in no circle.
ORDER = (
    {"__main__"},
    {"cli"},
    {"messages"},
    {"serve"},
    {"build"},
    {"prepare"},
    {"unchanged", "authored"},
    {"pages", "exports"},
    {"sharing"},
    {"words", "charts"},
    {"carry"},
    {"site"},
    {"similar"},
    {"reader"},
    {"output"},
    {"prose", "commands", "language"},
    {"config"},
    {"urls"},
    {"records"},
    {"problems", "cache", "search"},
    {"database", "interrupts"},
    {"__init__"},
)
LEVEL = {part: level for level, parts in enumerate(ORDER) for part in parts}

# Library -> the only parts that may import it. What is not named here may be imported anywhere.
HOMES = {
    "click": {"cli", "messages"},
    "rich": {"messages"},
    "pydantic": {"records", "commands", "exports"},
    "yaml": {"records"},
    "markdown": {"prose"},
    "nh3": {"prose"},
    "pygments": {"prose"},
    "jinja2": {"output"},  # markupsafe, its values, anywhere
    "watchdog": {"serve"},
    "cbor2": {"search"},
    "pagefind_bin": {"search"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "PIL": {"sharing"},
    "babel": {"language"},
}

# Where a distribution's name is not that of its module.
IMPORTED_AS = {"pyyaml": "yaml", "pillow": "PIL"}

# The command line must answer `timeline --version` and a misspelt option at once.
NOT_AT_START = {
    "jinja2",
    "markdown",
    "nh3",
    "pygments",
    "pydantic",
    "watchdog",
    "starlette",
    "uvicorn",
    "rich",
    "PIL",
    "babel",
}


class Import(NamedTuple):
    """One imported module: who imports it, from which line, and its full dotted name."""

    importer: str
    line: int
    target: str


def module_name(file: Path) -> str:
    """`site_builder/records/dates.py` -> `site_builder.records.dates`."""
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def modules() -> dict[str, Path]:
    """All modules of the package by dotted name."""
    return {module_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}


MODULES = modules()


def resolve(importer: str, file: Path, node: ast.ImportFrom) -> str:
    """The absolute name of the module that a `from ... import` names."""
    if not node.level:
        return node.module or ""
    package = importer.split(".")
    package = package if file.name == "__init__.py" and len(package) > 1 else package[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def imports() -> Iterator[Import]:
    """Every import in the package, those inside functions and under TYPE_CHECKING too."""
    for name, file in MODULES.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
            if isinstance(node, ast.Import):
                yield from (Import(name, node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = resolve(name, file, node)
                for alias in node.names:
                    # `from site_builder.records import dates` imports a module, `... import Library` a name.
                    submodule = f"{base}.{alias.name}"
                    yield Import(name, node.lineno, submodule if submodule in MODULES else base)


IMPORTS = sorted(set(imports()))


def part(module: str) -> str:
    """`site_builder.records.dates` -> `records`; the package itself is `__init__`."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "__init__"


def where(found: Import) -> str:
    """For messages: what to look at."""
    return f"{found.importer}:{found.line} imports {found.target}"


def test_every_part_of_the_package_has_its_place_in_the_order() -> None:
    assert {part(module) for module in MODULES} - LEVEL.keys() == set()


def test_imports_run_one_way() -> None:
    wrong = [
        where(found)
        for found in IMPORTS
        if found.target.split(".")[0] == "site_builder"
        and part(found.importer) != part(found.target)
        and LEVEL[part(found.importer)] >= LEVEL[part(found.target)]
    ]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name: {found.target for found in IMPORTS if found.importer == name} & MODULES.keys() for name in MODULES}
    # What imports nothing that is left can go; a circle cannot.
    while free := {name for name, targets in graph.items() if not targets & graph.keys() - {name}}:
        graph = {name: targets for name, targets in graph.items() if name not in free}
    assert sorted(graph) == []


def test_each_heavy_library_is_imported_in_its_own_part_only() -> None:
    wrong = [
        where(found)
        for found in IMPORTS
        if (library := found.target.split(".")[0]) in HOMES and part(found.importer) not in HOMES[library]
    ]
    assert wrong == []


def test_nothing_is_imported_that_the_package_does_not_depend_on(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {requirement.split(">")[0] for requirement in project["dependencies"]}
    known = {IMPORTED_AS.get(name, name) for name in declared} | sys.stdlib_module_names | {"_typeshed"}
    foreign = [where(found) for found in IMPORTS if found.target.split(".")[0] not in known | {"site_builder"}]
    assert foreign == []


def test_the_start_of_the_command_line_loads_no_heavy_library() -> None:
    if "site_builder.cli" not in MODULES:
        pytest.fail("site_builder.cli is missing")
    code = "import sys, site_builder.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert NOT_AT_START & set(done.stdout.split()) == set()
