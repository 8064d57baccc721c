#!/bin/sh
# Install what reads pictures beside the running bot, once; the next worker uses it.
# ocr_beside.sh VENV
venv=$1
"$venv/bin/python" -c 'import rapidocr' 2>/dev/null && exit 0
[ -e "$venv/.ocr-tried" ] && exit 0
touch "$venv/.ocr-tried"
(
    if [ -x "$venv/bin/uv" ]; then
        "$venv/bin/uv" pip install -q --python "$venv/bin/python" --require-hashes -r requirements/ocr.txt
    else
        "$venv/bin/python" -m pip -q install --require-hashes -r requirements/ocr.txt
    fi
) > "$venv/ocr.log" 2>&1 &
