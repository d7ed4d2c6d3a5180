"""The Look: templates and assets together, as pages and exports use them.

Owns rendering a template to bytes. What a template is and where it comes from is `templates`' work, what an
asset is `assets`'.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import jinja2

from site_builder.language import ENGLISH, Language
from site_builder.output.assets import Assets, load_assets
from site_builder.output.digest import digest, library_versions, package_digest
from site_builder.output.lookup import templates_digest
from site_builder.output.templates import environment, render


class Look(NamedTuple):
    """`digest` stands for all templates and their words, the names of all assets, our code and the libraries that make
    HTML.

    It belongs into every output's digest.
    """

    env: jinja2.Environment
    assets: Assets
    digest: str

    def render(self, name: str, /, **context: object) -> str:
        """The text of one template. Raises TemplateError."""
        return render(self.env, name, **context)


def load_look(folders: Sequence[Path], extra_css: str, language: Language = ENGLISH) -> Look:
    """Read templates and assets of the folders, the site's own first, with words in a language. Raises OSError."""
    assets = load_assets(folders, extra_css, language)
    return Look(
        environment(folders, language),
        assets,
        digest(
            package_digest(), *library_versions(), templates_digest(folders), language.digest, *assets.paths.values()
        ),
    )
