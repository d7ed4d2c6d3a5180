"""The language of a site: its words from a catalogue, its dates and numbers from CLDR.

English is what templates, code and scripts are written in; it needs no catalogue and loads no library. Which words
there are is said where they are used: templates by `{% trans %}` and `_()`, scripts by `gettext()`, Python by the
methods of a `Language` and, in tables that are made before a language is known, by `msg` and `nmsg`.
"""

from site_builder.language.values import ENGLISH, Language, capitalised, msg, nmsg

__all__ = ["ENGLISH", "Language", "capitalised", "msg", "nmsg"]
