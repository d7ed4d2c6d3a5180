"""Jinja as this project runs it: the same output for less work. Which templates there are is `templates`' business.

A page is some hundreds of small pieces, and Jinja makes each a `Markup` before it joins them: for a plain string that
takes nine times as long as escaping it. Here pieces on their way out stay strings.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

# Private to markupsafe; without it everything is as it was, only slower.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def escaped(value: object) -> str:
    """The value as HTML: what `markupsafe.escape` gives, as a string."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)  # type: ignore[arg-type]
    if kind is int:
        return str(value)
    return value if kind is Markup else markupsafe.escape(value)  # type: ignore[return-value]


class _Generator(CodeGenerator):
    """Writes templates as Python."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class Environment(jinja2.Environment):
    """An environment whose globals are all there before the first template is loaded."""

    code_generator_class = _Generator
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping and not a chain of two: it is copied for each page and each part that is included."""
        return {**self.globals, **(d or {})}
