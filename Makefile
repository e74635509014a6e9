# citygraph: `make run` and `make test` are all that is needed; `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

# What the tests marked "system" need (Debian package names).
SYSTEM_PACKAGES := chromium curl libreoffice-calc raptor2-utils r-base-core \
	$(if $(shell command -v npm),,nodejs npm)
# Which tests `make test-full` runs: all of them; `MARK=system` only those that `make test` leaves out.
MARK ?=

.PHONY: help venv run test test-full lint generated lock bench clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

venv: $(VENV)/test.stamp ## make the virtual environment with everything in it

run: $(VENV)/run.stamp ## install, build the graph from data/, say which cities coordinate which partnerships
	$(BIN)/citygraph build
	$(BIN)/citygraph report coordinators

test: $(VENV)/test.stamp ## install and run the tests (no root, no network)
	$(BIN)/python -m pytest -n 2 -m "not system"
	@echo "Not run here, needs Debian packages ($(SYSTEM_PACKAGES)): make test-full runs these"
	@$(BIN)/python -m pytest -q -m system --collect-only --no-header | grep '::' || true

system: ## install the Debian packages that test-full needs (as root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM_PACKAGES)

test-full: $(VENV)/test.stamp system ## install Debian packages and run every test
	CITYGRAPH_TEST_FULL=1 $(BIN)/python -m pytest -n 2 $(if $(MARK),-m "$(MARK)")

lint: $(VENV)/test.stamp ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

generated: $(VENV)/test.stamp ## write the generated documentation anew
	$(BIN)/python scripts/generate.py
	$(BIN)/python scripts/draw_model.py
	$(BIN)/citygraph build
	$(BIN)/python scripts/execute_notebook.py

lock: ## pin the dependencies anew, with hashes (uv must be on PATH)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q \
		pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q \
		--extra test --extra lint pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/test.txt

bench: $(VENV)/test.stamp ## measure and write docs/benchmarks.md
	$(BIN)/python scripts/benchmark.py

clean: ## remove what was built
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
