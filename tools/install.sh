#!/bin/sh
# Make a virtual environment and install pinned, hashed packages and the project into it.
# install.sh PYTHON VENV REQUIREMENTS
set -eu
python=$1 venv=$2 requirements=$3
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
    echo "PayAid needs Python 3.11; name it: make PYTHON=/path/to/python3.11" >&2
    exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
pip="$venv/bin/python -m pip --disable-pip-version-check -q"
# uv installs in a fifth of pip's time; where it cannot be had, pip does the same.
if $pip install 'uv==0.13.9' 2>/dev/null && "$venv/bin/uv" pip install -q --python "$venv/bin/python" \
    --require-hashes -r "$requirements" 2>/dev/null; then :; else
    $pip install --require-hashes -r "$requirements"
fi
# The project itself: a path file, so that no build tool is needed and edits are live.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
pwd > "$site/payaid.pth"
