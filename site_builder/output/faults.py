"""What is wrong in the files of `templates/`, as values.

Owns the fault value and the exception that carries it out of a rendering. The caller turns it into a problem.
"""

from pathlib import Path
from typing import Literal, NamedTuple

Code = Literal["template-syntax", "template-undefined", "file-name"]


class TemplateFault(NamedTuple):
    """One fault: the file it stands in, its line from 1, the problem code, and what is wrong.

    `template-syntax` is what cannot be compiled; `template-undefined` what a template asks for and does
    not get; `file-name` a file that may not stand there.
    """

    file: Path
    line: int
    code: Code
    message: str


class TemplateError(Exception):
    """A template failed while it was rendered. The cause is chained."""

    def __init__(self, fault: TemplateFault) -> None:
        super().__init__(f"{fault.file}:{fault.line}: {fault.message}")
        self.fault = fault

    def __reduce__(self) -> tuple[type["TemplateError"], tuple[TemplateFault]]:
        return type(self), (self.fault,)  # it may come out of a worker process
