"""Small sites for tests: a valid one as files, and a check of all its content."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from site_builder.problems import Problem
from site_builder.prose.check import page_faults
from site_builder.prose.reading import read_record
from site_builder.prose.render import compile_prose
from site_builder.records.files import RecordFile, read_bytes
from site_builder.records.load import begin, finish
from site_builder.records.reading import Reading

Files = Mapping[str, str | bytes]

BLOCK = "content/incidents/2026/block-style.yaml"
FLOW = "content/incidents/2025/flow-style.yaml"
MIXED = "content/incidents/2024/mixed-style.yaml"

SITE: dict[str, str | bytes] = {
    "content/site.yaml": """\
title: Timeline of tests
description: What is tested.
url: https://timeline.example.org/
language: en
feed_authority: timeline.example.org
navigation: [{title: About, page: about}]
external:
  aiid: {name: AI Incident Database, url: "https://incidentdatabase.ai/cite/{id}"}
  cve: {name: CVE, url: "https://www.cve.org/CVERecord?id={id}"}
""",
    "content/tags.yaml": """\
data-breach: {name: Data breach, description: Somebody took data., aliases: [breach]}
government: {name: Government, description: A public body was a target.}
espionage: {name: Espionage, description: Information was collected for a state.}
""",
    "content/actors.yaml": """\
anthropic: {name: Anthropic, description: Makes Claude., kind: company}
gambit-security: {name: Gambit Security, description: A security company., kind: company}
""",
    "content/systems.yaml": """\
claude: {name: Claude, description: A language model.}
llama: {name: LLaMA, description: A family of language models.}
""",
    "content/types.yaml": """\
misuse: {name: Misuse, description: People used a model to attack.}
leak: {name: Leak, description: Something got out.}
""",
    "content/roles.yaml": """\
developer: {name: Developer, description: Makes the system.}
researcher: {name: Researcher, description: Found it.}
""",
    "content/pages/about.md": """\
---
title: About
description: What this is.
---

What is in scope.
""",
    BLOCK: """\
# A record in block style.
title: An operator used a model against public bodies
summary: >-
  A security company says that one operator used a model to break
  into networks. Two of the named bodies deny it.
type: misuse
status: disputed
severity: critical
dates:
  occurred: 2025-12/2026-01
  disclosed: 2026-02-25
actors:
  - id: anthropic
    role: developer
  - id: gambit-security
    role: researcher
systems:
  - claude
tags:
  - data-breach
  - government
impact:
  - what: taxpayer records
    amount: 195000000
    cite:
      - tutorials
  - what: vulnerabilities used
    amount:
      min: 20
    cite:
      - tutorials
body: |
  The operator wrote prompts in Spanish [@tutorials]. The tax
  authority found no intrusion [@wradio, in the third paragraph].

  - The first list item names 40 files [@tutorials; @wradio].
  - The second has no figure.

  In January nothing more was found [@wradio].
events:
  - date: 2026-02-25
    text: "Bloomberg published the account [@tutorials]."
  - date: 2026-02-26
    text: >-
      The tax authority answered
      on the radio [@wradio].
disputes:
  - point: Whether federal bodies were breached
    positions:
      - claim: "They were, says the company."
        cite: [tutorials]
      - claim: "They were not, say the bodies."
        cite: [wradio]
sources:
  - key: bloomberg
    title: "[Bloomberg report on the research]"
    publisher: Bloomberg
    kind: reporting
    via: tutorials
  - key: tutorials
    title: A hack exposes critical tensions
    url: https://tutorials.example.com/articles/hack
    publisher: AI Tutorials
    author: A. Writer
    published: 2026-02~
    accessed: 2026-11-20
    language: en
    kind: analysis
    based_on:
      - bloomberg
  - key: wradio
    title: El SAT niega la intrusión
    url: https://wradio.example.com/nota
    publisher: W Radio
    published: 2026-02-26
    language: es
    kind: reporting
related:
  - flow-style
external:
  aiid: 1234
added: 2026-11-20
""",
    FLOW: """\
title: Weights of a model spread through a forum
summary: "A week after the release, a user of a forum shared a torrent with the weights."
type: leak
status: corroborated
dates: {occurred: 2023-03-03~, disclosed: 2023-03}
actors: [{id: anthropic, role: developer}]
systems: [llama]
tags: [espionage, data-breach]
impact: [{what: size of the weights, amount: 150~, unit: GB, cite: [vice]}]
body: >
  The weights were shared on a forum [@vice].
  They were about 200 gigabytes [@verge; @vice].


  Nobody denied it in the 3 weeks after [@verge].
events:
  - {date: 2023-03-03~, text: "The torrent appeared [@vice]."}
  - {date: 2023-03-08, text: "The press reported [@verge, at the end]."}
sources:
  - {key: vice, title: Large model leaks online, url: "https://vice.example.com/en/article", publisher: VICE, kind: reporting, published: 2023-03}
  - {key: verge, title: The report on the leak, url: "https://verge.example.com/leak", publisher: The Verge, kind: reporting, published: 2023-03-08, accessed: 2026-11-01}
related: [mixed-style]
external: {cve: [CVE-2025-32711, CVE-2025-32712]}
added: 2026-11-19
aliases: [weights-leak]
""",  # noqa: E501
    MIXED: """\
title: >-
  A backdoor that was written
  with a language model
summary: |-
  Researchers found a backdoor. It was written with a model, they say.
type: misuse
status: confirmed
severity: moderate

dates:
  discovered: "2024-05-01/.."

tags: [ 'espionage' ]

body: |2-

  # What was found

  The 3 files were named in the report [@report].
  > It was sent to 2,000 people [@report].

events: []  # to be filled
sources:
- key: report
  title: 'The report''s title'
  url: 'https://research.example.net/report?id=3'
  kind: primary
  author: [ A. Writer, B. Writer ]
  quote: "We found 3 files."
added: 2026-11-18
corrections:
- date: 2026-11-19
  field: title
  was: "A back door"
  now: "A backdoor"
  why: Spelling.
  cite: [report]
""".replace("events: []  # to be filled\n", ""),
}


def write(root: Path, files: Files) -> Path:
    """Write the files below the root, which is given back."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def check(root: Path) -> list[Problem]:
    """All problems of the content below the root."""

    def read(files: Sequence[RecordFile], problems: list[Problem]) -> Callable[[], list[Reading]]:
        pairs = [(file, read_bytes(root, file.path, problems)) for file in files]
        return lambda: [read_record(file.file, file.slug, data)[0] for file, data in pairs if data is not None]

    loaded = finish(begin(root, read))
    pages = loaded.library.pages
    loaded.report(page_faults(pages, {page.slug: compile_prose(page.text) for page in pages}))
    return loaded.problems
