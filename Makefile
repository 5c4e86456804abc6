# Reports in data/raw become tables in data/processed:   make setup ingest
# Other folders:                                         make ingest RAW=papers OUT=tables
# Leave the system as it is (install no Tesseract):      make test OCR=no

RAW ?= data/raw
OUT ?= data/processed
VENV ?= .venv
PYTHONS ?= python3.13 python3.12 python3.11 python3
TESTS ?=
JOBS ?= auto
OCR ?= yes

STATE ?= build/reader
STEPS ?= 30000
NUMBER_STEPS ?= 13000
SHEETS ?= 600
TRAINING ?= .venv-training

BIN := $(VENV)/bin
PYTHON := $(BIN)/python
READY := $(VENV)/.ready
TESSERACT := tesseract-ocr tesseract-ocr-tha

.DEFAULT_GOAL := help
.PHONY: help setup ingest test lint format bench bench-ocr docs train-reader clean
.SUFFIXES:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make the virtual environment with everything in it (does nothing when it is up to date)

ingest: $(READY) ## read the reports in RAW, publish the tables to OUT
	@$(BIN)/ita ingest "$(RAW)" -o "$(OUT)"

test: $(READY) .tesseract ## run the tests (some: TESTS=tests/pipeline; the slow ones: TESTS="-m large" JOBS=0)
	@$(PYTHON) -m pytest -n $(JOBS) $(TESTS)

lint: $(READY) ## check style and types
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

format: $(READY) ## put the code in its one format
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

bench: $(READY) ## measure speed, memory and how often made-up papers come out right
	@$(PYTHON) -m bench.samples

bench-ocr: $(READY) .tesseract ## measure how scans are read beside bare Tesseract (QUICK=yes: two minutes of it)
	@$(PYTHON) -m bench.ocr $(if $(filter yes,$(QUICK)),--quick)

docs: $(READY) ## write docs/tables.md and docs/commands.md from the schema and the commands
	@$(PYTHON) -m pipeline tables --markdown > docs/tables.md.new && mv docs/tables.md.new docs/tables.md
	@$(PYTHON) -m pipeline.reference > docs/commands.md.new && mv docs/commands.md.new docs/commands.md

train-reader: $(TRAINING)/.ready ## train the reader of printed lines anew (hours; SHEETS=600 STEPS=30000 NUMBER_STEPS=13000; goes on where it was stopped)
	@OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m training.scanned --state "$(STATE)" --sheets $(SHEETS)
	@OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m training.train --state "$(STATE)" --steps $(STEPS)
	@OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m training.train --state "$(STATE)" --steps $(NUMBER_STEPS) --numbers
	@$(TRAINING)/bin/python -m training.export --state "$(STATE)"

$(TRAINING)/.ready: training/requirements.txt
	@test -x $(TRAINING)/bin/python || $(MAKE) --no-print-directory .venv-made VENV="$(TRAINING)"
	@$(TRAINING)/bin/python -m pip install --quiet --requirement training/requirements.txt
	@touch "$@"

clean: ## remove the virtual environment, caches and published tables
	@rm -rf "$(VENV)" build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf data/processed/.ita-*
	@rm -f data/processed/*.parquet data/processed/datapackage.json data/processed/report.md data/processed/review/*-p*.png
	@rmdir data/processed/review 2>/dev/null || true

# Made again when the requirements change; a folder left half made has no stamp and is completed.
$(READY): requirements.txt requirements-dev.txt pyproject.toml
	@test -x "$(PYTHON)" || $(MAKE) --no-print-directory .venv-made
	@echo "Installing into $(VENV) (a few minutes the first time)"
	@$(PYTHON) -m pip install --quiet --requirement requirements-dev.txt
	@$(PYTHON) -m pip install --quiet --no-deps --editable .
	@touch "$@"

# The back end tesseract needs Tesseract with Thai. Where it is missing and this is root on Debian or Ubuntu it is installed;
# elsewhere, and where that fails, a message says what to do, and its tests are skipped.
.PHONY: .tesseract
.tesseract:
	@if [ "$(OCR)" = no ] || tesseract --list-langs 2>&1 | grep -qx tha; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Tesseract with Thai (make OCR=no leaves it out)"; \
	  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $(TESSERACT); } \
	    >/dev/null 2>&1 </dev/null && exit 0; \
	fi; \
	echo "The back end tesseract cannot be used: Tesseract with Thai is missing. On Debian and Ubuntu:" >&2; \
	echo "  sudo apt-get install $(TESSERACT)" >&2

.PHONY: .venv-made
.venv-made:
	@for python in $(PYTHONS); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	      echo "$$python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	    exec "$$python" -m venv "$(VENV)"; \
	  fi; \
	done; \
	echo "Python 3.11 or newer is needed; none of these is: $(PYTHONS). Name one: make setup PYTHONS=/path/to/python" >&2; \
	exit 1
