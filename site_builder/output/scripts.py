"""Words of scripts in the site's language, put in when an asset is made: in English a script stays as long as it was.

    gettext("text")                              -> "text", translated
    ngettext("{n} incident", "{n} incidents", n) -> the form that the number n takes, translated

The texts are literals in double quotes, the number is a variable of the name n; what fills `{n}` is the script's work.
"""

import json
import re

from site_builder.language import Language

_TEXT = r'\s*("(?:[^"\\\n]|\\.)*")\s*'
_CALL = re.compile(rf"(?<![\w$.])(?:gettext\({_TEXT}\)|ngettext\({_TEXT},{_TEXT},\s*n\s*,?\s*\))")
_LEFT = re.compile(r"(?<![\w$.])n?gettext\(")


class WordsError(ValueError):
    """A call that cannot be translated; the message says why."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def in_words(script: bytes, language: Language) -> bytes:
    """The script with its words in a language. Raises WordsError."""
    if b"gettext(" not in script:
        return script
    text = _CALL.sub(lambda match: _translated(match, language), script.decode())
    if left := _LEFT.search(text):
        message = "gettext takes a text in double quotes, ngettext two and n"
        raise WordsError(message, text.count("\n", 0, left.start()) + 1)
    return text.encode()


def _translated(match: re.Match[str], language: Language) -> str:
    text, *plural = match.groups()
    if text:
        return _literal(language.gettext(json.loads(text)))
    one, several = map(json.loads, plural)
    forms = language.words.forms(None, one, several)
    return f"[{','.join(map(_literal, forms))}][+({language.words.plural})]"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
