import sys
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest

from site_builder.language import ENGLISH
from site_builder.output import compiled
from site_builder.output.lookup import builtin_folder, template_files
from site_builder.output.templates import compile_all, compiling, environment, render
from tests.output.helpers import put


def in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of templates as a process begins."""
    monkeypatch.setattr(compiled, "_kept", {})
    monkeypatch.setattr(compiled, "_in_file", None)


@pytest.fixture
def kept_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "__pycache__" / "compiled.templates"
    monkeypatch.setattr(compiled, "FILE", file)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    in_a_new_process(monkeypatch)
    return file


def test_templates_that_another_process_has_compiled_are_used_here(tmp_path: Path, kept_file: Path) -> None:
    (tmp_path / "a.html").write_text("{% include 'b.html' %}{{ x }}")
    (tmp_path / "b.html").write_text("<p>")
    compiling([tmp_path], lambda: ENGLISH)()
    assert len(compiled._kept) == 2
    assert render(environment([tmp_path]), "a.html", x="&") == "<p>&amp;"


def test_where_one_template_cannot_be_compiled_the_others_are_compiled_when_they_are_used(
    tmp_path: Path, kept_file: Path
) -> None:
    (tmp_path / "a.html").write_text("{{ x }}")
    (tmp_path / "b.html").write_text("{% if %}")
    compiling([tmp_path], lambda: ENGLISH)()
    assert not compiled._kept
    assert render(environment([tmp_path]), "a.html", x="&") == "&amp;"


def test_built_in_templates_are_compiled_once_for_all_processes(
    kept_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [builtin_folder()]
    assert compile_all(environment(folders), folders) == ()
    compiled.keep()
    in_a_new_process(monkeypatch)
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert render(environment(folders), "partials/permalink.html", id="p-3")


def test_a_template_that_was_changed_is_compiled_again(
    tmp_path: Path, kept_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builtin = tmp_path / "builtin"
    put(builtin, {"a.html": b"old", "b.html": b"b"})
    monkeypatch.setattr(compiled, "builtin_folder", lambda: builtin)
    compile_all(environment([builtin]), [builtin])
    compiled.keep()
    put(builtin, {"a.html": b"new"})
    in_a_new_process(monkeypatch)
    assert [render(environment([builtin]), name) for name in ("a.html", "b.html")] == ["new", "b"]


def test_templates_of_a_site_are_never_kept_for_other_processes(tmp_path: Path, kept_file: Path) -> None:
    own = tmp_path / "own"
    put(own, {"a.html": b"a"})
    compile_all(environment([own]), [own])
    compiled.keep()
    assert not kept_file.exists() or b"own" not in kept_file.read_bytes()


def test_what_is_kept_is_used_only_if_it_is_whole_and_of_this_very_program(
    kept_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [builtin_folder()]
    compile_all(environment(folders), folders)
    compiled.keep()
    whole = kept_file.read_bytes()
    torn = [b"", whole[:-1], whole[: len(whole) // 2], whole[:-9] + b"x" * 9]
    for data in torn:
        kept_file.write_bytes(data)
        in_a_new_process(monkeypatch)
        assert render(environment(folders), "partials/permalink.html", id="p-3")
        assert len(compiled._kept) < len(template_files(folders))
    kept_file.write_bytes(whole)
    monkeypatch.setattr(compiled, "package_digest", lambda: "of another version")
    in_a_new_process(monkeypatch)
    assert render(environment(folders), "partials/permalink.html", id="p-3")
    assert len(compiled._kept) < len(template_files(folders))


def test_nothing_is_kept_where_python_keeps_no_byte_code(kept_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [builtin_folder()]
    compile_all(environment(folders), folders)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled.keep()
    assert not kept_file.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept_file.parent.write_text("no folder")
    compiled.keep()
    assert kept_file.parent.is_file()


def test_a_process_that_compiles_nothing_takes_nothing_away(kept_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [builtin_folder()]
    compile_all(environment(folders), folders)
    compiled.keep()
    whole = kept_file.read_bytes()
    in_a_new_process(monkeypatch)
    compiled.keep()
    assert render(environment(folders), "partials/permalink.html", id="p-3")
    compiled.keep()
    assert kept_file.read_bytes() == whole


def test_states_of_a_catalogue_do_not_pile_up(kept_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [builtin_folder()]
    sizes = []
    for state in range(4):
        in_a_new_process(monkeypatch)
        compile_all(environment(folders, replace(ENGLISH, digest=f"state {state}")), folders)
        compiled.keep()
        sizes.append(kept_file.stat().st_size)
    assert max(sizes) < 1.1 * sizes[0]


def test_what_could_not_be_written_whole_leaves_nothing_behind(
    kept_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [builtin_folder()]
    compile_all(environment(folders), folders)
    kept_file.mkdir(parents=True)  # in the way of the last step
    compiled.keep()
    assert list(kept_file.parent.iterdir()) == [kept_file]
