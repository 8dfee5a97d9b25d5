# `make demo` and `make test` do all the set-up they need; everything lives in .venv.

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ASSIGNMENTS := two_kernels convolution pooling

# The first Python of 3.11 or newer on the PATH, unless PYTHON says which.
CANDIDATES := python3 python python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(firstword $(foreach p,$(CANDIDATES),$(shell $(p) -c \
	'import sys; print("$(p)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)))

# nbgrader starts `alembic` by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A warm machine slows down by an order of magnitude when each worker starts its own BLAS threads.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: help setup demo test lint format release pictures goldens lock bench clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## make .venv with everything in it (the other targets do this by themselves)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Two Kernels needs Python 3.11 or newer, and none is on the PATH." \
		"Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual" \
		"environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing into $(VENV) (a minute or two, the first time only) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,lint,bench,cluster,postgresql]'
	@touch $@

demo: $(READY)  ## grade the demo class, end to end, and show the marks
	@$(BIN)/python -m examples.demo

test: $(READY)  ## run every test
	@$(BIN)/python -m pytest -n 2

lint: $(READY)  ## style, types, and which way imports run
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## lay the code out
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

release: $(READY)  ## make release/ from source/, and the data of its checks
	@$(BIN)/python tools/make_checks.py
	@$(BIN)/python tools/make_release.py

pictures: $(READY)  ## photograph the pages anew for the README (needs Chromium)
	@TWOKERNELS_SCREENSHOTS=$(VENV)/pictures $(BIN)/python -m pytest -q tests/browser/test_feedback.py \
		tests/browser/test_report.py tests/browser/test_correlation.py tests/browser/test_lessons.py
	@$(BIN)/python tools/pictures.py $(VENV)/pictures

goldens: $(READY)  ## record PyTorch's values anew (needs the extra 'oracle')
	$(BIN)/python tools/record_goldens.py

lock: $(READY)  ## resolve constraints.txt anew (needs uv)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-header --no-annotate \
		--extra test --extra lint --extra bench --extra cluster --extra postgresql pyproject.toml --output-file constraints.txt
	$(BIN)/python -m helpers.bundle.requirements | $(BIN)/uv pip compile --quiet --universal \
		--python-version 3.11 --no-header --no-annotate --constraint constraints.txt - \
		--output-file helpers/bundle/requirements.txt

bench: $(READY)  ## measure
	$(BIN)/python benchmarks/corr2d.py
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/coordinator.py
	$(BIN)/python benchmarks/explorers.py

clean:  ## remove what the demo and the tools wrote; .venv stays
	chmod -R u+w autograded 2>/dev/null || true
	find autograded -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	rm -rf submitted feedback gradebook.db* grades.csv course.log .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find helpers tests examples tools benchmarks -name __pycache__ -prune -exec rm -rf {} +
