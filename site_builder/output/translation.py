"""Words of templates in the site's language, put in before a template is compiled: no language costs more to render.

    {% trans %}text, <em>HTML too</em>{% endtrans %}
    {% trans name=expression %}text with {{ name }}{% endtrans %}
    {% trans n=number %}{{ n }} incident{% pluralize %}{{ n }} incidents{% endtrans %}
    _("text") and pgettext("context", "text") in expressions

The messages are the texts with `{name}` for each value, in single spaces. Translations come from catalogues, which are
code as templates are. All of it is a change of tokens: what reaches the parser is as if written in that language.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from site_builder.language import Language
from site_builder.language.values import TWO_FORMS

_PLACE = re.compile(r"\{(\w+)\}")

# What a call of a message looks like: the kinds of its tokens, after the name of the function.
_CALLS = {
    "_": ("lparen", "string", "rparen"),
    "pgettext": ("lparen", "string", "comma", "string", "rparen"),
}
_OPENING, _CLOSING = ("lparen", "lbracket", "lbrace"), ("rparen", "rbracket", "rbrace")

Tokens = list[Token]


class Translation(Extension):
    """The environment has the `language`, and as a global `plural_form`: which form of a message a number takes."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The tokens with the words of the language. Raises TemplateSyntaxError."""
        language: Language = self.environment.language  # type: ignore[attr-defined]  # see `templates.environment`
        try:
            yield from _translated(list(stream), language)
        except _BlockError as error:
            raise jinja2.TemplateSyntaxError(str(error), error.line, stream.name, stream.filename) from None


class _BlockError(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _translated(tokens: Sequence[Token], language: Language) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        if _tag(tokens, at) == "trans":
            end = next((n for n in range(at, len(tokens)) if _tag(tokens, n) == "endtrans"), None)
            if end is None:
                raise _BlockError("trans has no endtrans", tokens[at].lineno)
            yield from _block(tokens[at + 2 : end], language)
            at = end + 3
        elif text := _called(tokens, at, language):
            made, at = text
            yield made
        else:
            yield tokens[at]
            at += 1


def _tag(tokens: Sequence[Token], at: int) -> str:
    """The name of the tag that begins there, or nothing."""
    if tokens[at].type != "block_begin" or at + 1 == len(tokens):
        return ""
    return tokens[at + 1].value if tokens[at + 1].type == "name" else ""


def _called(tokens: Sequence[Token], at: int, language: Language) -> tuple[Token, int] | None:
    """The translation of the message that is called there, and where the call ends."""
    shape = _CALLS.get(tokens[at].value) if tokens[at].type == "name" else None
    if shape is None or (at and tokens[at - 1].type == "dot"):
        return None
    call = tokens[at + 1 : at + 1 + len(shape)]
    if tuple(part.type for part in call) != shape:
        return None
    *context, message = (part.value for part in call if part.type == "string")
    text = language.pgettext(context[0], message) if context else language.gettext(message)
    return Token(tokens[at].lineno, "string", text), at + 1 + len(shape)


# ---------------------------------------------------------------- a block
def _block(tokens: Sequence[Token], language: Language) -> Iterator[Token]:
    """The tokens of a translated block, given those after `trans` and before its end."""
    line = tokens[0].lineno
    start = next(n for n, token in enumerate(tokens) if token.type == "block_end")
    values = _values(list(_translated(tokens[:start], language)), line)
    inside = tokens[start + 1 :]
    middle = next((n for n in range(len(inside)) if _tag(inside, n) == "pluralize"), None)
    if middle is None:
        message = _message(inside, values)
        yield from _output(language.words.forms(None, message)[0], values, line)
        return
    if "n" not in values:
        raise _BlockError("a plural goes by the value n", line)
    one, several = _message(inside[:middle], values), _message(inside[middle + 3 :], values)
    forms = [_output(form, values, line) for form in language.words.forms(None, one, several)]
    yield from _by_number(forms, values["n"], language.words.plural, line)


def _values(tokens: Sequence[Token], line: int) -> dict[str, Tokens]:
    """`name=expression, ...` as the tokens of each expression."""
    values: dict[str, Tokens] = {}
    depth = 0
    parts: list[Tokens] = [[]]
    for token in tokens:
        depth += (token.type in _OPENING) - (token.type in _CLOSING)
        if token.type == "comma" and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts if tokens else ():
        if len(part) < 3 or part[0].type != "name" or part[1].type != "assign":
            raise _BlockError("trans takes values: name=expression, ...", line)
        values[part[0].value] = part[2:]
    return values


def _message(tokens: Sequence[Token], values: dict[str, Tokens]) -> str:
    """The message that a part of a block writes. A value that is only named there is a variable of that name."""
    parts: list[str] = []
    stream = iter(tokens)
    for token in stream:
        if token.type == "data":
            parts.append(token.value)
            continue
        name, end = next(stream, token), next(stream, token)
        if (token.type, name.type, end.type) != ("variable_begin", "name", "variable_end"):
            raise _BlockError("a translated text holds values by their names and no tags", token.lineno)
        values.setdefault(name.value, [name])
        parts.append(f"{{{name.value}}}")
    return " ".join("".join(parts).split())


def _output(text: str, values: dict[str, Tokens], line: int) -> Tokens:
    """A translation with its values in their places."""
    made: Tokens = []
    for n, piece in enumerate(_PLACE.split(text)):  # text, name, text, ...
        if n % 2:
            made += [_token("variable_begin", line), *values[piece], _token("variable_end", line)]
        elif piece:
            made.append(_token("data", line, piece))
    return made


def _by_number(forms: Sequence[Tokens], n: Tokens, plural: str, line: int) -> Iterator[Token]:
    """The form that a number takes, chosen when the page is made."""
    number = [_token("lparen", line), *n, _token("rparen", line)]
    tested, rule = (number, {0: "1"}) if plural == TWO_FORMS else ([_token("name", line, "plural_form"), *number], {})
    last = len(forms) - 1
    for place, form in enumerate(forms[:last]):
        test = [*tested, _token("eq", line), Token(line, "integer", int(rule.get(place, place)))]  # type: ignore[arg-type]
        yield from _words("if" if place == 0 else "elif", line, test)
        yield from form
    if last:
        yield from _words("else", line)
    yield from forms[last]
    if last:
        yield from _words("endif", line)


def _words(name: str, line: int, rest: Sequence[Token] = ()) -> Tokens:
    return [_token("block_begin", line), _token("name", line, name), *rest, _token("block_end", line)]


def _token(kind: str, line: int, value: str = "") -> Token:
    return Token(line, kind, value)
