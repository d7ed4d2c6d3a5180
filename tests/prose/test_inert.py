"""What records say never does anything: known attacks, looked at as a browser's parser reads the result."""

import pytest

from site_builder.prose.render import compile_prose
from tests.prose.markup import check_inert, elements, rendered

RAW_HTML = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)//",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x:alert(alt) onerror=eval(src) alt=xss>",
    '<img """><script>alert(1)</script>">',
    "<img/src=`x`onerror=alert(1)>",
    "<image xlink:href=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<listing>&lt;img src=1 onerror=alert(1)&gt;</listing>",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src=data:text/html;base64,PHNjcmlwdD4=>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<div onmouseover='alert(1)' id=x class=y style=z>x</div>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a id=source-key name=x href=/ onclick=alert(1)>x</a>",
    "<em onclick=alert(1)>x</em>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext>",
    "<textarea><script>alert(1)</script>",
    "<title><script>alert(1)</script></title>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x '<script>'>]>&x;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;script&#x3e;alert(1)&#x3C;/script&#x3E;",
    "&amp;lt;script&amp;gt;",
    "\\<script\\>alert(1)\\</script\\>",
    "\x00<scr\x00ipt>alert(1)</script>",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03 \x02amp\x03#60;script>",
    "\ufdd20\ufdd4 \ufdd10\ufdd4 &#xFDD1;0&#xFDD4;",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java&#9;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "javascript&colon;alert(1)",
    "javascript&colon;alert&lpar;1&rpar;",
    "&#106;&#97;vascript:alert(1)",
    "&#x1;javascript:alert(1)",
    "javascript%3Aalert(1)",
    "javascript\\:alert(1)",
    "java\\-script:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "view-source:https://example.org/",
    "feed:javascript:alert(1)",
    "//evil.example/",
    "///evil.example/",
    "\\\\evil.example/",
    "&sol;&sol;evil.example/",
    "/&#9;/evil.example/",
    "http:evil.example",
    "http:/evil.example",
    "https://",
    "https://user@evil.example/",
    "https://[::1",
    "https://[evil]/",
    "https://example.org:port/",
    "https://999.1.1.1/",
    "https://a..b/",
    "https://exam ple.org/",
    "https://example.org\u202e/",
    "mailto:",
    "mailto:x",
    "relative/path",
    "?query",
]
FORMS = [
    "[x]({})",
    "[x](<{}>)",
    '[x]({} "title")',
    "![x]({})",
    "[x][r]\n\n[r]: {}",
    "![x][r]\n\n[r]: <{}>",
    "<{}>",
]
HARMLESS_PATHS = [
    r"/\evil.example/",
    "/%5c/evil.example",
    '/a"onclick="alert(1)',
    "/a'b",
    "/a<b>c",
    "/a|b{c}^`d`",
    "/%zz",
]


@pytest.mark.parametrize("payload", RAW_HTML)
@pytest.mark.parametrize(
    "form", ["{}", "text {} text", "- {}", "> {}", "|a|b|\n|-|-|\n|{}|x|", "# {}", "*{}*", "[{}](/x)"]
)
def test_raw_html_is_text(payload: str, form: str) -> None:
    check_inert(rendered(form.format(payload)))


@pytest.mark.parametrize("payload", RAW_HTML)
def test_raw_html_makes_no_element_but_blocks(payload: str) -> None:
    found = {inner.tag for element in elements(rendered(payload)) for inner in element.iter()}
    assert found <= {"p", "blockquote", "pre", "code"}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", FORMS)
def test_an_address_that_is_none_of_ours_makes_no_link(address: str, form: str) -> None:
    markup = rendered(form.format(address))
    check_inert(markup)
    assert not [link for element in elements(markup) for link in element.iter("a")]


@pytest.mark.parametrize("path", HARMLESS_PATHS)
def test_an_odd_path_stays_inside_its_attribute_and_its_host(path: str) -> None:
    for start in ("", "https://example.org"):
        check_inert(rendered(f"[x](<{start}{path}>)"))
        check_inert(rendered(f"[x]({start}{path})"))


@pytest.mark.parametrize(
    "text",
    [
        '[x](/y "a\\" onclick=alert(1) b")',
        "[x](/y 'a\" onclick=alert(1)')",
        '[x](/y "<table><script>")',
        "[x](/y '\"><img src=x onerror=alert(1)>')",
        '[r]: /y "\' onclick=alert(1) \\""\n\n[r]',
        '![" onerror="x](/y)',
    ],
)
def test_a_title_stays_inside_its_attribute(text: str) -> None:
    check_inert(rendered(text))


@pytest.mark.parametrize(
    "info",
    [
        '"><script>alert(1)</script>',
        "python onclick=x",
        "{.python #id .class style=x}",
        "html",
        "javascript:",
        "../../x",
        "'x'",
        "<b>",
        "c++",
        "{{ x }}",
        "python;alert(1)",
        "php",
        "no-such-language",
    ],
)
def test_a_code_block_holds_its_code_whatever_its_language_is_called(info: str) -> None:
    code = "<script>alert('&amp; {{ x }} {% y %}')</script>\n<?php echo 1 ?>"
    markup = rendered(f"```{info}\n{code}\n```")
    check_inert(markup)
    (block,) = elements(markup)
    assert block.tag == "pre"
    assert "".join(block.itertext()) == f"{code}\n"


def test_no_author_writes_our_marks() -> None:
    text = "\ufdd10\ufdd4 &#xFDD1;0&#xFDD4; &#64977;0&#64980; `\ufdd10\ufdd4` [@a]\n\n```\n\ufdd20\ufdd4\n```"
    prose = compile_prose(text)
    assert len(prose.citations) == 1
    assert sum(not isinstance(part, str) for part in prose.parts) == 1


def test_no_forbidden_character_comes_through() -> None:
    text = "".join(map(chr, range(0x20))) + "\x7f\x80\x85\ud800\ufffe\U0001ffff &#1; &#x7f; &#x85; &#xD800; &#0;"
    markup = rendered(text)
    assert not [character for character in markup if character != "\n" and not character.isprintable()]
    markup.encode()
