#!/bin/sh
# `make demo`: sets up what is missing, then runs the whole site in the foreground until Ctrl-C.
# Environment: PORT, DATA_DIR, DEMO_PASSWORD and the others of the README. Two demos can run side by
# side when PORT and DATA_DIR differ.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
command -v python3 >/dev/null || { echo "python3 is missing. Install it with: sudo apt-get install python3" >&2; exit 1; }
python3 "$root/scripts/serve.py" --check # a taken port is said before anything long begins
"$root/scripts/setup.sh"
exec env DEMO=1 "$root/.venv/bin/python" "$root/scripts/serve.py"
