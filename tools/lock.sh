#!/bin/sh
# Pin every package with its hashes; names and hashes only, no addresses.
# lock.sh PYTHON VENV
set -eu
python=$1 venv=$2
[ -x "$venv/bin/uv" ] || { "$python" -m venv "$venv" && "$venv/bin/python" -m pip -q install 'uv==0.13.9'; }
compile="$venv/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml"
$compile -o requirements/run.txt
$compile --extra ocr -c requirements/run.txt -o requirements/ocr.txt
$compile --extra ocr --group dev -c requirements/run.txt -o requirements/dev.txt
