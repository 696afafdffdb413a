# Two commands for a new machine:
#   make demo   set up .venv and run the main job on the example
#   make test   set up .venv and run the tests
# Needed: Python 3.11 or newer, make, a package index. `uv` is used when it is there.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
STAMPS := .venv/stamps
# Compiled bytecode keeps start-up fast even where PYTHONDONTWRITEBYTECODE is set.
COMPILE = $(BIN)/python -m compileall -q src/counterpoise

MISSING_LIBRARY := 11 # exit code, docs/reference/exit-codes.md

.PHONY: demo test setup check docs clean
.DELETE_ON_ERROR:

demo: $(STAMPS)/run
	@mkdir -p out
	@$(BIN)/counterpoise dossier examples/uae-2020/report.txt examples/uae-2020/notice.txt \
		--casebook out/casebook.sqlite --figures out/figures --citation out/dossier.bib \
		-o out/dossier.html -o out/dossier.json -o out/dossier.md -o out/dossier.pdf \
		|| test $$? -eq $(MISSING_LIBRARY) # the PDF or the PNG is left out where Pango is missing; the rest is written
	@echo "Open out/dossier.html in a browser."

test: $(STAMPS)/dev
	$(BIN)/pytest -m "not browser and not timing" -n 2 --dist loadfile
	$(BIN)/pytest -m "timing and not browser"

setup: $(STAMPS)/dev

check: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Counterpoise needs Python 3.11 or newer; none was found on PATH. Install one, or say make PYTHON=/path/to/python3."; exit 1; }
ifdef UV
	uv venv --quiet --python $(PYTHON) .venv
else
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
endif

$(STAMPS)/run: pyproject.toml | .venv/bin/python
ifdef UV
	uv pip install --quiet --python $(BIN)/python --compile-bytecode --editable ".[pdf,charts]"
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[pdf,charts]"
endif
	$(COMPILE)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/run
ifdef UV
	uv pip install --quiet --python $(BIN)/python --compile-bytecode --editable ".[nlp,postgres,data,validate,pdf,charts]" --group dev
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[nlp,postgres,data,validate,pdf,charts]" --group dev
endif
	@touch $@

docs: $(STAMPS)/docs
	$(BIN)/sphinx-build -W --keep-going -q -E -b html docs out/docs
	$(BIN)/python -m docs.made.offline out/docs
	@echo "Open out/docs/index.html in a browser."

$(STAMPS)/docs: $(STAMPS)/run
ifdef UV
	uv pip install --quiet --python $(BIN)/python --compile-bytecode --group docs
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
endif
	@touch $@

clean:
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
