# `make chat` and `make test` do all the set-up on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 7860
LANGUAGE ?= ar

.PHONY: help install chat test check browser bench clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Sanad needs Python 3.11 or newer"'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

install: $(VENV)/installed ## make a virtual environment with everything in it

chat: install ## index seeds/ and open the chat (PORT=7860 LANGUAGE=ar)
	$(BIN)/sanad index seeds --index index
	$(BIN)/sanad serve --index index --port $(PORT) --language $(LANGUAGE)

browser: ## install Chromium for the browser tests, where this user can
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core >/dev/null; \
	  else echo "Chromium is missing; the browser tests will be skipped. On Debian: apt-get install chromium"; fi; }

check: install ## lint, format, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check browser ## all checks and tests, with coverage
	$(BIN)/python -m pytest --cov --cov-report=term

bench: install ## speed and memory on the shared development corpus, where present
	$(BIN)/python benchmarks/indexing.py

clean: ## remove what was built, keep the environment
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .coverage
