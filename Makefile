# On a fresh Debian machine with Python 3.11 or newer, `make demo` and `make test` do all the set-up themselves.

PYTHON ?= python3# which Python the environment is made from
ISOLATION ?= auto# `make demo ISOLATION=none` runs the made-up class without a sandbox
EVERY ?= 16# `make thorough` grades one mutant of so many, `make mutants` them all

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VERIFY := $(addprefix verify-,$(notdir $(wildcard solutions/[0-9]*)))

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

.PHONY: help demo test thorough mutants guards package proofs lint docs system pictures benchmark requirements clean $(VERIFY)
.DELETE_ON_ERROR:

help:
	@echo "make demo          grade a small made-up class: table here, report in graded/report.html"
	@echo "make test          what answers in minutes: lint, types, the promises of the exercises, the tests"
	@echo "make mutants       change every solution in every small way: each change must lose points"
	@echo "make guards        make solutions wrong beyond a size, a magnitude, a dtype or a call: what no input reaches is listed"
	@echo "make package       change the grader itself in every small way: what no test of the module catches is listed"
	@echo "make proofs        that, and what takes longer: every right style on 100 seeds, every mistake on 20, pairs of them"
	@echo "make thorough      the proofs that take minutes: hostile submissions, kills, nbgrader, every $(EVERY)th mutant"
	@echo "make benchmark     measure every claim about speed, and grade the NumPy helpers of Keras"
	@echo "make docs          build the documentation site: build/site/index.html"
	@echo "make pictures      draw the figures of the exercises and the picture of the README again"
	@echo "make requirements  pin the newest versions again, from pyproject.toml"
	@echo "make clean         delete the environment and everything made"
	@echo "Variables: PYTHON=$(PYTHON)  ISOLATION=$(ISOLATION)  EVERY=$(EVERY)"

# Exit 1 says that some submissions could not be graded, and this class has such students on purpose.
demo: system $(READY)
	@$(BIN)/autograder grade examples/class --out graded --all --isolation $(ISOLATION) || [ $$? -eq 1 ]
	@echo "Some submissions are not graded on purpose, and say why. Open the report: $(CURDIR)/graded/report.html"

# What answers soonest comes first; pytest comes last, so that its closing line is the last word.
test: system lint docs
	$(BIN)/autograder release --check
	$(MAKE) --jobs 2 --output-sync $(VERIFY)
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore=tests/slow --ignore=tests/hostile

# Each in a process of its own, so that two can run side by side.
$(VERIFY): verify-%: $(READY)
	$(BIN)/autograder verify $*

# The long proofs: hostile submissions, a hundred kills, a class in nbgrader and a browser, a share of the mutants.
# One after another: the zoo looks whether it has left anything on the machine, and a browser beside it would.
thorough: system $(READY)
	cd tests && ../$(BIN)/python -m proofs.mutants --isolation $(ISOLATION) --every $(EVERY)
	@{ command -v cc && command -v chromium && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || \
	    { $(AS_ROOT) apt-get update && $(AS_ROOT) apt-get install -y chromium gcc libc6-dev postgresql; } >/dev/null
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/slow
	$(BIN)/python -m pytest tests/hostile

mutants: system $(READY)
	cd tests && ../$(BIN)/python -m proofs.mutants --isolation $(ISOLATION)

# Not part of `make mutants` yet: the inputs do not reach beyond every bound.
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

# A warning is an error: a link that leads nowhere, a page that no list names.
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

# An exercise's figures reach its students with the next `autograder release`.
pictures: $(READY)
	$(BIN)/python docs/pictures.py

# Made with the oldest Python that is to install them, or pip there finds no such versions: Debian 12 has 3.11.2.
requirements: $(READY)
	CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/pip-compile --quiet --upgrade --strip-extras --all-extras \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) graded build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Written last, so an environment that was interrupted halfway is made again from nothing.
$(READY): requirements.txt | system
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

# What pip cannot install: the module that makes environments, and the sandbox.
system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not that. Name one: make PYTHON=python3.12"; exit 1; }
	@packages=; \
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	    packages=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	command -v bwrap >/dev/null || packages="$$packages bubblewrap"; \
	[ -n "$$packages" ] || exit 0; \
	echo "Installing with apt:" $$packages; \
	[ "$$(id -u)" = 0 ] && root= || root="sudo -n"; \
	{ $$root apt-get update && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y $$packages; } >/dev/null 2>&1 || \
	    echo "That needs somebody who may install packages. Please ask them for: apt-get install" $$packages
