"""The project's own files, as git knows them, and its Python as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ndop", "registry", "portal", "staff")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def project_files() -> tuple[Path, ...]:
    """List every file that is committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    """List the Python of these folders, without what migrations generate."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and name_of(path).startswith(tuple(f"{folder}/" for folder in folders))
        and "/migrations/0" not in str(path)
    ]  # fmt: skip


def name_of(path: Path) -> str:
    """Give a file's name from the top of the project."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Give the full name of everything a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path: Path) -> list[FunctionNode]:
    """Give every function and method of a file."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, FunctionNode)]
