# Every way in. Each target sets up what it needs and is quick the second time: the files it stands on are its stamps.
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench faults build pins lint types imports migrations deploy guidance pages
MAKEFLAGS += --no-print-directory
# Every test process compiles the tests anew, and every part of the service itself, where Python may keep no bytecode.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
SOURCES := ndop registry portal staff manage.py
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

run: build  ## the whole service on this machine, with synthetic people; Ctrl-C stops it
	@exec $(PYTHON) -m ndop.run

# Four processes on two cores, because tests of browsers and faults mostly wait. The longer fault suite is `make faults`.
test: build .local/chromium .local/soffice .venv-mesh/.installed  ## every test, the browser ones too
	@CHROMIUM="$$(cat .local/chromium)" $(PYTHON) -m pytest -n 4 --dist loadgroup -m "not night"

faults: build .local/chromium .venv-mesh/.installed  ## the fault tests, the long ones too
	@CHROMIUM="$$(cat .local/chromium)" $(PYTHON) -m pytest tests/faults -n 2 --dist loadgroup -m "night or not night"

bench: build .venv-peers/.installed  ## measured speed against the plainest thing that could do the work
	@$(PYTHON) -m tests.benchmarks

check: build  ## linter, types, directions, migrations, deployment, guidance, rendered pages
	@$(MAKE) --jobs 2 --keep-going --output-sync=target lint types imports migrations deploy guidance pages

fix: .venv/.installed  ## what the linter and formatter can put right, and the generated pages
	@$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .
	@$(PYTHON) -m tests.architecture.assurance

build: static/build/.built  ## environment and front end

pins: .venv/.installed  ## compile requirements/*.in into pins with hashes
	@for name in runtime dev node mesh-sandbox peers; do \
	    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	        --python-version 3.11 --upgrade requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

# --- the parts of `check`, which also run alone ----------------------------------------------------------------
lint: .venv/.installed
	@$(PYTHON) -m ruff check --quiet . && $(PYTHON) -m ruff format --quiet --check . && echo "lint: fine"

types: .venv/.installed
	@$(PYTHON) -m mypy --no-error-summary $(SOURCES) && echo "types: fine"

imports: .venv/.installed
	@.venv/bin/lint-imports

# There may be no database here; only the models and the migration files are compared.
migrations: .venv/.installed
	@NDOP_DEMO=1 $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

deploy: .venv/.installed
	@set -a && . ./.ci/production-like.env && $(PYTHON) manage.py check --deploy --fail-level WARNING

# Links, pictures, reading age and reviews of every page for readers; docs/guidance.md.
guidance: static/build/.built
	@NDOP_DEMO=1 $(PYTHON) manage.py check_guidance

pages: static/build/.built
	@$(PYTHON) -m tests.support.render_pages .local/pages
	@.ci/with-node node_modules/.bin/html-validate --config .htmlvalidate.json .local/pages && echo "pages: valid"

# --- set-up ----------------------------------------------------------------------------------------------------
# One environment with everything: whoever runs the demonstration from a clone may also want to test it.
.venv/.installed: requirements/dev.txt .ci/make-venv
	@.ci/make-venv
	@$(PIP) --requirement requirements/dev.txt
	@touch $@

# The sandbox that stands in for MESH pins old packages, so it lives in an environment of its own.
.venv-mesh/.installed: requirements/mesh-sandbox.txt | .venv/.installed
	@echo "Installing the MESH sandbox, for tests."
	@rm -rf .venv-mesh && $(PYTHON) -m venv .venv-mesh
	@.venv-mesh/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# What the file check is measured against: large, and nothing but `make bench` needs it.
.venv-peers/.installed: requirements/peers.txt | .venv/.installed
	@echo "Installing the peers of the benchmark."
	@rm -rf .venv-peers && $(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

node_modules/.installed: package.json package-lock.json requirements/node.txt .ci/with-node | .venv/.installed
	@echo "Installing the front end's packages."
	@.ci/with-node npm ci --silent --no-audit --no-fund
	@touch $@

# The stylesheet of the guidance holds the classes that these name, and no others.
GUIDANCE_CLASSES := templates/portal/guidance templates/layouts templates/nhsuk ndop/nhsuk portal/guidance

static/build/.built: node_modules/.installed $(shell find static/src $(GUIDANCE_CLASSES) -type f -not -name '*.pyc')
	@.ci/with-node npm run --silent build
	@mkdir -p static/root
	@touch $@

# LibreOffice opens the slides in a test; where it cannot be installed, that test says so and is left out.
.local/soffice: .venv/.installed
	@mkdir -p .local
	@$(PYTHON) -m tests.support.soffice > $@.new && mv $@.new $@

.local/chromium: .venv/.installed
	@mkdir -p .local
	@$(PYTHON) -m tests.support.chromium > $@.new && mv $@.new $@
