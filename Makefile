# Two commands matter: `make demo` runs the academy here, `make test` proves that it works.
.PHONY: help demo test prove lint bench messages screenshots

help:
	@echo "make demo         run the academy on http://localhost:8000 (PORT, DATA_DIR, DEMO_PASSWORD)"
	@echo "make test         all checks and tests; installs Chromium and PostgreSQL from Debian when root"
	@echo "make prove        the same at full size: races, fuzz, all languages"
	@echo "make lint         the import contracts of the rooms"
	@echo "make bench        measure speed beside the peers; writes var/bench.json"
	@echo "make messages     bring locale/ up to date with the source"
	@echo "make screenshots  the README's pictures"

demo:
	@exec scripts/demo.sh

test:
	@exec scripts/test.sh

prove:
	@exec env PROVE=1 scripts/test.sh

lint:
	@scripts/setup.sh dev
	@exec .venv/bin/lint-imports

bench:
	@scripts/setup.sh dev
	@exec .venv/bin/python bench/run.py

messages:
	@scripts/packages.sh gettext
	@scripts/setup.sh dev
	@exec .venv/bin/python scripts/po.py update

screenshots:
	@scripts/packages.sh chromium
	@scripts/setup.sh dev
	@exec .venv/bin/python scripts/screenshots.py
