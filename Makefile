# Verbs of this repository; `make` alone explains them. SERVE=0 makes `run` return instead of serving.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CATALOGUES := $(shell find src -name '*.po')
SERVE  ?= 1
PORT   ?= 8000

.PHONY: help install run test lint check golden docs shots bench assets clean

help: ## list the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(BIN)/fuwubao: requirements/run.txt pyproject.toml package-lock.json scripts/assets.py $(CATALOGUES)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/run.txt
	$(BIN)/python scripts/assets.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(BIN)/fuwubao
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@

install: $(VENV)/.dev ## make .venv with the command fuwubao, the development tools and Spark

assets: ## fetch pinned web assets and fonts into their git-ignored folders
	$(BIN)/python scripts/assets.py

run: $(BIN)/fuwubao ## set everything up and serve the demo organisation
	@if [ "$(SERVE)" = "0" ]; then $(BIN)/fuwubao demo --no-serve; else $(BIN)/fuwubao demo --port $(PORT); fi

test: $(VENV)/.dev ## all tests, on SQLite and then on PostgreSQL
	$(BIN)/python scripts/run_tests.py

lint: $(VENV)/.dev ## format, lint, types, import contracts, translations
	$(BIN)/ruff format --check src tests scripts benchmarks
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/translations.py --check

check: lint test ## everything that CI does

golden: $(VENV)/.dev ## rewrite the golden files; read the difference before committing it
	$(BIN)/pytest -q --golden-write tests

docs: $(VENV)/.dev ## rewrite the generated pages of docs/
	$(BIN)/python scripts/docs.py

shots: $(VENV)/.dev ## screenshots of every page at 1440 and 390 px into build/shots
	$(BIN)/pytest -q -m browser tests/browser

bench: $(VENV)/.dev ## benchmarks; ratios taken in one run
	$(BIN)/python -m benchmarks

clean: ## remove what was built; data in var/ stays
	rm -rf build dist $(VENV)
