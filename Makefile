# Everything a newcomer needs: `make run` starts the bot, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.run-$(shell cat requirements/run.txt pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
TEST_STAMP := $(VENV)/.test-$(shell cat requirements/dev.txt pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)

# The tests start dozens of processes; without kept bytecode each compiles the program again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup setup-test run demo test checks pictures lock bench clean

## make .venv with everything that the bot needs
setup: $(RUN_STAMP)

$(RUN_STAMP): requirements/run.txt pyproject.toml
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" requirements/run.txt
	@$(PY) -m bot prepare
	@touch $@

## the same with everything that the tests need
setup-test: $(TEST_STAMP)

$(TEST_STAMP): requirements/dev.txt pyproject.toml
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" requirements/dev.txt
	@touch $(RUN_STAMP) $@

## start the bot; without BOT_TOKEN in the sandbox of this machine
run: setup
	@sh tools/ocr_beside.sh "$(VENV)"
	@exec $(PY) -m bot run

## start it in a sandbox of its own with 200 invented claims, made anew each time
demo: setup
	@exec $(PY) -m tools.demo

## all checks and tests
test: setup-test
	@$(PY) -m bot prepare
	@sh tools/checks.sh "$(VENV)"
	@$(PY) -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=80

## only the quick checks
checks: setup-test
	@sh tools/checks.sh "$(VENV)"

## screenshots of every page, width and theme
pictures: setup-test
	@$(PY) -m tests.pictures docs/pictures

## figures of speed and quality
bench: setup-test
	@$(PY) benchmarks/echo.py

## pin the requirements again, with hashes
lock:
	@sh tools/lock.sh "$(PYTHON)" "$(VENV)"

clean:
	rm -rf $(VENV) var test-artefacts
