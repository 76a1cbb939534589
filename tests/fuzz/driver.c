/*
 * A fuzz target without libFuzzer: every input that is given once, then
 * variants of them, made blindly.
 *
 *	TARGET [-runs=N] [-seed=N] [-dict=FILE] [-words=N] [-max_len=N]
 *	    [-keep=FILE] [FILE|FOLDER]...
 *
 * -runs counts variants; -words has every text tried that is made of so many
 * words of the dictionary or fewer, and of the letter `a`: what chance finds in
 * hours mostly has one as short.  What is being tried is in the file named by -keep,
 * which is empty after the last: whatever ends the process, there is the input.
 * An input that takes ten seconds ends it, too.  Ends with a line of counts.
 */
#include <fcntl.h>
#include <unistd.h>
#include "base/os.h"
#define FUZZ_DRIVER /* what a target has */
#include "fuzz.h"

#define INPUT_MOST ((size_t)1 << 16)
#define SECONDS_MOST 10

struct inputs {
	struct text *items;
	size_t count, capacity;
};

struct driver {
	struct arena *arena;
	struct inputs seeds, words;
	uint64_t chance;
	size_t most; /* bytes of a variant */
	int kept;    /* descriptor, or -1 */
	size_t tried;
};

static size_t
any(struct driver *driver, size_t below)
{
	driver->chance = driver->chance * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (size_t)(driver->chance >> 33) % below;
}

static void
add(struct driver *driver, struct inputs *inputs, struct text text)
{
	ARENA_ROOM(driver->arena, inputs->items, inputs->count,
	    inputs->capacity);
	inputs->items[inputs->count++] = text;
}

_Noreturn static void
give_up(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(3);
}

/* ---- what is given ---- */

static void
seed_read(struct driver *driver, const char *path)
{
	struct os_error error;
	struct text text;
	if (os_read(driver->arena, path, &text, &error) != 0)
		give_up(error.message);
	add(driver, &driver->seeds, text);
}

static void
seeds_read(struct driver *driver, const char *path)
{
	struct os_error error;
	struct os_list list;
	if (os_type(path) != OS_FOLDER) {
		seed_read(driver, path);
		return;
	}
	if (os_walk(driver->arena, path, &list, &error) != 0)
		give_up(error.message);
	for (size_t i = 0; i < list.count; i++)
		seed_read(driver, arena_printf(driver->arena, "%s/%s", path,
		    list.items[i].path));
}

/* What stands between the quotes of a line, with \xAB, \\ and \" undone. */
static void
word_read(struct driver *driver, struct text line)
{
	struct buf word = BUF_INIT;
	const char *at = memchr(line.at, '"', line.len);
	const char *end = line.at + line.len;
	if (at == NULL || line.at[0] == '#')
		return;
	for (at++; at < end && *at != '"'; at++) {
		unsigned code;
		if (*at != '\\') {
			buf_putc(&word, *at);
		} else if (end - at > 3 && sscanf(at, "\\x%2x", &code) == 1) {
			buf_putc(&word, (char)code);
			at += 3;
		} else {
			buf_putc(&word, *++at);
		}
	}
	add(driver, &driver->words, arena_text(driver->arena,
	    buf_text(&word)));
	buf_free(&word);
}

static void
words_read(struct driver *driver, const char *path)
{
	struct os_error error;
	struct text rest, line;
	if (os_read(driver->arena, path, &rest, &error) != 0)
		give_up(error.message);
	while (rest.len > 0) {
		text_split(rest, '\n', &line, &rest);
		if (line.len > 0)
			word_read(driver, line);
	}
}

/* ---- variants ---- */

/* The bytes [start, end) become `with`, if there is room. */
static void
replace(struct driver *driver, struct buf *input, size_t start, size_t end,
    struct text with)
{
	struct buf made = BUF_INIT;
	if (input->len - (end - start) + with.len > driver->most)
		return;
	buf_putt(&made, text_cut(buf_text(input), 0, start));
	buf_putt(&made, with);
	buf_putt(&made, text_from(buf_text(input), end));
	buf_free(input);
	*input = made;
}

/* A piece of `text`, mostly a short one. */
static struct text
piece(struct driver *driver, struct text text)
{
	size_t start = any(driver, text.len + 1);
	size_t most = text.len - start;
	if (any(driver, 4) > 0 && most > 16)
		most = 16;
	return text_cut(text, start, start + any(driver, most + 1));
}

static void
vary(struct driver *driver, struct buf *input)
{
	size_t at = any(driver, input->len + 1);
	struct text cut = piece(driver, buf_text(input));
	size_t start = (size_t)(cut.at - input->at);
	char byte[4];
	switch (any(driver, 8)) {
	case 0:
		if (at < input->len)
			input->at[at] ^= (char)(1 << any(driver, 8));
		break;
	case 1:
		byte[0] = (char)any(driver, 256);
		replace(driver, input, at, at, (struct text){ byte, 1 });
		break;
	case 2:
		replace(driver, input, start, start + cut.len, TEXT_LIT(""));
		break;
	case 3:
		replace(driver, input, at, at, cut);
		break;
	case 4:
		replace(driver, input, at, at, piece(driver,
		    driver->seeds.items[any(driver, driver->seeds.count)]));
		break;
	case 5:
		replace(driver, input, at, at, (struct text){ byte,
		    utf8_encode((uint32_t)any(driver, 0xD800), byte) });
		break;
	default:
		if (driver->words.count > 0)
			replace(driver, input, at, any(driver, 2) == 0 ? at
			    : start + cut.len > at ? start + cut.len : at,
			    driver->words.items[
				any(driver, driver->words.count)]);
	}
}

/* ---- runs ---- */

static void
keep(const struct driver *driver, struct text input)
{
	if (driver->kept < 0)
		return;
	if (ftruncate(driver->kept, 0) != 0 ||
	    pwrite(driver->kept, input.at, input.len, 0) != (ssize_t)input.len)
		give_up("the input can't be kept");
}

/* In a block of its own size, so that reading beyond it is seen. */
static void
try(struct driver *driver, struct text input)
{
	uint8_t *bytes = malloc(input.len > 0 ? input.len : 1);
	if (bytes == NULL)
		give_up("no memory");
	if (input.len > 0)
		memcpy(bytes, input.at, input.len);
	keep(driver, input);
	alarm(SECONDS_MOST);
	LLVMFuzzerTestOneInput(bytes, input.len);
	alarm(0);
	free(bytes);
	driver->tried++;
}

static void
run(struct driver *driver, size_t runs)
{
	for (size_t i = 0; i < driver->seeds.count; i++)
		try(driver, driver->seeds.items[i]);
	if (driver->seeds.count == 0)
		add(driver, &driver->seeds, TEXT_LIT(""));
	struct buf input = BUF_INIT;
	for (size_t i = 0; i < runs; i++) {
		struct text seed =
		    driver->seeds.items[any(driver, driver->seeds.count)];
		buf_clear(&input);
		buf_putt(&input, text_cut(seed, 0, seed.len < driver->most
		    ? seed.len : driver->most));
		for (size_t n = 1 + any(driver, 6); n > 0; n--)
			vary(driver, &input);
		try(driver, buf_text(&input));
	}
	buf_free(&input);
}

/* Every text that goes on from there with at most so many words. */
static void
run_words(struct driver *driver, struct buf *input, size_t most)
{
	size_t len = input->len;
	for (size_t i = 0; most > 0 && i < driver->words.count; i++) {
		buf_putt(input, driver->words.items[i]);
		try(driver, buf_text(input));
		run_words(driver, input, most - 1);
		input->len = len;
	}
}

static const char *
value_of(const char *argument, const char *option)
{
	size_t n = strlen(option);
	return strncmp(argument, option, n) == 0 ? argument + n : NULL;
}

int
main(int argc, char **argv)
{
	struct driver driver = { .arena = arena_new(), .most = INPUT_MOST,
		.kept = -1, .chance = 1 };
	size_t runs = 0, words = 0;
	struct buf input = BUF_INIT;
	const char *value;
	for (int i = 1; i < argc; i++)
		if ((value = value_of(argv[i], "-runs=")) != NULL)
			runs = strtoul(value, NULL, 10);
		else if ((value = value_of(argv[i], "-seed=")) != NULL)
			driver.chance = strtoul(value, NULL, 10);
		else if ((value = value_of(argv[i], "-words=")) != NULL)
			words = strtoul(value, NULL, 10);
		else if ((value = value_of(argv[i], "-max_len=")) != NULL)
			driver.most = strtoul(value, NULL, 10);
		else if ((value = value_of(argv[i], "-dict=")) != NULL)
			words_read(&driver, value);
		else if ((value = value_of(argv[i], "-keep=")) != NULL)
			driver.kept = open(value, O_RDWR | O_CREAT, 0666);
		else if (*argv[i] != '-')
			seeds_read(&driver, argv[i]);
	run(&driver, runs);
	add(&driver, &driver.words, TEXT_LIT("a"));
	run_words(&driver, &input, words);
	buf_free(&input);
	keep(&driver, TEXT_LIT(""));
	printf("%zu inputs\n", driver.tried);
	arena_free(driver.arena);
	return 0;
}
