from pathlib import Path

import pytest

from site_builder.output.assets import Assets, load_assets
from tests.output.helpers import put


def made(assets: Assets) -> dict[str, bytes]:
    return {output.path: output.make() for output in assets.outputs}


@pytest.fixture
def builtin(tmp_path: Path) -> Path:
    put(
        tmp_path / "builtin/assets",
        {
            "css/10-base.css": b"body { color: black }\n",
            "css/20-page.css": b"a { color: blue }\n",
            "js/theme.js": b"one()",
            "js/zoom.js": b"(two)()",
            "js/search/10-box.js": b"box()",
            "js/search/20-list.js": b"list()",
            "js/search/parts/deep.js": b"deep()",
            "fonts/text.woff2": b"\x00font",
            "css/.DS_Store": b"?",
            "css/10-base.css~": b"?",
        },
    )
    return tmp_path / "builtin"


def test_stylesheets_and_scripts_are_joined_in_order_of_name_and_all_else_is_published_one_by_one(
    builtin: Path,
) -> None:
    assets = load_assets([builtin])
    assert list(assets.paths) == ["fonts/text.woff2", "js/search/parts/deep.js", "search.js", "site.css", "site.js"]
    files = made(assets)
    assert files[assets.path("site.css")] == b"body{color:black}\na{color:blue}\n"
    assert files[assets.path("site.js")] == b"one()\n;\n(two)()\n"
    assert files[assets.path("search.js")] == b"box()\n;\nlist()\n"
    assert files[assets.path("js/search/parts/deep.js")] == b"deep()"
    assert assets.faults == ()


def test_a_name_changes_with_the_content_and_only_with_it(builtin: Path) -> None:
    before = load_assets([builtin])
    put(builtin, {"assets/js/theme.js": b"changed()"})
    after = load_assets([builtin])
    changed = {name for name in before.paths if before.path(name) != after.path(name)}
    assert changed == {"site.js"}
    assert before.path("fonts/text.woff2") == "assets/fonts/text.df877ac4ec84.woff2"


def test_a_checkout_with_other_line_ends_gives_the_same_names(builtin: Path) -> None:
    before = load_assets([builtin])
    put(builtin, {"assets/css/10-base.css": b"body { color: black }\r\n", "assets/js/theme.js": b"one()\r\n"})
    assert load_assets([builtin]).paths == before.paths


def test_the_sites_own_files_override_the_built_in_ones_by_name_and_add_to_them(tmp_path: Path, builtin: Path) -> None:
    put(
        tmp_path / "own/assets",
        {"css/20-page.css": b"a { color: red }", "css/15-own.css": b"i {}", "logo.svg": b"<svg/>"},
    )
    assets = load_assets([tmp_path / "own", builtin])
    assert made(assets)[assets.path("site.css")] == b"body{color:black}\ni{}\na{color:red}\n"
    assert assets.path("logo.svg").startswith("assets/logo.")


def test_css_from_code_comes_first_so_that_the_files_override_it(builtin: Path) -> None:
    assets = load_assets([builtin], extra_css=".k { color: green }\n")
    assert made(assets)[assets.path("site.css")].startswith(b".k{color:green}\nbody")


@pytest.mark.parametrize(
    ("reference", "published"),
    [
        ("url(../fonts/text.woff2)", "url(fonts/text.df877ac4ec84.woff2)"),
        ("url( '../fonts/text.woff2' )", "url( 'fonts/text.df877ac4ec84.woff2' )"),
        ('url("../fonts/text.woff2?v#iefix")', 'url("fonts/text.df877ac4ec84.woff2?v#iefix")'),
        ("url(data:font/woff2;base64,AA==)", "url(data:font/woff2;base64,AA==)"),
        ("url(/static/x.png)", "url(/static/x.png)"),
        ("url(#gradient)", "url(#gradient)"),
        ("/* url(../fonts/nowhere) */ none", "none"),
        ("'url(../fonts/nowhere)'", "'url(../fonts/nowhere)'"),
        ("url(\"data:image/svg+xml,<svg xmlns='x'/>\")", "url(\"data:image/svg+xml,<svg xmlns='x'/>\")"),
    ],
)
def test_references_between_assets_follow_the_published_names(builtin: Path, reference: str, published: str) -> None:
    put(builtin, {"assets/css/20-page.css": f"p {{ x: {reference} }}".encode()})
    assets = load_assets([builtin])
    assert made(assets)[assets.path("site.css")].decode().endswith(f"p{{x:{published}}}\n")
    assert assets.faults == ()


def test_a_stylesheet_of_its_own_refers_from_where_it_is_published(builtin: Path) -> None:
    put(builtin, {"assets/css/print/p.css": b"x: url(../../fonts/text.woff2)"})
    assets = load_assets([builtin])
    assert made(assets)[assets.path("css/print/p.css")] == b"x: url(../../fonts/text.df877ac4ec84.woff2)\n"


def test_a_reference_that_leads_nowhere_is_a_fault_at_its_line(builtin: Path) -> None:
    put(builtin, {"assets/css/20-page.css": b"a {}\n\nb { x: url(../fonts/gone.woff2) }"})
    (fault,) = load_assets([builtin]).faults
    assert (fault.file, fault.line) == (builtin / "assets/css/20-page.css", 3)
    assert (fault.code, fault.message) == ("template-undefined", "there is no asset 'fonts/gone.woff2'")


def test_a_stylesheet_that_is_not_text_is_a_fault_and_no_traceback(builtin: Path) -> None:
    put(builtin, {"assets/css/20-page.css": b"a {}\n\xff"})
    assert [(fault.line, fault.code) for fault in load_assets([builtin]).faults] == [(2, "template-syntax")]


def test_an_unknown_name_says_which_names_there_are(builtin: Path) -> None:
    with pytest.raises(LookupError, match=r"'site\.cs'; there are: .*site\.css"):
        load_assets([builtin]).path("site.cs")


def test_templates_without_assets_have_none(tmp_path: Path) -> None:
    assets = load_assets([tmp_path])
    assert (dict(assets.paths), assets.outputs) == ({}, ())
