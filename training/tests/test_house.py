"""The house's rules: packages in one order, no circle, fewer than a dozen modules in a package."""

import ast
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[1]
ORDER = (
    "settings",
    "presets",
    "command_line",
    "loop",
    "facts",
    "data",
    "recommender",
    "text",
    "prompts",
    "words",
    "lessons",
    "language_model",
    "aligner",
    "wander",
    "baselines",
    "evaluation",
    "export",
    "stamps",
    "run",
    "steps",
    "pipeline",
    "__main__",
)
MODULES = sorted(
    path.relative_to(TRAINING) for path in TRAINING.rglob("*.py") if path.relative_to(TRAINING).parts[0] not in ("tests", ".venv", ".cache", ".work")
)


def imported(module: Path):
    """Modules of the house that a module imports anywhere in it, as parts of their path."""
    package = module.parent.parts
    for node in ast.walk(ast.parse((TRAINING / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = (*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else ()))
            for alias in node.names:
                whole = (*base, alias.name)
                yield whole if (TRAINING.joinpath(*whole).with_suffix(".py")).exists() or TRAINING.joinpath(*whole).is_dir() else base
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
            assert not any(name.split(".")[0] == "training" for name in names), f"{module}: imports inside the house are relative"


@pytest.mark.parametrize("module", [module for module in MODULES if module.name != "__init__.py"], ids=str)
def test_imports_point_one_way(module):
    own = ORDER.index(module.parts[0].split(".")[0])
    for target in imported(module):
        assert ORDER.index(target[0]) <= own, f"{module} imports {'.'.join(target)}, which stands after it"


def test_no_module_imports_itself_by_others():
    graph = {module.with_suffix("").parts: set(imported(module)) for module in MODULES}
    done: set = set()

    def visit(module, path):
        assert module not in path, " -> ".join(".".join(part) for part in (*path, module))
        if module not in done:
            for target in graph.get(module, ()):
                visit(target, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_no_package_has_a_dozen_modules():
    folders: dict = {}
    for module in MODULES:
        folders.setdefault(module.parent, []).append(module.name)
    assert {str(folder): names for folder, names in folders.items() if len(names) >= 12} == {}


def test_no_module_is_long():
    long = {str(module): lines for module in MODULES if (lines := len((TRAINING / module).read_text(encoding="utf-8").splitlines())) > 250}
    assert long == {}


def test_every_package_says_what_it_is_for():
    for module in MODULES:
        assert ast.get_docstring(ast.parse((TRAINING / module).read_text(encoding="utf-8"))), f"{module} has no docstring"
