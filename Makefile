# tongbao: two commands matter: `make site` and `make test`.
PREFIX ?= /usr/local
DATADIR = $(PREFIX)/share/tongbao
CC ?= cc
BUILD ?= .build
CFLAGS ?= -O2 -g
SANITIZE ?=

PACKAGES = yaml-0.1 libcmark lua5.4 cairo harfbuzz freetype2 fontconfig libcrypto
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
       -Wwrite-strings -Wvla $(if $(DEVELOPER),-Werror)
# Asked of pkg-config only when something is compiled, after scripts/deps.
LIB_CFLAGS = $(shell pkg-config --cflags $(PACKAGES))
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lm -pthread
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Isrc $(WARN) $(CFLAGS) $(SANITIZE) -pthread

SOURCES := $(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libtongbao.a
PROGRAM ?= tongbao

all: $(PROGRAM)

$(PROGRAM): $(BUILD)/src/main.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)

$(LIBRARY): $(filter-out $(BUILD)/src/main.o,$(OBJECTS))
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LIB_CFLAGS) -DDATADIR='"$(DATADIR)"' -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS) -lcmocka

-include $(OBJECTS:.o=.d)
