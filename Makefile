# make demo   try the bot in the browser, without a Slack account
# make bench  how fast it is, as ratios within one run (ARGS="acks --rounds 5": a part of it)
# make test   everything that must hold: lint, types, import rules, tests, the browser ones included
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip
ARGS ?=

.PHONY: demo bench test lint format clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo "make lint   only lint, types and import rules"
	@echo "make clean  remove everything that was set up or made"

demo: $(VENV)/.ready
	@CRISIS_DEMO_BY_MAKE=1 $(BIN)/crisis-bot demo $(ARGS)

bench: $(VENV)/.ready
	@$(BIN)/python -m bench $(ARGS)

test: lint
	@echo "· pytest" && $(BIN)/python -m pytest -q -n 2 --dist loadfile $(ARGS)

lint: $(VENV)/.ready-test
	@echo "· ruff" && $(BIN)/ruff check --quiet bench bot tests && $(BIN)/ruff format --check --quiet bench bot tests
	@echo "· mypy" && $(BIN)/mypy --no-error-summary
	@echo "· import-linter" && $(BIN)/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

format: $(VENV)/.ready-test
	$(BIN)/ruff check --fix bench bot tests
	$(BIN)/ruff format bench bot tests

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) was not found. Install Python 3.11 or newer, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$($(PYTHON) --version) is too old: crisis-bot needs Python 3.11 or newer."; \
		echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@echo "· making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is missing or incomplete. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 2; }
	@touch $@

# A dot a second while it works; what it said only when it failed.
define quietly
@{ $(1); } > $(VENV)/install.log 2>&1 & pid=$$!; trap 'kill $$pid 2>/dev/null; exit 130' INT TERM; \
	while kill -0 $$pid 2>/dev/null; do printf .; sleep 1; done; echo; \
	wait $$pid || { cat $(VENV)/install.log; echo "Setting up failed; the reason stands above."; exit 1; }
endef

# Each stamp is newer than what it was made from, so that a second run starts at once.
$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/.made
	@printf "· installing what the bot needs, once, about half a minute "
	$(call quietly,$(PIP) install --require-hashes -r requirements.txt \
		&& PIP_REQUIRE_HASHES=0 $(PIP) install --no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.ready-test: requirements-test.txt $(VENV)/.ready
	@printf "· installing what the tests need "
	$(call quietly,$(PIP) install --require-hashes -r requirements-test.txt)
	@touch $@
