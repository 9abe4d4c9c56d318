# Everything that people and CI do with Chainrule. `make help` lists it.

PORT ?= 8000
WITH_TORCH ?=

VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
# Node.js comes from PyPI into the environment, so that everybody builds the page with the same one.
NPM := PATH="$(BIN):$$PATH" npm --prefix frontend --no-fund --no-audit
PYTHON_SOURCES := backend tests
COMPUTING := $(addprefix tests/,engine graph nn program training api test_readme.py test_cli.py)
# The tests of a file share their server and their browser, so that one process runs all of them,
# and the files with a browser come last, as without workers.
IN_PARALLEL := --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
PAGE_SOURCES := $(shell find frontend -mindepth 1 -name node_modules -prune -o -name '.*' -prune -o -print 2>/dev/null)
PAGE := backend/chainrule/page/index.html
BENCHMARK := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(BIN)/python

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run install page test test-kernels test-reliability coverage nightly lint lint-python lint-examples lint-page page-units format stubs types bench bench-load bench-page screenshot lock clean distclean torch test-tools

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.for-running $(PAGE) ## Install, build the page and start the server (PORT=8000)
	@$(BIN)/chainrule serve --port $(PORT)

install: $(VENV)/.for-development frontend/node_modules/.package-lock.json ## Install everything for development

page: $(PAGE) ## Build the page

test: install test-tools $(if $(WITH_TORCH),torch) ## Run everything that CI runs (WITH_TORCH=1 adds PyTorch)
	@$(MAKE) --no-print-directory --jobs 2 lint page page-units
	$(BIN)/python -m pytest $(IN_PARALLEL)

page-units: install
	$(NPM) test

# `test` does so with what prints numbers; this takes minutes.
test-kernels: install page ## Run all that computes as on an old and on a new processor
	$(BIN)/python tests/support/kernels.py $(IN_PARALLEL) $(COMPUTING)

# Not part of `test`: measuring makes programs so much slower that some meet their time limit.
coverage: install page test-tools ## Run the Python tests and report which branches they miss
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

nightly: install ## Try a million random programs (FUZZ_SEED=1 for others)
	FUZZ_PROGRAMS=1000000 HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest tests/reliability/test_hostile_programs.py

test-reliability: install page ## Kill servers and workers 100 times each, and try what is hostile (KILLS=100)
	CHAINRULE_TEST_KILLS=$(or $(KILLS),100) $(BIN)/python -m pytest $(IN_PARALLEL) tests/reliability tests/training/test_kills.py

lint: lint-python lint-examples lint-page ## Check style, formatting and types

lint-python: install
	$(BIN)/ruff check $(PYTHON_SOURCES)
	$(BIN)/ruff format --check $(PYTHON_SOURCES)
	$(BIN)/mypy

lint-examples: install
	$(BIN)/python .ci/check_examples.py

lint-page: install
	$(NPM) run check
	$(NPM) run lint

format: install ## Mend style and formatting
	$(BIN)/ruff check --fix $(PYTHON_SOURCES)
	$(BIN)/ruff format $(PYTHON_SOURCES)
	$(NPM) run lint -- --fix

stubs: install ## Write anew what editors know of the functions and methods
	$(BIN)/python backend/write_stubs.py

types: install ## Write anew the interface's description, and the page's types of its answers
	$(BIN)/python -m chainrule.api.publish
	$(NPM) run types

bench: $(VENV)/.for-benchmarks $(if $(WITH_TORCH),torch) ## Measure the engine and the server, as ratios (WITH_TORCH=1 adds PyTorch)
	@for script in $(filter-out %/bench_page.py,$(wildcard tests/benchmarks/bench_*.py)); do $(BENCHMARK) $$script || exit 1; done

bench-load: $(VENV)/.for-load $(PAGE) ## Play a lesson on a real server (MINUTES=10 PEOPLE=40 BOMBERS=0)
	@$(BIN)/python tests/benchmarks/load --minutes $(or $(MINUTES),10) --people $(or $(PEOPLE),40) --bombers $(or $(BOMBERS),0)

bench-page: install page test-tools ## Measure the page in a real browser
	@$(BENCHMARK) tests/benchmarks/bench_page.py

screenshot: install page test-tools ## Take the README's picture from the running page
	$(BIN)/python tests/support/take_screenshot.py

lock: page ## Pin the newest versions of all Python packages in constraints.txt
	rm -rf build/lock
	.ci/make_environment.sh build/lock
	build/lock/bin/python -m pip install --quiet '.[bench,client,lint,load,page,redis,test]'
	build/lock/bin/python -m pip freeze --exclude chainrule > constraints.txt

clean: ## Remove what is built and what tests leave behind
	rm -rf backend/chainrule/page build dist htmlcov test-artefacts .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find $(PYTHON_SOURCES) -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## Remove the environment and the page's packages, too
	rm -rf $(VENV) frontend/node_modules

# What follows is made once and again only when what it depends on changed.

$(VENV)/bin/python:
	@.ci/make_environment.sh $(VENV)

$(VENV)/.for-running: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Chainrule into $(VENV)"
	@$(PIP) --editable '.[page]'
	@touch $@

$(VENV)/.for-development: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Chainrule with its tools into $(VENV)"
	@$(PIP) --editable '.[client,lint,page,redis,test]'
	@touch $@ $(VENV)/.for-running

$(VENV)/.for-benchmarks: $(VENV)/.for-development
	@echo "Installing the rivals of the benchmarks into $(VENV)"
	@$(PIP) --editable '.[bench]'
	@touch $@

$(VENV)/.for-load: $(VENV)/.for-development
	@echo "Installing what plays a server's users into $(VENV)"
	@$(PIP) --editable '.[load]'
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json | $(VENV)/.for-running
	@echo "Installing the page's packages"
	@$(NPM) --loglevel=error ci
	@touch $@

$(PAGE): $(PAGE_SOURCES) frontend/node_modules/.package-lock.json
	@echo "Building the page"
	@$(NPM) --silent run build -- --logLevel=error
	@touch $@

torch: install
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(PIP) torch==2.13.0

test-tools: install
	@.ci/install_test_tools.sh $(BIN)
