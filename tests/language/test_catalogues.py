"""The built-in catalogues: every message, none that is gone, none that could break a page."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from site_builder.language.catalogue import message_fault, translations
from site_builder.language.values import count_of
from tests import messages

TAGS = sorted(path.stem for path in messages.FOLDER.glob("*.po"))
FOUND = {(found.context, found.message): found for found in messages.messages()}


@pytest.fixture(params=TAGS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return messages.catalogue(request.param)


def known(catalogue: Catalog) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """Translations that count, by context and message."""
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): translations(message)
        for message in catalogue
        if message.id and not message.fuzzy and all(translations(message))
    }


def test_spanish_is_built_in() -> None:
    assert "es" in TAGS


def test_every_message_is_translated(catalogue: Catalog) -> None:
    assert [key for key in FOUND if key not in known(catalogue)] == [], "run python -m tests.messages TAG"


def test_no_message_is_gone_or_fuzzy(catalogue: Catalog) -> None:
    assert [key for key in known(catalogue) if key not in FOUND] == []
    assert [message.id for message in catalogue if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_translations_have_the_same_values_and_elements(catalogue: Catalog) -> None:
    faults = {message.id: message_fault(message) for message in catalogue if message.id}
    assert [(id, fault) for id, fault in faults.items() if fault] == []


def test_no_translation_could_end_an_attribute(catalogue: Catalog) -> None:
    """Many stand in one. Those with elements do not."""
    wrong = [text for forms in known(catalogue).values() for text in forms if '"' in text and "<" not in text]
    assert wrong == []


def test_a_message_is_a_plural_everywhere_or_nowhere() -> None:
    every = messages.messages()
    kinds = {(found.context, found.message, found.plural) for found in every}
    assert len(kinds) == len({(context, message) for context, message, _ in kinds})


def test_a_catalogue_is_written_as_the_command_writes_it(catalogue: Catalog) -> None:
    assert catalogue.locale is not None
    path = messages.FOLDER / f"{str(catalogue.locale).replace('_', '-')}.po"
    same = [line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#:")]
    written = [line for line in messages.updated(path.stem).split("\n") if not line.startswith("#:")]
    assert sorted(same) == sorted(written)


def test_a_new_language_begins_with_every_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    (tmp_path / "pl.po").write_text(messages.updated("pl"), encoding="utf-8")
    made = messages.catalogue("pl")
    assert count_of(made.plural_expr) == 3
    assert len([message for message in made if message.id]) == len(FOUND)
