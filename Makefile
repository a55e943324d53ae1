# Everything a person does from a checkout. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# The wheel's node and npm come before the system's.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help lock format

help:  ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

format:  ## put the code into its one form
	ruff format .
	ruff check --fix --exit-zero --quiet .

lock:  ## resolve requirements/*.in into versions and hashes
	uv pip compile -q --generate-hashes --no-header requirements/base.in -o requirements/base.txt
	uv pip compile -q --generate-hashes --no-header -c requirements/base.txt requirements/dev.in -o requirements/dev.txt
