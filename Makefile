# make run     install what the built-in models need, and summarise the examples
# make test    install what the tests need, and run every check
# make bench   measure speed against transformers for half an hour, and write benchmarks/results.md (PAIRS=FILE adds BLEU)
# make fix     format, and mend what ruff can mend
# make build   a wheel and a source archive in dist/
# make clean   remove .venv and everything else that was made

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# A stamp for each set of packages, so that nothing is installed twice; new pins or dependencies make it stale.
RUN_STAMP := $(VENV)/.stamp-run
TEST_STAMP := $(VENV)/.stamp-test
BENCH_STAMP := $(VENV)/.stamp-bench

.DEFAULT_GOAL := help
.PHONY: help run test chromium bench fix build clean

help:
	@sed -n 's/^# make/make/p' Makefile

run: $(RUN_STAMP)
	@$(BIN)/summarizer summarize --models builtin --bullets 5 examples/article-en.txt
	@echo
	@$(BIN)/summarizer summarize --models builtin --bullets 5 --evidence examples/article-fr.txt

test: $(TEST_STAMP) chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov --cov-report=term:skip-covered

# For tests/browser, which are skipped where there is none.
chromium:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; } || \
		echo "make: install chromium to run the tests of the page in a browser" >&2

# On a machine that does nothing else. PAIRS is a file of French and English sentences with a tab between them.
bench: $(BENCH_STAMP)
	$(BIN)/python -m benchmarks.run $(if $(PAIRS),--pairs $(PAIRS)) $(BENCH)

fix: $(TEST_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build: $(TEST_STAMP)
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) build dist *.egg-info .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(RUN_STAMP): pyproject.toml constraints.txt | $(VENV)/.stamp-python
	$(PIP) install --quiet --constraint constraints.txt --editable '.[files]'
	@touch $@

$(TEST_STAMP): pyproject.toml constraints.txt | $(VENV)/.stamp-python
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(RUN_STAMP)

$(BENCH_STAMP): pyproject.toml constraints.txt | $(VENV)/.stamp-python
	$(PIP) install --quiet --constraint constraints.txt --editable '.[bench]'
	@touch $@ $(RUN_STAMP)

# A folder that is already there keeps its packages; one without pip (a failed try) is made anew.
$(VENV)/.stamp-python:
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || \
		{ echo "make: $(PYTHON) -m venv failed; Python 3.11 or newer is needed (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	@touch $@
