#!/bin/sh
# Format, lint, types, dependencies, security, knowledge: everything but the tests.
# checks.sh VENV
set -eu
bin=$1/bin
"$bin/ruff" format --check -q .
"$bin/ruff" check -q .
"$bin/mypy" &
types=$!
"$bin/deptry" . -q 2>/dev/null || "$bin/deptry" .
"$bin/vulture"
"$bin/bandit" -q -r bot knowledge handlers -c pyproject.toml
"$bin/python" -m knowledge check
wait $types
