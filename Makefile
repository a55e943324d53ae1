# Everything a person does from a checkout; `make help` lists it.
# Each step runs only when what it reads has changed (scripts/once.py), so every target may be called again and again.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
# The environment's programs, node and npm among them, come before the system's.
export PATH := $(BIN):$(PATH)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

PORT ?= 8000
OTKLIK_HOME ?= ./var
RUN_HOME := $(abspath $(OTKLIK_HOME))

ONCE := python scripts/once.py
# Locked files with hashes; installed beside whatever is there, so that run and test share one environment.
# Compiled at once: where PYTHONDONTWRITEBYTECODE is set, every start of the program would compile Django anew.
INSTALL := uv pip install --quiet --compile-bytecode --python $(VENV)/bin/python --require-hashes
TEST_SECONDS := 2400

.PHONY: help build run test check bench prove format lock messages
.PHONY: env base dev project assets translations test-body collected
.PHONY: check-format check-lint check-types check-imports check-migrations check-translations check-shape check-js

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────
build: project assets translations  ## what a server needs: the environment, the program, its pages' files, its texts

run:  ## a working desk with demo data: PORT=8000 OTKLIK_HOME=./var OTKLIK_DATABASE_URL=…
	@$(MAKE) -j3 build
	@export OTKLIK_HOME='$(RUN_HOME)'; otklik migrate --quiet; otklik demo --if-empty; exec otklik all --port '$(PORT)'

env:
	@scripts/environment.sh $(VENV)

base: env
	@$(ONCE) base --reads requirements/base.txt requirements/build.txt --makes $(VENV)/bin/granian $(VENV)/bin/hatchling \
		-- $(INSTALL) -r requirements/base.txt -r requirements/build.txt

dev: base
	@$(ONCE) dev --reads requirements/dev.txt --makes $(VENV)/bin/pytest -- $(INSTALL) -r requirements/dev.txt

project: base
	@$(ONCE) project --reads pyproject.toml requirements/base.in --makes $(VENV)/bin/otklik \
		-- uv pip install --quiet --python $(VENV)/bin/python --no-deps --no-build-isolation --editable .
	@python -m compileall -q otklik

assets: base
	@$(ONCE) packages --reads package.json package-lock.json .npmrc requirements/base.txt --makes node_modules/.package-lock.json \
		-- npm ci --ignore-scripts --silent
	@$(ONCE) assets --reads package-lock.json frontend otklik/web/static/img --makes otklik/web/static/dist/manifest.json \
		-- node frontend/build.mjs

translations: base
	@$(ONCE) translations --reads 'otklik/locale/**/*.po' --makes 'otklik/locale/ru/**/*.mo' \
		-- python scripts/translations.py compile

# ── testing ──────────────────────────────────────────────────────────────────────────────────────────────────────
test: env  ## every test on SQLite and PostgreSQL; does its own set-up, ends by itself after 40 minutes
	@scripts/test-setup.sh
	@python scripts/deadline.py $(TEST_SECONDS) -- $(MAKE) test-body

# Two workers for each engine: on two cores one computes while another waits (tests/support/sharing.py).
WORKER = --tx 'popen//id=$(1)//env:OTKLIK_TEST_ENGINE=$(basename $(1))'

test-body:
	@$(MAKE) check assets BESIDE=collected
	@python scripts/postgres.py run -- pytest --dist load \
		$(foreach id,sqlite.1 sqlite.2 postgres.1 postgres.2,$(call WORKER,$(id)))

# All asserts rewritten once and kept, beside the checks: not by every worker at the same moment.
collected: dev project
	@$(ONCE) collected --reads tests pyproject.toml requirements/dev.txt --makes 'tests/__pycache__/*-pytest-*.pyc' \
		-- pytest --collect-only -qq >/dev/null

check: dev project translations  ## formatting, lint, types, import contracts, migrations, translations
	@$(MAKE) -j2 --keep-going --output-sync=target check-types $(BESIDE) check-format check-lint check-imports check-migrations \
		check-translations check-shape check-js

check-format:
	@ruff format --check --quiet --output-format=concise . || { echo "Not in the one form: run make format." >&2; exit 1; }

check-lint:
	@ruff check --quiet .

check-types:
	@mypy --no-error-summary $(wildcard otklik tests scripts bench prove)

check-imports:
	@lint-imports --no-logo >.make/imports.log 2>&1 || { cat .make/imports.log >&2; exit 1; }

check-migrations:
	@home=$$(mktemp -d); trap 'rm -rf "$$home"' EXIT; env -u OTKLIK_DATABASE_URL OTKLIK_HOME="$$home" \
		python -m django makemigrations --check --dry-run --settings otklik.config.settings >.make/migrations.log 2>&1 \
		|| { cat .make/migrations.log >&2; exit 1; }

check-translations:
	@python scripts/translations.py check

# The rules of shape that no linter knows; part of the test suite, run here too for a quick answer.
check-shape:
	@pytest -q --no-header --no-summary tests/architecture

check-js: assets
	@npm test --silent >.make/js.log 2>&1 || { cat .make/js.log >&2; exit 1; }

bench: dev project assets translations  ## the benchmark suite: ONLY=list SIZE=100000 COMPARE=OLD.json
	@python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE)) $(if $(COMPARE),--compare $(COMPARE))

prove: dev project assets translations  ## the long proofs: kill cycles, lossy networks, mutation runs
	@python -m prove

# ── working on the code ──────────────────────────────────────────────────────────────────────────────────────────
format: dev  ## put the code into its one form
	@ruff check --fix --exit-zero --quiet .
	@ruff format --quiet .

messages: dev  ## bring the Russian catalogue up to date with the texts in code and templates
	@python scripts/translations.py update

lock: env  ## resolve requirements/*.in into the newest versions, with hashes
	@for list in bootstrap base build dev; do \
		constraints=; [ $$list = build ] && constraints='-c requirements/base.txt'; \
		[ $$list = dev ] && constraints='-c requirements/base.txt -c requirements/build.txt'; \
		uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-header $$constraints \
			requirements/$$list.in -o requirements/$$list.txt; \
	done
	@npm install --package-lock-only --ignore-scripts --silent
