#!/bin/sh
# `make test` and, with PROVE=1, `make prove`: sees to what the tests need, then runs them all.
set -eu
cd "$(dirname -- "$0")/.."
scripts/packages.sh chromium postgresql gettext
scripts/setup.sh dev
exec .venv/bin/python scripts/check.py "$@"
