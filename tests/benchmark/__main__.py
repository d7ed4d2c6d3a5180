"""`make benchmark`: measures, prints the tables and keeps the results; --docs puts them into docs/performance.*."""

import argparse
import os
import platform
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmark.chart import chart
from tests.benchmark.results import load, put_between, save, tables
from tests.benchmark.rows import measure
from tests.benchmark.tools import CACHE, PROJECT, Tool, tools, version_of

_KEPT = CACHE / "results.json"


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started ends with us
    found = [tool for tool in tools() if tool.id in options.tools]
    for tool in found:
        if tool.build is None:
            _say(f"{tool.name} is not installed, and left out; make benchmark-peers installs it")
    installed = [tool for tool in found if tool.build is not None]
    results = load(options.results)
    for size in options.sizes:
        measured = list(measure(installed, size, options.runs, options.work / str(size), _say))
        results = results.with_(_about(installed, options.runs), measured)
        save(results, options.results)
    sys.stdout.write(tables(results) + "\n")
    if options.docs and results.measured:
        page = PROJECT / "docs/performance.md"
        page.write_text(put_between(page.read_text(encoding="utf-8"), tables(results)), encoding="utf-8")
        (PROJECT / "docs/performance.svg").write_text(chart(results), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make benchmark", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", help="numbers of records; none: only print what is kept")
    parser.add_argument("--runs", type=int, default=3, help="medians are of so many")
    parser.add_argument("--tools", nargs="+", default=[tool.id for tool in tools()])
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md and .svg")
    parser.add_argument("--results", type=Path, default=_KEPT)
    parser.add_argument("--work", type=Path, default=CACHE / "sites", help="where the sites are made, and removed")
    return parser.parse_args()


def _about(installed: list[Tool], runs: int) -> dict[str, str]:
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d}, medians of at most {runs} runs",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "Python": platform.python_version(),
        **{tool.name: version_of(tool) for tool in installed},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
