"""Free pages: content/pages/<slug>.md, Markdown below a YAML head.

Owns splitting a page into head and text; lines of both are counted in the file.
"""

from site_builder.problems import Fault
from site_builder.records import positions
from site_builder.records.model import PageHead
from site_builder.records.nodes import Node
from site_builder.records.positions import Document
from site_builder.records.validate import validate_document

TEXT = ("body",)  # the place of a page's text in its document, for faults in it


def read_page(file: str, data: bytes) -> tuple[Document, PageHead | None, str]:
    """A page's document, with its text at the place `TEXT`; its head, None if it has a problem; and its Markdown."""
    document = positions.decode(file, data)
    if document.problems:
        return document, None, ""
    lines = document.lines
    close = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or close is None:
        document.root = Node((0, 0), (0, 0), "")
        hint = "write ---, title: …, description: …, ---"
        message = "a page begins with a head between two lines of ---"
        document.problems.append(document.locate(Fault("yaml-syntax", (), message, hint)))
        return document, None, ""
    # A comment in the place of the first --- keeps the head's line numbers those of the file.
    positions.parse(document, "\n".join(["#", *lines[1:close], ""]))
    if document.root is None and not document.problems:
        document.root = Node((0, 0), (0, 3), {})
    head = validate_document(PageHead, document)
    text = "\n".join(lines[close + 1 :])
    if document.root is not None and isinstance(document.root.value, dict):
        node = Node((close, 0), (len(lines), 0), text, "|")
        document.root.value[TEXT[0]] = (node, node)
    return document, head, text
