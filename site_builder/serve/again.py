"""`timeline build --watch`: the same build again, at each change."""

from collections.abc import Callable
from pathlib import Path

from site_builder.build import protected_folders
from site_builder.output.lookup import template_folders
from site_builder.serve.watch import watch


def build_again(root: Path, build: Callable[[], object], say: Callable[[str], None]) -> None:
    """Build whenever content or templates change, until Ctrl-C. Raises watch.WatchError, and what `build` raises."""
    with watch((*protected_folders(root), *template_folders(root))) as changes:
        say("Watching content and templates (Ctrl-C ends it)")
        build()  # what changed between the first build and now
        try:
            for _ in changes:
                build()
        except KeyboardInterrupt:
            say("")
