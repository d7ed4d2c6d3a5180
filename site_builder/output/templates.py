"""The Jinja environment: how templates are compiled and rendered, and what their faults are.

A template is code of ours or of the site's owner; text from records is only ever a value, and every value
is escaped. Where templates lie is `lookup`'s business, stylesheets and the like are `assets`'.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import jinja2

from site_builder.language import ENGLISH, Language
from site_builder.output.compiled import CompiledTemplates, compiled, is_compiled, keep, take_in, wanted
from site_builder.output.engine import Environment
from site_builder.output.faults import TemplateError, TemplateFault
from site_builder.output.lookup import builtin_folder, template_files
from site_builder.output.processes import beside
from site_builder.output.translation import Translation


def environment(folders: Sequence[Path], language: Language = ENGLISH) -> jinja2.Environment:
    """An environment over `folders`, whose words are in a language: everything is escaped, in XML too, and what is
    undefined is an error.

    Templates are read once; whoever watches them makes a new environment.
    """
    env = Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=CompiledTemplates(language.digest),
        extensions=[Translation],
    )
    env.extend(language=language)
    env.globals["plural_form"] = language.form
    # The same input gives the same bytes: nothing may draw lots.
    del env.filters["random"], env.globals["lipsum"]
    return env


def compile_all(env: jinja2.Environment, folders: Sequence[Path]) -> tuple[TemplateFault, ...]:
    """Compile every template and follow what it names; the faults, in order of file and line."""
    files = template_files(folders)
    return tuple(sorted(fault for name, path in files.items() for fault in _faults(env, name, path, files)))


def compiling(folders: Sequence[Path], language: Callable[[], Language]) -> Callable[[], None]:
    """Begin to compile in another process (see `processes.may_share`) what nobody has compiled yet. What is given back
    waits for that; where it has come to nothing, each template is compiled when it is used.
    """
    try:
        env = environment(folders, language())
        todo = [name for name, path in template_files(folders).items() if not is_compiled(env, name, path)]
    except (OSError, ValueError, TypeError, KeyError):  # whoever uses what is wrong here says so
        return lambda: None
    if not todo:
        return lambda: None
    code = beside(lambda: compiled(env, todo))

    def done() -> None:
        if (found := code()) is not None:
            take_in(found)
            keep()

    return done


def compile_builtin() -> None:
    """Compile the built-in templates, and keep them for every site in English."""
    folders = (builtin_folder(),)
    compile_all(environment(folders), folders)
    keep()


def render(env: jinja2.Environment, name: str, /, **context: object) -> str:
    """The text of one template. Raises TemplateError for whatever goes wrong in a template."""
    try:
        return env.get_template(name).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(_syntax_fault(error, Path(error.filename or name))) from error
    except Exception as error:
        if fault := _render_fault(error, env):
            raise TemplateError(fault) from error
        raise


def _faults(env: jinja2.Environment, name: str, path: Path, files: dict[str, Path]) -> Iterator[TemplateFault]:
    try:
        source = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        yield TemplateFault(path, line, "template-syntax", f"not UTF-8 ({error.reason})")
        return
    try:
        named = wanted(env, name, str(path), source)
    except jinja2.TemplateSyntaxError as error:
        yield _syntax_fault(error, path)
        return
    for line, other in named:
        if other not in files:
            yield TemplateFault(path, line, "template-undefined", f"there is no template {other!r}")


def _syntax_fault(error: jinja2.TemplateSyntaxError, file: Path) -> TemplateFault:
    return TemplateFault(file, error.lineno, "template-syntax", error.message or "cannot be compiled")


def _render_fault(error: Exception, env: jinja2.Environment) -> TemplateFault | None:
    """The fault of an exception that came out of a template: the innermost line of a template that led to it.

    Jinja rewrites tracebacks so that a frame of a template has the template's file and line.
    """
    folders = [Path(folder) for folder in getattr(env.loader, "searchpath", ())]
    lines = [(file, line) for file, line in _frames(error.__traceback__) if any(map(file.is_relative_to, folders))]
    if not lines:
        return None
    return TemplateFault(*lines[-1], "template-undefined", _message(error))


def _frames(traceback: TracebackType | None) -> Iterator[tuple[Path, int]]:
    while traceback is not None:
        yield Path(traceback.tb_frame.f_code.co_filename), traceback.tb_lineno
        traceback = traceback.tb_next


def _message(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name!r}"
    if isinstance(error, jinja2.UndefinedError):
        return error.message or "undefined"
    return f"{type(error).__name__}: {error}"
