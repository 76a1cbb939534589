# tongbao.  Two commands matter: `make site` and `make test`.
#
# Everything that is made lies in .build (objects, tests, logs), but for the
# program itself.  BUILD, PROGRAM and SANITIZE let one Makefile serve the plain
# and the sanitized build.

PREFIX ?= /usr/local
BUILD ?= .build
PROGRAM ?= tongbao
CFLAGS ?= -O2 -g
SANITIZE ?=

PACKAGES = yaml-0.1 libcmark lua5.4 cairo harfbuzz-subset freetype2 fontconfig zlib libcrypto poppler-glib xlsxwriter libarchive libmicrohttpd
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
       -Wwrite-strings -Wvla -Wformat=2 -Wno-format-nonliteral $(if $(DEVELOPER),-Werror)
# What makes a fault hard to use, as far as the compiler has it (tests/site/
# hardened looks at the program).  Sanitizers look closer themselves, and don't
# know fortified calls, which need an optimizing compiler besides.
takes = $(shell $(CC) -O2 -Werror $(1) -include stdio.h -fsyntax-only -x c \
    /dev/null 2>/dev/null && echo '$(1)')
FORTIFY = $(or $(call takes,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3), \
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDEN = $(eval HARDEN := $$(if $$(SANITIZE),,$$(if $$(filter -O0,$$(CFLAGS)),,$$(FORTIFY)) \
    $$(foreach flag,-fstack-protector-strong -fstack-clash-protection \
    -fcf-protection -mbranch-protection=standard,$$(call takes,$$(flag))) \
    -fPIE))$(HARDEN)
# A hundred test programs are linked with sanitizers: gold, which binutils has
# had on most machines, does it in half the time.  Not for clang, whose
# sanitizers it has a hundred warnings for.
QUICK_LINK = $(eval QUICK_LINK := $$(if $$(SANITIZE),$$(if $$(findstring clang,$$(CC)),, \
    $$(shell command -v ld.gold >/dev/null && echo -fuse-ld=gold))))$(QUICK_LINK)
HARDEN_LINK = $(if $(SANITIZE),,-pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)
# Loaded when they are needed: for the first PDF or XLSX that is looked through
# (publish/scan_pdf.c, scan_xlsx.c), by `serve` (cmd/serve_http.c).
LINKED = $(filter-out poppler-glib libarchive libmicrohttpd,$(PACKAGES))
# Asked of pkg-config once, and only when something is compiled.
LIB_CFLAGS = $(eval LIB_CFLAGS := $$(shell pkg-config --cflags $(PACKAGES)))$(LIB_CFLAGS)
LIBS = $(eval LIBS := $$(shell pkg-config --libs $(LINKED)) -lglpk -lm -pthread)$(LIBS)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Isrc $(WARN) $(HARDEN) $(CFLAGS) $(SANITIZE) $(QUICK) -pthread

SOURCES := $(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libtongbao.a
CATALOGUE := $(BUILD)/locale/zh_CN/LC_MESSAGES/tongbao.mo
UNITS := $(sort $(wildcard tests/unit/test_*.c))
TOOLS := $(sort $(wildcard tests/spec/*.c tests/print/*.c tests/tools/*.c))
# Fuzz targets, with libFuzzer where SANITIZE has it; else with their own driver.
FUZZ := $(filter-out tests/fuzz/driver.c,$(sort $(wildcard tests/fuzz/*.c)))
FUZZ_DRIVER = $(if $(findstring fuzzer,$(SANITIZE)),-fsanitize=fuzzer,$(BUILD)/tests/fuzz/driver.o)
FUZZ_PROGRAMS := $(FUZZ:%.c=$(BUILD)/%)
TEST_PROGRAMS := $(UNITS:%.c=$(BUILD)/%) $(TOOLS:%.c=$(BUILD)/%) $(FUZZ_PROGRAMS)

.PHONY: all site screenshots test test-long test-tsan test-valgrind test-programs \
    fuzz fuzz-programs lint bench install manual clean always
.SECONDARY:

all: $(PROGRAM) $(CATALOGUE)

# Its words lie beside the program, in themes/.
$(PROGRAM): $(BUILD)/src/main.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(HARDEN_LINK) -o $@ $^ $(LIBS)
	@[ -e $(@D)/themes ] || ln -s $(CURDIR)/themes $(@D)/themes

$(LIBRARY): $(filter-out $(BUILD)/src/main.o,$(OBJECTS))
	@rm -f $@
	@ar rcs $@ $^

# How all in BUILD is compiled: objects of two ways don't go together (a plain
# one's malloc() ends a sanitized program before it begins).
HOW = $(BUILD)/how
$(HOW): always
	@mkdir -p $(@D)
	@printf '%s\n' '$(CC) $(CFLAGS) $(SANITIZE)' | cmp -s - $@ || \
	    printf '%s\n' '$(CC) $(CFLAGS) $(SANITIZE)' >$@

$(BUILD)/%.o: %.c $(HOW)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(HARDEN_LINK) $(QUICK_LINK) -o $@ $^ $(LIBS) $(if $(findstring tests/unit/,$@),-lcmocka)

$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/driver.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(QUICK_LINK) -o $@ $< $(FUZZ_DRIVER) $(LIBRARY) $(LIBS) -lcmocka
	@[ -e $(@D)/themes ] || ln -s $(CURDIR)/themes $(@D)/themes

# What unit tests do themselves is little: to optimize it takes longer.
$(BUILD)/tests/unit/%.o: QUICK = $(if $(SANITIZE),-O0)

# The program with planted leaks, for tests/site/planted: only what knows of
# src/base/planted.h is compiled again, with what has been said of it said; and
# what a hole in the sandbox would be used for, which no other program has.
PLANTED = $(patsubst $(BUILD)/%.d,$(BUILD)/planted/%.o,$(shell \
    grep -l src/base/planted.h $(OBJECTS:.o=.d))) $(BUILD)/planted/tests/planted/hole.o
$(BUILD)/planted/%.o: %.c $(HOW)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -O0 -g0 -w -U_FORTIFY_SOURCE -DTONGBAO_PLANTED $(LIB_CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/planted/tongbao: $(BUILD)/src/main.o $(LIBRARY)
	@$(MAKE) --no-print-directory -s $(PLANTED)
	$(CC) $(ALL_CFLAGS) $(HARDEN_LINK) -o $@ $(BUILD)/src/main.o $(PLANTED) $(LIBRARY) $(LIBS)
	@[ -e $(@D)/themes ] || ln -s $(CURDIR)/themes $(@D)/themes

# Taken into the program as they are.
$(BUILD)/src/cmd/serve_page.o: src/cmd/serve.js src/cmd/serve.css
$(BUILD)/src/cmd/completion.o: $(wildcard src/cmd/completion.*sh)

# What is said in Chinese; src/po/update brings it up to the source.
$(CATALOGUE): src/po/zh_CN.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# ---- the two commands ----

# The sample is of 2010: on that day its second quarter is under way.
site:
	@rm -rf output/screenshots
	@scripts/deps
	@$(MAKE) --no-print-directory -s -j2 all
	@./tongbao build --as-of 2010-12-20
	@echo "Open output/masses/index.html in a browser."

# All tests run on the sanitized build; tests/run lists and counts them.  What
# only they need is fetched while the program is compiled, both times.
SANITIZED = $(MAKE) --no-print-directory -s -j2 BUILD=.build/asan \
    PROGRAM=.build/asan/tongbao CFLAGS="-O1 -g1" DEVELOPER=1 \
    SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all"
test:
	@scripts/deps
	@scripts/deps --test & deps=$$!; \
	$(MAKE) --no-print-directory -s -j2 all .build/tests/print/make-scenes \
	    $(patsubst %,.build/tests/tools/%,crash generate-site make-bag measure rekey) && \
	$(SANITIZED) all; \
	built=$$?; wait $$deps && exit $$built
	+@$(SANITIZED) test-programs
	@tests/all .build/asan

# The same with all rounds of the tests that go by chance (tests/unit/chance.h);
# some of them take half an hour.
test-long:
	@TEST_LONG=1 TEST_TIMEOUT=$${TEST_TIMEOUT:-7200} \
	    $(MAKE) --no-print-directory test

# Races, on a build of its own; then memory, on the program of users.
test-tsan:
	@scripts/deps --test
	@$(MAKE) --no-print-directory -s -j2 all .build/tests/tools/generate-site
	@$(MAKE) --no-print-directory -s -j2 all BUILD=.build/tsan \
	    PROGRAM=.build/tsan/tongbao CFLAGS="-O1 -g" SANITIZE=-fsanitize=thread
	@TONGBAO=$(CURDIR)/.build/tsan/tongbao tests/tsan

test-valgrind:
	@scripts/deps --test
	@$(MAKE) --no-print-directory -s -j2 all
	@TONGBAO=$(CURDIR)/tongbao tests/valgrind

# What three tools find by reading; not part of the tests: half an hour.
lint:
	@scripts/deps
	@tests/lint/run

test-programs: $(PROGRAM) $(CATALOGUE) $(TEST_PROGRAMS)

# Pictures of the main pages of the sample, for a person to look at.
SHOTS = index period/2010-q3 bulletins organisations organisation/jidian ledger \
    analysis/coverage analysis/matrix analysis/trends analysis/grades \
    rectification exemplars programme about search \
    record/2010-q3/bulletin/2010-11 record/2010-q3/review/jidian
screenshots: site
	@scripts/deps --test
	@mkdir -p output/screenshots
	@cd output/leaders && ls -U $(SHOTS:%=%.html) 2>/dev/null | \
	    xargs node ../../tests/browser/shots.js . ../screenshots
	@echo "Look at output/screenshots/."

# All are run, also when one is over its bar.
bench:
	@scripts/deps --bench
	@$(MAKE) --no-print-directory -s -j2 all $(BUILD)/tests/tools/floor
	@status=0; for bench in bench bench-peers bench-print; do \
	    tests/$$bench || status=1; done; exit $$status

# All targets, a part of the time each; ends with a table and status 1 on a find.
FUZZ_SECONDS ?= 1800
fuzz:
	@scripts/deps --fuzz
	@$(MAKE) --no-print-directory -s -k -j2 fuzz-programs BUILD=.build/fuzz \
	    CC=clang CFLAGS="-O1 -g1 -Wno-missing-field-initializers" \
	    SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
	@tests/fuzz/run $(FUZZ_SECONDS) $(TARGETS)

fuzz-programs: $(FUZZ_PROGRAMS)

install: all
	install -D -m 0755 tongbao $(DESTDIR)$(PREFIX)/bin/tongbao
	install -D -m 0644 src/base/han_data.LICENSE \
	    $(DESTDIR)$(PREFIX)/share/tongbao/han_data.LICENSE
	install -D -m 0644 $(CATALOGUE) $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES/tongbao.mo
	find themes scripts -type f ! -name deps ! -name 'shards-*' -exec install -D -m 0644 {} \
	    $(DESTDIR)$(PREFIX)/share/tongbao/{} \;
	find serving -type f -exec install -D -m 0644 {} \
	    $(DESTDIR)$(PREFIX)/share/doc/tongbao/{} \;
	for launcher in scripts/shards-*; do install -D -m 0755 $$launcher \
	    $(DESTDIR)$(PREFIX)/share/doc/tongbao/$$launcher || exit 1; done
	for page in src/man/*.[1-9]; do install -D -m 0644 $$page \
	    $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/} || exit 1; done

# What the pages say of commands, fields and rules comes from the program.
manual: all
	@tests/tools/manual

clean:
	rm -rf .build tongbao

-include $(OBJECTS:.o=.d) $(TEST_PROGRAMS:%=%.d) $(OBJECTS:$(BUILD)/%.o=$(BUILD)/planted/%.d)
