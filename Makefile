# make demo    try everything in a browser: no account, no token
# make test    the whole test suite
# make run     run on Discord (needs DISCORD_TOKEN)
# make check   format, lint, types, content
# make bench   measure speed and memory
# make lock    write the lock files anew (needs uv)

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: demo run test check format bench lock clean

demo: .venv/runtime-ready
	$(BIN)/crosswalk demo

run: .venv/runtime-ready
	$(BIN)/crosswalk run

test: .venv/dev-ready
	$(BIN)/pytest -n auto

check: .venv/dev-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/crosswalk content check

format: .venv/dev-ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev-ready
	$(BIN)/python -m tests.bench

lock:
	uv pip compile pyproject.toml --extra build -o requirements.lock $(LOCK)
	uv pip compile pyproject.toml --extra build --extra dev -o requirements-dev.lock $(LOCK)

LOCK := --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --quiet

# Every package is pinned and checked against its hash; the project itself is linked, not copied.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.venv/python-ready:
	@echo "Making a virtual environment in .venv (once)"
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime-ready: .venv/python-ready requirements.lock pyproject.toml
	@echo "Installing what Crosswalk needs (once; about a minute)"
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev-ready: .venv/python-ready requirements-dev.lock pyproject.toml
	@echo "Installing what Crosswalk and its tests need (once; about a minute)"
	$(INSTALL) --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ .venv/runtime-ready

clean:
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis crosswalk.egg-info
