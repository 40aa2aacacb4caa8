# Every target sets up what it needs: a machine with python3 (3.11 or later) is enough.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= --numprocesses auto --dist loadfile --no-loadscope-reorder
MODULES := schemas spiders feeds pipeline web commands demo benchmarks tests cli.py scheduler.py
# What Python has read it need not read again, whatever the machine's habits are.
export PYTHONDONTWRITEBYTECODE =

.PHONY: setup demo test quick check bench lock clean

setup: .venv/.installed

.venv/.installed: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

.venv/.compared: .venv/.installed requirements-bench.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

tests/npm/node_modules/.installed: tests/npm/package-lock.json
	@if command -v npm >/dev/null; then \
	  cd tests/npm && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.installed; \
	else echo "npm is not installed: some browser tests will be skipped (apt-get install npm)"; fi

demo: setup
	$(BIN)/poliflash demo

test: setup tests/npm/node_modules/.installed
	$(BIN)/pytest $(WORKERS) $(PYTEST_ARGS)

quick: setup
	$(BIN)/pytest $(WORKERS) -m "not server and not browser and not slow"

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(MODULES)

bench: .venv/.compared
	$(BIN)/python -m benchmarks

lock:
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet pyproject.toml --output-file requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet pyproject.toml --group dev --output-file requirements-dev.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet pyproject.toml --group bench --constraint requirements-dev.lock --output-file requirements-bench.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/npm/node_modules
