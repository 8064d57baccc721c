# Everything a newcomer needs: `make setup`, `make run`, `make test`, `make pictures`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup setup-test run test pictures lock clean
