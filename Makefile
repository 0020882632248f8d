# Two commands on a machine with python3, git and make:  make demo  and  make test
.DEFAULT_GOAL := help
.PHONY: help install demo test check lint types imports sql fresh format bench coverage lines docs \
	screenshots lock clean

# The first Python that is new enough; PYTHON=/path/to/python3 chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8050
# Sizes of `bench`: S has 100 thousand leads, M has 1 million and 10 million touches.
SIZES ?= S M
# Files stay whole: what one file sets up is set up once, not once per worker. They are handed out
# in the order of tests/conftest.py, the longest first.
PYTEST_ARGS ?= -n auto --dist loadfile --no-loadscope-reorder

help:
	@echo "make install      what the program needs, into .venv"
	@echo "make demo         a sample company on http://127.0.0.1:$(PORT) (PORT=8051 for another)"
	@echo "make test         install all and run every test"
	@echo "make check        lint, types, imports, SQL, generated docs"
	@echo "make format       format Python and SQL, mend what the linters can mend"
	@echo "make docs         write the reference anew"
	@echo "make bench        time and memory at 100 thousand and at 1 million leads"
	@echo "make lines        which lines no test reaches"
	@echo "make coverage     how often the intervals hold the truth, by simulation; writes the table"
	@echo "make screenshots  pictures of the dashboard, for the README"
	@echo "make lock         choose versions anew (needs uv)"

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "gatecost needs Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make an environment; install its venv module," \
			"or name another one: make PYTHON=/path/to/python3" >&2; exit 2; }

# The stamps make a second call cheap; a changed lock or pyproject.toml installs again.
.venv/run.stamp: $(BIN)/python requirements-run.lock pyproject.toml
	@echo "Installing gatecost into .venv (a minute or so)"
	@$(PIP) install --require-hashes -r requirements-run.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements.lock
	@echo "Installing what tests and linters need into .venv"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

install: .venv/run.stamp

demo: .venv/run.stamp
	@$(BIN)/gatecost demo --port $(PORT)

test: .venv/dev.stamp
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# `make -k check` goes on after the first fault and reports all of them.
check: lint types imports sql fresh

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

imports: .venv/dev.stamp
	$(BIN)/lint-imports

sql: .venv/dev.stamp
	$(BIN)/sqlfluff lint queries --processes 0

fresh: .venv/dev.stamp
	$(BIN)/gatecost docs --check

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --quiet queries

docs: .venv/run.stamp
	$(BIN)/gatecost docs

bench: .venv/dev.stamp
	@for size in $(SIZES); do $(BIN)/python -m tests.bench.run $$size || exit 1; done

coverage: .venv/dev.stamp
	$(BIN)/python -m tests.bench.coverage

lines: .venv/dev.stamp
	$(BIN)/python -m pytest $(PYTEST_ARGS) --cov --cov-report=term-missing:skip-covered --cov-report=html

screenshots: .venv/dev.stamp
	$(BIN)/gatecost demo --no-serve
	$(BIN)/python -m tests.browser.screenshots gatecost-demo docs

UV_COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml
lock:
	$(UV_COMPILE) --group dev --output-file requirements.lock
	$(UV_COMPILE) --group build --constraints requirements.lock --output-file requirements-run.lock

clean:
	rm -rf .venv dist htmlcov .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
