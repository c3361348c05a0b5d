# On a fresh Debian machine with Python 3.11 or newer, `make demo` and `make test` set up everything.

PYTHON ?= python3# the Python that creates the environment
ISOLATION ?= auto# `make demo ISOLATION=none` grades the made-up class without a sandbox
EVERY ?= 48# `make thorough` grades one mutant in this many; `make mutants` grades all

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := $(BIN)/python -m pytest --durations 10# its slowest tests, since CI should stay short
VERIFY := $(addprefix verify-,$(notdir $(wildcard solutions/[0-9]*)))

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

.PHONY: help demo test thorough mutants guards package proofs lint docs system pictures benchmark requirements clean $(VERIFY)
.DELETE_ON_ERROR:

help:
	@echo "make demo          grade a small made-up class; the report is graded/report.html"
	@echo "make test          fast checks: lint, types, documentation, every exercise, the tests"
	@echo "make mutants       grade every small change to every solution; each must lose points"
	@echo "make guards        grade solutions that fail only beyond a size, magnitude, dtype or call"
	@echo "make package       test every small change to the grader; list those that its tests miss"
	@echo "make proofs        grade mutants, correct styles on 100 seeds, mistakes on 20, pairs of mistakes"
	@echo "make thorough      slow checks: hostile submissions, kills, nbgrader, every $(EVERY)th mutant"
	@echo "make benchmark     measure every claim about speed, and grade the NumPy helpers of Keras"
	@echo "make docs          build the documentation site: build/site/index.html"
	@echo "make pictures      redraw the figures of the exercises and the pictures of the README"
	@echo "make requirements  pin the newest versions that pyproject.toml allows"
	@echo "make clean         delete the environment and everything built"
	@echo "Variables: PYTHON=$(PYTHON)  ISOLATION=$(ISOLATION)  EVERY=$(EVERY)"

# Exit 1 means that some submissions could not be graded. This class has some on purpose.
demo: system $(READY)
	@$(BIN)/autograder grade examples/class --out graded --all --isolation $(ISOLATION) || [ $$? -eq 1 ]
	@echo "Two submissions cannot be graded, on purpose; the table says why. Report: $(CURDIR)/graded/report.html"

# The fastest checks come first; pytest comes last, so that its summary is the last line.
test: system lint docs
	$(MAKE) --jobs 2 --output-sync $(VERIFY)
	$(PYTEST) -n 2 --dist worksteal --ignore=tests/slow --ignore=tests/hostile

# Each exercise in its own process, so that two can run in parallel.
$(VERIFY): verify-%: $(READY)
	$(BIN)/autograder verify $*

# Hostile submissions, a hundred kills, a class in nbgrader and a browser, a share of the mutants.
# The hostile submissions run last and alone: they must leave nothing behind, and a browser would.
thorough: system $(READY)
	cd tests && ../$(BIN)/python -m proofs.mutants --isolation $(ISOLATION) --every $(EVERY)
	cd tests && ../$(BIN)/python -m proofs.mutants --guards --isolation $(ISOLATION) --every $(EVERY)
	@{ command -v cc && command -v chromium && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || \
	    { $(AS_ROOT) apt-get update && $(AS_ROOT) apt-get install -y chromium gcc libc6-dev postgresql; } >/dev/null
	$(PYTEST) -n 2 --dist loadfile tests/slow
	$(PYTEST) tests/hostile

mutants: guards
	cd tests && ../$(BIN)/python -m proofs.mutants --isolation $(ISOLATION)

guards: system $(READY)
	cd tests && ../$(BIN)/python -m proofs.mutants --guards --isolation $(ISOLATION)

package: $(READY)
	cd tests && ../$(BIN)/python -m proofs.package

proofs: mutants
	cd tests && ../$(BIN)/python -m proofs.acceptance --seeds 100
	cd tests && ../$(BIN)/python -m proofs.pairs --isolation $(ISOLATION)
	$(BIN)/autograder verify --table --seeds 20

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/codespell --builtin "" --dictionary docs/words.txt *.md Makefile docs/*.md autograder benchmarks solutions tests

# Warnings are errors: a broken link, a page that no table of contents lists.
docs: $(READY)
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/site

benchmark: system $(READY)
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/convolution.py
	$(BIN)/python benchmarks/grade.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/keras.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/peers.py

# Students get an exercise's new figures with the next `autograder release`.
pictures: $(READY)
	$(BIN)/python docs/pictures.py

# Run this with the oldest supported Python (Debian 12: 3.11.2), or it may pin versions too new for it.
requirements: $(READY)
	CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/pip-compile --quiet --upgrade --strip-extras --all-extras \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) graded build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Written last, so that an interrupted environment is rebuilt from scratch.
$(READY): requirements.txt | system
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

# What pip cannot install: the module that creates environments, and the sandbox.
system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "'$(PYTHON)' is not Python 3.11 or newer. Name one that is: make PYTHON=python3.12"; exit 1; }
	@packages=; \
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	    packages=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	command -v bwrap >/dev/null || packages="$$packages bubblewrap"; \
	[ -n "$$packages" ] || exit 0; \
	echo "Installing with apt:" $$packages; \
	[ "$$(id -u)" = 0 ] && root= || root="sudo -n"; \
	{ $$root apt-get update && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y $$packages; } >/dev/null 2>&1 || \
	    echo "That failed. Ask an administrator to run: apt-get install" $$packages
