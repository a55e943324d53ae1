"""Small faults put into a module one at a time, and how a running module takes one on.

A mutant is the code of one function with one thing changed: a comparison, an "and", a negation, a number, a
returned value, a call left out. It is put into the function objects that are already loaded, so a test does
not have to start anew for each.
"""

from __future__ import annotations

import ast
import copy
import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

_COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED: Mapping[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
_TESTED = (ast.If, ast.While, ast.IfExp)
Key = tuple[str, int]
"""A function: its qualified name and first line."""


@dataclass(frozen=True)
class Mutant:
    """One changed place: the line, what was done, and the code of every function of the module with it."""

    module: str
    line: int
    change: str
    function: str
    code: Mapping[Key, CodeType]


def mutants_of(
    module: ModuleType, wanted: Callable[[str, str], bool] = lambda _change, _function: True
) -> Iterator[Mutant]:
    """All mutants of a module's functions and lambdas, in the order of the lines.

    `wanted`: by what is changed and in which function, before it is made.
    """
    path = Path(str(module.__file__))
    tree = ast.parse(path.read_text("utf-8"))
    whole = dict(_functions(compile(tree, str(path), "exec")))
    for place, node in enumerate(_in_functions(tree)):
        change = _change_of(node)
        if change and wanted(change, _name_at(whole, _line(node))):
            changed = copy.deepcopy(tree)
            _apply(next(found for at, found in enumerate(_in_functions(changed)) if at == place))
            compiled = compile(ast.fix_missing_locations(changed), str(path), "exec")
            code = dict(_functions(compiled))
            yield Mutant(module.__name__, _line(node), change, _name_at(code, _line(node)), code)


def take_on(mutant: Mutant) -> bool:
    """Put the mutant into the loaded module; False where it does not fit into what runs."""
    for function in functions_of(mutant.module):
        code = mutant.code.get(key_of(function.__code__))
        if code is None:
            continue
        if code.co_freevars != function.__code__.co_freevars:
            return False
        function.__code__ = code
    return True


def functions_of(module: str) -> list[FunctionType]:
    """Every function object of a module that lives, lambdas in its tables included."""
    return [
        found for found in gc.get_objects() if isinstance(found, FunctionType) and found.__module__ == module
    ]


def key_of(code: CodeType) -> Key:
    """How a function is found again after it was compiled anew."""
    return code.co_qualname, code.co_firstlineno


def _functions(code: CodeType) -> Iterator[tuple[Key, CodeType]]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield key_of(constant), constant
            yield from _functions(constant)


def _name_at(code: Mapping[Key, CodeType], line: int) -> str:
    """The outermost function around a line."""
    above = [key for key in code if key[1] <= line and "<locals>" not in key[0]]
    return max(above, key=lambda key: key[1], default=("", 0))[0]


def _in_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes inside functions and lambdas, each once; docstrings and annotations are none."""
    seen: set[int] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            body: list[ast.AST] = [*function.body]
        elif isinstance(function, ast.Lambda):
            body = [function.body]
        else:
            continue
        for top in body:
            for node in ast.walk(top):
                if id(node) not in seen and not _is_docstring(top):
                    seen.add(id(node))
                    yield node


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _change_of(node: ast.AST) -> str:
    """What can be done to a node; empty where nothing can."""
    if isinstance(node, ast.Compare):
        return "compare" if len(node.ops) == 1 and type(node.ops[0]) in _COMPARED else ""
    if isinstance(node, ast.UnaryOp):
        return "without not" if isinstance(node.op, ast.Not) else ""
    if isinstance(node, ast.BinOp):
        return "plus-minus" if type(node.op) in _COUNTED else ""
    return _other_change(node)


def _other_change(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return "another value" if type(node.value) in (int, bool) else ""
    if isinstance(node, ast.Return):
        return "" if node.value is None or _is_none(node.value) else "returns nothing"
    if isinstance(node, ast.Expr):
        return "left out" if isinstance(node.value, ast.Call) else ""
    if isinstance(node, ast.BoolOp):
        return "and-or"
    return "negated" if isinstance(node, _TESTED) else ""


def _apply(node: ast.AST) -> None:
    """Make the one change a node allows."""
    if isinstance(node, ast.Compare):
        node.ops[0] = _COMPARED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.BinOp):
        node.op = _COUNTED[type(node.op)]()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1
    elif isinstance(node, _TESTED):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, (ast.Return, ast.Expr)):
        node.value = ast.Constant(None)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))
