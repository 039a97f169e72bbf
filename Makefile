# `make demo` and `make test` do all the set-up they need on a machine with Python 3.11 or newer.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
READY   = $(VENV)/.ready

.PHONY: demo test slow format resources bench clean

demo: $(READY)          ## build the sample case and open its report
	$(BIN)/foedus demo

test: $(READY)          ## what CI runs: format, lint, types, layers, tests
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 -m "not slow"

slow: $(READY)          ## the long checks
	$(BIN)/pytest -m slow

format: $(READY)
	$(BIN)/ruff format src tests benchmarks tools
	$(BIN)/ruff check --fix src tests benchmarks tools

resources: $(READY)     ## rebuild what is compiled from public sources; must change nothing
	$(BIN)/pip install -q -e '.[resources]'
	$(BIN)/python tools/build_gazetteer.py

bench: $(READY)         ## measure this version; writes docs/benchmarks.md
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) build dist

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --upgrade pip
	$(BIN)/pip install -q --disable-pip-version-check -e '.[dev]'
	touch $@
