# noticelog: build, tests, documentation. `make help` lists the targets.

PACKAGES := gcc make pkg-config git libgit2-dev libjansson-dev libcriterion-dev \
            libunistring-dev nettle-dev zlib1g-dev libxml2-dev libical-dev libpopt-dev \
            libsqlite3-dev libdeflate-dev libmimalloc-dev \
            cmark jq mandoc python3 python3-jsonschema strace
# Loaded when a command first needs them, as libical is, and so not linked with.
LATER    := libgit2 libxml-2.0
# Linked as a part of the program: a fifth of all names that the loader must look up
# before each command are its own, and it opens nothing but the reader's own cache.
INSIDE   := sqlite3
# Several threads make and free what they hand to each other, by the hundred for each
# revision: this does it in two thirds of the time that glibc takes.
ALLOCATOR := -lmimalloc
# What the tests ask besides the libraries.
TOOLS    := cmark jq mandoc git
MODULES  := libgit2 jansson nettle zlib libdeflate libxml-2.0 popt sqlite3 criterion

BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wvla -Wwrite-strings -Wformat=2 -Wundef -Wconversion
STRICT  ?=

# Targets that need no library; everything else first sees to it that all are there.
BARE := help clean deps format format-check layers
ifneq ($(filter-out $(BARE),$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/libraries.mk
endif

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude -I$(BUILD)/gen $(WARNINGS) $(STRICT) $(CFLAGS) $(LIB_CFLAGS)

SOURCES := $(wildcard src/*/*.c)
LIBRARY_SOURCES := $(filter-out src/cli/%,$(SOURCES))
CLI_SOURCES := $(wildcard src/cli/*.c)
UNIT_SOURCES := $(wildcard tests/unit/*.c)
OBJECT = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
HEADERS := $(wildcard include/noticelog/*.h)

PROGRAM := $(BUILD)/noticelog
LIBRARY := $(BUILD)/libnoticelog.a
UNIT := $(BUILD)/unit-tests

.PHONY: all lib demo test check soak faults golden-update asan ubsan valgrind bench bench-register hyperfine fuzz \
        fuzz-build coverage \
        format format-check headers layers deps install uninstall clean help

all: $(PROGRAM) ## build the program (build/noticelog)
lib: $(LIBRARY) ## build the library (build/libnoticelog.a)

$(PROGRAM): $(call OBJECT,$(CLI_SOURCES)) $(LIBRARY)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(LIBRARY): $(call OBJECT,$(LIBRARY_SOURCES))
	@rm -f $@
	ar rcs $@ $^

$(UNIT): $(call OBJECT,$(UNIT_SOURCES)) $(LIBRARY)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(TEST_LIBS)

$(BUILD)/obj/%.o: %.c $(BUILD)/libraries.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -I$(<D) -MMD -MP -c -o $@ $<

# The script of the auditor's kit as an array of lines, so that the program can write it.
$(BUILD)/gen/check_script.inc: src/audit/check.sh
	@mkdir -p $(@D)
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/",/' $< > $@

$(BUILD)/obj/src/audit/kit.o: $(BUILD)/gen/check_script.inc

# A name for all that an index is written and derived by, so that another build does not believe it.
$(BUILD)/gen/program.inc: $(LIBRARY_SOURCES) $(wildcard src/*/*.h) $(HEADERS)
	@mkdir -p $(@D)
	printf '"%s"\n' "$$(cat $(sort $^) | sha256sum | cut -c 1-32)" > $@

$(BUILD)/obj/src/index/index.o: $(BUILD)/gen/program.inc

-include $(patsubst %.o,%.d,$(call OBJECT,$(SOURCES) $(UNIT_SOURCES)))

# The name by which the loader knows a library.
SONAME = $$(readelf -d "$$($(CC) -print-file-name=$(1))" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')

# Where the libraries are; made again after `make deps`. Installs what is missing.
$(BUILD)/libraries.mk: Makefile
	@mkdir -p $(@D)
	@pkg-config --exists $(MODULES) 2>/dev/null && test -e /usr/include/unistr.h -a -e /usr/include/libical/ical.h -a -e /usr/include/mimalloc.h \
		&& /usr/bin/python3 -c 'import jsonschema' 2>/dev/null \
		&& (for tool in $(TOOLS); do command -v $$tool || exit 1; done) >/dev/null \
		|| $(MAKE) --no-print-directory deps
	@{ echo "LIB_CFLAGS := $$(pkg-config --cflags $(filter-out criterion,$(MODULES)))" \
	        "-DLIBGIT2_FILE='\"$(call SONAME,libgit2.so)\"'" \
	        "-DLIBXML2_FILE='\"$(call SONAME,libxml2.so)\"' -DLIBICAL_FILE='\"$(call SONAME,libical.so)\"'"; \
	   echo "LIB_LIBS := $(ALLOCATOR) $$(pkg-config --libs $(filter-out criterion $(LATER) $(INSIDE),$(MODULES))) -lunistring -l:libsqlite3.a -lm"; \
	   echo "GIT_LIBS := $$(pkg-config --libs libgit2)"; \
	   echo "TEST_LIBS := $$(pkg-config --libs criterion $(LATER)) -lical"; } > $@

deps: ## install the Debian packages (with sudo when not root)
	@sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -q && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(PACKAGES)

demo: $(PROGRAM) ## record two histories in a temporary register and show what the program says
	@tests/tools/demo $(PROGRAM)

# What makes calls go wrong, and recording the plain way that shows that it does.
$(BUILD)/fault.so: tests/faults/fault.c $(BUILD)/libraries.mk
	$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) $(STRICT) -O2 -g -fPIC -shared -o $@ $<

$(BUILD)/plain: $(BUILD)/obj/tests/faults/plain.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(GIT_LIBS)

FAULTS := $(patsubst %,tests/faults/%,sweep writers limits damage rewritten alone hostile statuses)

faults: $(PROGRAM) $(BUILD)/fault.so $(BUILD)/plain
	@for driver in $(FAULTS); do $$driver $(BUILD) || exit 1; done

soak: $(PROGRAM) $(UNIT) $(BUILD)/fault.so $(BUILD)/plain ## every fault at every call, long kill loops, every bit (minutes)
	@for driver in $(FAULTS); do echo "$$driver"; $$driver --soak $(BUILD) || exit 1; done
	NOTICELOG_SOAK=1 $(UNIT) --filter 'verify_damage/a_bit_flipped_anywhere*'

test: $(PROGRAM) $(UNIT) faults ## unit tests, golden cases, faults
	$(UNIT) --jobs 2
	tests/tools/golden --twice $(PROGRAM)
	tests/tools/readme $(PROGRAM)
	tests/tools/manual $(PROGRAM)
	tests/tools/same $(PROGRAM)
	tests/tools/schemas $(PROGRAM)
	tests/tools/completion $(PROGRAM)

check: layers headers ## everything that must hold: warnings are errors, layers, headers, all tests
	$(MAKE) --no-print-directory BUILD=$(BUILD)/check STRICT=-Werror test

golden-update: $(PROGRAM) ## rewrite the expected files of the golden cases; review with git diff
	tests/tools/golden --update $(PROGRAM)
	tests/tools/readme --update $(PROGRAM)
	tests/tools/manual --update $(PROGRAM)

SANITIZE = $(MAKE) --no-print-directory BUILD=$(BUILD)/$(1) CFLAGS="-O1 -g -fno-omit-frame-pointer $(2)" \
           LDFLAGS="$(2)" $(BUILD)/$(1)/noticelog $(BUILD)/$(1)/unit-tests

asan: ## the golden cases and unit tests under AddressSanitizer and LeakSanitizer
	$(call SANITIZE,asan,-fsanitize=address)
	ASAN_OPTIONS=detect_leaks=0 $(BUILD)/asan/unit-tests --jobs 2
	tests/tools/golden $(BUILD)/asan/noticelog

ubsan: ## the golden cases and unit tests under UndefinedBehaviorSanitizer
	$(call SANITIZE,ubsan,-fsanitize=undefined -fno-sanitize-recover=all)
	$(BUILD)/ubsan/unit-tests --jobs 2
	tests/tools/golden $(BUILD)/ubsan/noticelog

# The sweep is left out: what kills a process, or fills its disk, takes its counts with it.
coverage: ## lines and branches that the tests reach (needs gcovr)
	@dpkg -s gcovr >/dev/null 2>&1 || $(MAKE) --no-print-directory deps PACKAGES=gcovr
	$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage CFLAGS="-O1 -g --coverage -fprofile-update=atomic" \
		LDFLAGS=--coverage $(BUILD)/coverage/noticelog $(BUILD)/coverage/unit-tests $(BUILD)/coverage/plain
	find $(BUILD)/coverage -name '*.gcda' -delete
	$(BUILD)/coverage/unit-tests --jobs 2
	tests/tools/golden $(BUILD)/coverage/noticelog
	tests/faults/damage $(BUILD)/coverage
	tests/faults/rewritten $(BUILD)/coverage
	tests/faults/hostile $(BUILD)/coverage
	tests/tools/coverage $(BUILD)/coverage/obj

valgrind: $(PROGRAM) ## the golden cases under valgrind
	tests/tools/golden --valgrind $(PROGRAM)

$(BUILD)/bench_%: $(BUILD)/obj/bench/%.o $(LIBRARY)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# Figures are ratios to peers in one run; 100k takes six minutes, 300k twenty.
SCALE ?= 10k
BENCHES := $(PROGRAM) $(BUILD)/bench_pair $(BUILD)/bench_walk

bench: $(BENCHES) $(BUILD)/bench_parse hyperfine ## measure beside limits and peers: SCALE=10k, 100k or 300k revisions
	bench/run $(BUILD) --scale $(SCALE)

bench-register: $(BENCHES) hyperfine ## the same of reading the register REGISTER
	bench/run $(BUILD) --register $(REGISTER)

hyperfine:
	@command -v hyperfine >/dev/null || $(MAKE) --no-print-directory deps PACKAGES=hyperfine

# libFuzzer over each harness of tests/fuzz/, our code instrumented and linked statically.
FUZZ_SECONDS ?= 60
FUZZ_PACKAGES := clang libclang-rt-14-dev libcmark-dev
FUZZ_SOURCES := $(wildcard tests/fuzz/*.c)
FUZZ_FLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined

$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(LIBRARY)
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIB_LIBS) $(GIT_LIBS) -lcmark

fuzz-build: $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(FUZZ_SOURCES))

fuzz: ## run every fuzzing harness for FUZZ_SECONDS (needs clang)
	@dpkg -s $(FUZZ_PACKAGES) >/dev/null 2>&1 \
		|| $(MAKE) --no-print-directory deps PACKAGES="$(FUZZ_PACKAGES)"
	$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang \
		CFLAGS="$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link" fuzz-build
	@for harness in $(FUZZ_SOURCES:tests/fuzz/%.c=%); do \
		echo "$$harness: $(FUZZ_SECONDS) s"; \
		mkdir -p build/fuzz/corpus/$$harness; \
		build/fuzz/$$harness -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 \
			-print_final_stats=1 -artifact_prefix=build/fuzz/ build/fuzz/corpus/$$harness tests/documents \
			>build/fuzz/$$harness.log 2>&1 || { tail -n 40 build/fuzz/$$harness.log; exit 1; }; \
		grep '^stat::' build/fuzz/$$harness.log; \
	done

format: ## format the sources
	clang-format -i $(SOURCES) $(wildcard src/*/*.h) $(HEADERS) $(UNIT_SOURCES)

format-check: ## are the sources formatted?
	clang-format --dry-run --Werror $(SOURCES) $(wildcard src/*/*.h) $(HEADERS) $(UNIT_SOURCES)

layers: ## who includes whom, against the table in doc/architecture.md
	@tests/tools/layers

headers: ## does each public header compile by itself?
	@tests/tools/headers $(CC)

install: $(PROGRAM) $(LIBRARY) ## install the program and its manual page below PREFIX
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/noticelog
	install -D -m 644 doc/noticelog.1 $(DESTDIR)$(PREFIX)/share/man/man1/noticelog.1

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/noticelog $(DESTDIR)$(PREFIX)/share/man/man1/noticelog.1

clean: ## remove what was built
	rm -rf build

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1 \2/p' Makefile | awk '{printf "  %-6s %-14s", $$1, $$2; $$1=$$2=""; print}'
