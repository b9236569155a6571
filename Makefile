# Everything a person types. The work itself is done by src/lienthong/config/launch.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BOOTSTRAP = $(PYTHON) tools/bootstrap.py
PORT ?= 8000
export PORT

.PHONY: run test check bench assets messages stop clean help

help: ## Show these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: ## Start the program with the demonstration province on port $(PORT)
	@$(BOOTSTRAP) run

test: ## Run every test, browser journeys included (ARGS="-k word" narrows)
	@$(BOOTSTRAP) test $(ARGS)

check: ## Run every check that is not a test (ARGS="lint types" narrows)
	@$(BOOTSTRAP) check $(ARGS)

bench: ## Measure and print the table of docs/performance.md (ARGS="uploads search" narrows)
	@$(BOOTSTRAP) assets
	@PYTHONPATH=src .venv/bin/python -m tests.load.bench $(ARGS)

assets: ## Build what pages load
	@$(BOOTSTRAP) assets

messages: ## Bring new texts into the translation catalogues (needs gettext)
	@$(BOOTSTRAP) assets
	@.venv/bin/python tools/messages.py update

stop: ## Stop a program left running in the background
	@test ! -x .venv/bin/python || .venv/bin/python -m lienthong.config.launch stop

clean: stop ## Remove everything that can be made again, the demonstration data too
	@rm -rf .venv node_modules var site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
