# A thin layer over the CMake presets: each goal installs what it needs, then builds only what has changed.
JOBS ?= $(shell nproc)
# CONFIGURE: what CMake is told beside the preset.
BUILD = cmake --preset $(1) $(CONFIGURE) >/dev/null && cmake --build --preset $(1) --parallel $(JOBS) $(if $(2),--target $(2))
CODE := $(shell find core capi bindings bench edge tests -name '*.h' -o -name '*.hpp' -o -name '*.cc' -o -name '*.c' | grep -v '^tests/lint/fixtures/' | sort)
# The C++ binding is headers only, so a test of it stands for them.
BINDING := tests/cpp/result_test.cc
TIDY := $(patsubst %,build/tidy/%.ok,$(filter-out tests/% bench/%,$(filter %.cc,$(CODE))) $(BINDING))

help:
	@echo 'make demo    build the release and tell the story of one certification'
	@echo 'make test    build the dev preset and run every test'
	@echo 'make check   before a push: format, lint, clang-tidy, tests under the sanitizers'
	@echo 'make bench   measure, and keep the results in bench/results/; make bench-smoke: does it still work?'
	@echo 'make soak    days: the rigs that look for lost and doubled records, with their long figures'
	@echo 'make edge    build for arm64 and armhf, run the tests under qemu, tell size and memory'
	@echo 'make package the source tarball and Debian packages, in build/dist/'
	@echo 'make package-try, package-again: do they work in a bare Debian, are they the same when built elsewhere?'
	@echo 'make coverage  which branches the tests take; make teeth: do they catch the defects that they must?'
	@echo 'make clean   remove build/'

demo:
	@.ci/setup
	@$(call BUILD,release,certlite_cli)
	@bindings/cli/demo.sh

test:
	@.ci/setup
	@$(call BUILD,dev)
	@ctest --preset dev --parallel $(JOBS)

check:
	@.ci/setup check
	@clang-format-14 --dry-run -Werror $(CODE)
	@/usr/bin/python3 tests/lint/lint.py
	@cmake --preset dev -B build/each -DCMAKE_UNITY_BUILD=OFF >/dev/null
	@cmake --preset dev -B build/together -DCMAKE_UNITY_BUILD=ON >/dev/null
	@echo clang-tidy of all, without its analyzer
	@sed -nE 's,^ *"file": "$(CURDIR)/(((build/together/)?(core|capi|bindings)/|$(BINDING)).*)"$$,\1,p' \
	  build/together/compile_commands.json | xargs --max-procs=$(JOBS) --max-args=1 \
	  clang-tidy-14 --quiet -p build/together --checks=-clang-analyzer-*,-bugprone-suspicious-include 2>/dev/null
	@$(MAKE) --no-print-directory --keep-going --output-sync --jobs=$(JOBS) tidy
	@$(call BUILD,asan)
	@ctest --preset asan --parallel $(JOBS)
	@$(call BUILD,tsan,threads_tests)
	@ctest --preset tsan --parallel $(JOBS)

# HOST=NAME: what the machine is called in the results.
bench:
	@.ci/setup
	@$(call BUILD,release,certlite_bench certlite_call_loop certlite_python)
	@bench/peers/install build/release/peers
	@/usr/bin/python3 -B bench/run.py build/release $(if $(HOST),--host $(HOST))

bench-smoke:
	@.ci/setup
	@$(call BUILD,dev,certlite_bench certlite_call_loop certlite_python)
	@ctest --preset dev --tests-regex '^bench[.]smoke$$'

# CERTLITE_SEED=N does a run again.
soak:
	@.ci/setup check
	@$(call BUILD,release,rigs)
	@for rig in build/release/bin/rig_*; do echo "== $$rig"; CERTLITE_SOAK=1 $$rig || exit 1; done
	@$(call BUILD,asan,fuzz)
	@CERTLITE_SOAK=1 tests/rigs/fuzz/run.py build/asan/bin

# Downloads and emulates, so no part of CI.
edge:
	@.ci/setup edge
	@JOBS=$(JOBS) edge/run amd64 arm64 armhf

# Of what is committed. The other two look at what this one has left.
package:
	@.ci/setup package
	@packaging/build build/dist

# As root.
package-try:
	@.ci/setup package
	@/usr/bin/python3 -B packaging/bare_root.py build/dist

package-again:
	@packaging/reproducible build/dist

# Counts are summed up while they lie there, so each run begins with none.
coverage:
	@.ci/setup coverage
	@$(call BUILD,coverage)
	@find build/coverage -name '*.gcda' -delete
	@ctest --preset coverage --parallel $(JOBS)
	@/usr/bin/python3 -B tests/coverage/coverage.py build/coverage

# DEFECTS='NAME...' seeds only these.
teeth:
	@.ci/setup teeth
	@JOBS=$(JOBS) /usr/bin/python3 -B tests/rigs/teeth/teeth.py $(DEFECTS)

clean:
	rm -rf build

tidy: $(TIDY)

# What `check` asks of the sources of a stage at once, whose headers take the time, is not asked again: here the analyzer and
# `misc` look at each by itself, which nothing else works for. It is analysed again when it, a header or the rules change.
APART = -bugprone-*,-concurrency-*,-cppcoreguidelines-*,-google-*,-modernize-*,-performance-*,-readability-*
build/tidy/%.ok: % .clang-tidy $(filter %.h %.hpp,$(CODE))
	@echo clang-tidy $<
	@clang-tidy-14 --quiet -p build/each --checks=$(APART) $< 2>/dev/null
	@mkdir -p $(@D) && touch $@

.PHONY: help demo test check bench bench-smoke soak edge package package-try package-again coverage teeth clean tidy
