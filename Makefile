# make demo    try everything in a browser: no account, no token (FRESH=1 starts over)
# make run     run on Discord (needs DISCORD_TOKEN, see README.md)
# make test    the whole test suite
# make check   format, lint, types, content
# make format  format the code, and mend what the linter can
# make bench   measure speed and memory
# make pictures  take the README's pictures anew from the demo page (needs Chromium)
# make lock    write the lock files anew (needs uv)
# make clean   remove the virtual environment and caches; data/ and .env stay
#
# Each sets up what it needs in .venv by itself. It uses python3; for another one: make demo PYTHON=python3.12

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

CODES := build/codes.sqlite3

.PHONY: help demo run test check format bench pictures lock clean

# The lines at the top of this file.
help:
	@sed -n -e '/^#/!q' -e 's/^# \{0,1\}//p' Makefile

# Programs are started as modules, so that everything still runs after the folder was moved or renamed.
demo: .venv/runtime-ready $(CODES)
	$(BIN)/python -m bot demo $(if $(FRESH),--fresh) $(if $(IGNORE_TOKEN),--ignore-token)

run: .venv/runtime-ready $(CODES)
	$(BIN)/python -m bot run

test: .venv/dev-ready $(CODES)
	$(BIN)/python -m pytest -n auto

check: .venv/dev-ready $(CODES)
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python -m bot content check

format: .venv/dev-ready
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

bench: .venv/dev-ready $(CODES)
	$(BIN)/python -m tests.bench

pictures: .venv/dev-ready $(CODES)
	$(BIN)/python -m tests.pictures

lock:
	uv pip compile pyproject.toml --extra build -o requirements.lock $(LOCK)
	uv pip compile pyproject.toml --extra build --extra dev -o requirements-dev.lock $(LOCK)

LOCK := --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --quiet

# Every package is pinned and checked against its hash; the project itself is linked, not copied.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

# What is missing is said before anything is made. Old Pythons must be able to read these lines, too.
OTHER = or name another Python, such as: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12

.venv/python-ready:
	@$(PYTHON) -c '' 2>/dev/null || { \
		echo "There is no program $(PYTHON). Install Python 3.11 or newer, $(OTHER)"; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Crosswalk needs Python 3.11 or newer, and $(PYTHON) is" \
			"$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')." \
			"Install a newer one, $(OTHER)"; exit 1; } >&2
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) has no venv. On Debian and Ubuntu: sudo apt install python3-venv." \
			"Then start again, $(OTHER)"; exit 1; } >&2
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

# What /code looks things up in. Where CROSSWALK_CODES names another file, that one is made when the bot starts.
$(CODES): requirements.lock $(wildcard bot/features/codes/build*.py) | .venv/runtime-ready
	CROSSWALK_CODES=$(CODES) $(BIN)/python -m bot codes build

clean:
	rm -rf .venv .demo build .mypy_cache .ruff_cache .pytest_cache .hypothesis crosswalk.egg-info
