# The commands of the project. `make run` and `make test` work on a fresh machine.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
CODE := assistant eval tools tests app.py

.DEFAULT_GOAL := help
.PHONY: help run demo test slow check eval format bench screenshots lock wheel clean

help: ## Show the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.installed ## Install, and open the assistant in the browser
	@$(BIN)/assistant app $(APP)

demo: $(VENV)/.installed ## Install, and show an answer and a summary in the terminal
	@$(BIN)/assistant demo

test: $(VENV)/.installed-dev ## Install, and pass all the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

slow: $(VENV)/.installed-dev ## Fuzz and soak for minutes (longer: SLOW="--soak-minutes 60")
	$(BIN)/python -m pytest -m slow $(SLOW)
	$(BIN)/python -m pytest -m "hypothesis and not slow" --hypothesis-profile long -n auto

check: $(VENV)/.installed-dev ## Format check, lint, types, import contract
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.installed-dev ## Ask the gold questions, and see that nothing got worse
	$(BIN)/python -m eval run --engine extractive --fresh > /dev/null
	$(BIN)/python -m eval compare
	$(BIN)/python -m tests.eval.stand_in --out $(STAND_IN) > /dev/null
	$(BIN)/python -m eval compare $(STAND_IN)
	$(BIN)/python -m eval run $(STORIES) --engine extractive --out $(STORIES_RUN) --fresh > /dev/null
	$(BIN)/python -m eval compare $(STORIES) $(STORIES_RUN)

STAND_IN := .bench/eval/stand-in
STORIES := --dataset eval/datasets/sample-stories.yaml
STORIES_RUN := .bench/eval/stories

format: $(VENV)/.installed-dev ## Put the code in form
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

bench: $(VENV)/.installed-dev ## Measure the speed, side by side with the usual quick start
	$(BIN)/python -m eval.bench $(BENCH)

screenshots: $(VENV)/.installed-dev ## Take the pictures of the README anew (needs Chromium)
	$(BIN)/python -m tests.web.screenshots docs/images

lock: $(VENV)/.installed-dev ## Compile the pinned requirements anew
	$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --group eval -c requirements.txt $(LOCK) -o requirements-dev.txt
	$(BIN)/uv pip compile pyproject.toml --group train -c requirements.txt $(LOCK) -o requirements-train.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -q

wheel: $(VENV)/.installed-dev ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --outdir dist

clean: ## Remove what the commands made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
ifneq ($(UV),)
	$(UV) venv -q --python '>=3.11' $(VENV)
else
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: install it, or name it with make PYTHON=…' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
ifneq ($(UV),)
	$(UV) pip install -q --python $(BIN)/python -r requirements.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps -e .
else
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
endif
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
ifneq ($(UV),)
	$(UV) pip install -q --python $(BIN)/python -r requirements-dev.txt
else
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
endif
	@touch $@
