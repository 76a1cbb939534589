/*
 * The search: render/search*.c.  What is written as letters and files is read
 * here by other means; tests/search reads it with the script as it is shipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "search_room.h"

/* ---- what a page shows ---- */

static void
shows(const char *html, const char *lines)
{
	struct buf out = BUF_INIT;
	buf_puts(&out, "before\n");
	search_text(&out, text_of(html));
	assert_string_equal(out.at + strlen("before\n"), lines);
	buf_free(&out);
}

static void
test_text(void **state)
{
	(void)state;
	shows("<head><title>题</title></head><nav>栏</nav><main class=\"a\">"
	      "<h1>一</h1>二<p>三</main><p>四", "一\n二\n三\n");
	shows("<title>题</title><style>p{}</style><p>一<script>x<y</script>二",
	    "一\n二\n");
	shows("<p>领导<b>点</b><a href=\"x\">评</a><br>表 \n\t和<!-- 不 -->　 &nbsp;他",
	    "领导点评 表 和 他\n");
	shows("<td>高</td> <td>明</td>", "高\n明\n");
	shows("<a title=\"a>b\" class='c>d' href=e>字</a>&lt;&amp;&#x738B;&unknown; &",
	    "字<&王&unknown; &\n");
	shows("一\xE2\x80\x8B二\xC2\xAD三\xEF\xBB\xBF四\xEF\xBC\x8C五\x01六",
	    "一二三四，五六\n");
	shows("1 < 2 <3", "1 < 2 <3\n");
	shows("", "");
	shows(" \n<p> <p>", "");
	shows("字<", "字<\n");
	shows("字<p", "字\n");
	shows("字<p class=\"x", "字\n");
	shows("字<!-- ", "字\n");
	shows("字<script>x", "字\n");
	shows("<main>字", "字\n");
	shows("一<SPAN>二</SPAN>三<blockquote>四<u>五</blockquote>六<b>七</b>",
	    "一二三\n四五\n六七\n");
	shows("一<textpath>二<text-path>三<xtextpath>四<Br>五<p>六<br>七",
	    "一二\n三\n四五\n六 七\n");
	shows("坏\xE5\xAD", "坏\n");
}

/* What each character becomes between two others. */
static void
test_characters(void **state)
{
	(void)state;
	for (uint32_t code = 1; code < 0x30000; code++) {
		char html[16] = "a", wanted[16] = "a";
		char *to = html + 1, *seen = wanted + 1;
		if ((code >= 0xD800 && code < 0xE000) || code == '<')
			continue;
		to += utf8_encode(code, to);
		if (utf8_is_space(code))
			*seen++ = ' ';
		else if (!utf8_is_control(code) && !utf8_is_unseen(code))
			seen += utf8_encode(code, seen);
		strcpy(to, "b");
		strcpy(seen, "b\n");
		shows(html, wanted);
	}
}

/* ---- characters ---- */

static void
units_are(const char *text, const uint16_t *wanted, size_t count)
{
	uint16_t units[2] = { 0 };
	size_t found = 0;
	for (size_t at = 0; at < strlen(text);) {
		size_t more = search_units(text_of(text), &at, units);
		for (size_t i = 0; i < more; i++) {
			assert_true(found < count);
			assert_int_equal(units[i], wanted[found++]);
		}
	}
	assert_int_equal(found, count);
}

static void
test_units(void **state)
{
	(void)state;
	units_are("Aa9 ，ＡｂＺ９（", (const uint16_t[]){ 'a', 'a', '9', ',',
	    'a', 'b', 'z', '9', '(' }, 9);
	units_are("点　评\n𠮷é", (const uint16_t[]){ 0x70B9, 0x8BC4, 0xD842,
	    0xDFB7, 0xE9 }, 5);
	units_are("一\xFF\xE5\x80、", (const uint16_t[]){ 0x4E00, 0x3001 }, 2);
	units_are("\xEF\xBF\xBF", (const uint16_t[]){ 0 }, 0);
}

/* ---- sets as letters ---- */

static unsigned
letter_value(uint16_t letter)
{
	return letter >= 'a' ? letter - 'a' + 26u : letter - 'A' + 0u;
}

/*
 * The numbers of x, k, letters by two; the simple way: bit by bit.  They end at
 * a letter that is none, behind which it returns.
 */
static const uint16_t *
numbers_read(const uint16_t *at, uint32_t *numbers, size_t *count)
{
	static unsigned char bits[1 << 20];
	size_t length = 0, i = 0;
	uint32_t next = 0;
	assert_int_equal(*at++, 'x');
	unsigned k = letter_value(*at++);
	for (*count = 0; *at >= 'A' && *at <= 'z'; at += 2)
		for (int bit = 10; bit >= 0; bit--)
			bits[length++] = (letter_value(at[0]) * 52 +
					     letter_value(at[1])) >> bit & 1;
	for (;;) {
		unsigned zeros = 0;
		uint64_t high = 0, low = 0;
		while (i < length && bits[i] == 0)
			zeros++, i++;
		if (i == length)
			break;
		for (unsigned n = 0; n <= zeros; n++)
			high = high << 1 | bits[i++];
		for (unsigned n = 0; n < k; n++)
			low = low << 1 | bits[i++];
		next += (uint32_t)((high - 1) << k | low);
		numbers[(*count)++] = next++;
	}
	return at;
}

static void
letters_widen(const struct buf *buf, uint16_t *out)
{
	for (size_t i = 0; i <= buf->len; i++)
		out[i] = (unsigned char)buf->at[i];
}

/* The set is the members, and is empty then. */
static void
set_is(struct documents *set, const uint32_t *members, size_t count)
{
	static uint16_t letters[1 << 18];
	static uint32_t read[1 << 16];
	struct buf out = BUF_INIT;
	size_t found;
	assert_int_equal(documents_some(set), count > 0);
	documents_put(&out, set);
	assert_false(documents_some(set));
	letters_widen(&out, letters);
	assert_int_equal(*numbers_read(letters, read, &found), 0);
	assert_int_equal(found, count);
	if (count > 0)
		assert_memory_equal(read, members, count * sizeof(*members));
	buf_free(&out);
}

static void
set_survives(size_t room, const uint32_t *members, size_t count)
{
	struct arena *arena = arena_new();
	struct documents set =
	    documents_make(arena, room, lettering_make(arena));
	for (int round = 0; round < 2; round++) {
		size_t first = round == 0 || count == 0
		    ? 0
		    : chance((uint32_t)count);
		for (size_t i = 0; i < count; i++)
			documents_add(&set, members[(first + i) % count]);
		set_is(&set, members, count);
	}
	arena_free(arena);
}

static void
test_sets(void **state)
{
	static uint32_t members[1 << 16];
	(void)state;
	set_survives(1, NULL, 0);
	set_survives(1, (const uint32_t[]){ 0 }, 1);
	set_survives(64, (const uint32_t[]){ 63 }, 1);
	set_survives(65, (const uint32_t[]){ 0, 64 }, 2);
	set_survives(50000000, (const uint32_t[]){ 0, 49999999 }, 2);
	set_survives(50000000, (const uint32_t[]){ 49999999 }, 1);
	chance_state = chance_seed();
	for (size_t round = chance_rounds(2000); round > 0; round--) {
		size_t count = 0;
		uint32_t room = 1 + chance(1u << chance(17));
		uint32_t part = 1 + chance(100), among = part + chance(1000);
		for (uint32_t i = 0; i < room && count < 1 << 16; i++)
			if (chance(among) < part)
				members[count++] = i;
		set_survives(room, members, count);
	}
}

/* ---- where tokens stand ---- */

enum { TOKENS = 9000, OFTEN = 50 };
/* 1: in the text, 2: in the title */
static unsigned char truth[TOKENS][STRIP];

static uint32_t
token_of(uint32_t number)
{
	return (number + 1) * 475937;
}

static uint32_t
number_of(uint32_t token)
{
	uint32_t number = 0;
	while (token_of(number) != token)
		number++;
	return number;
}

static void
token_add(struct collector *collector, uint32_t token, uint32_t document)
{
	uint32_t row = collector_row(collector, token);
	collector->rows[row].words[document / 64] |= (uint64_t)1
	    << document % 64;
}

/* A strip by chance: how many documents. */
static uint32_t
strip_make(struct collector collectors[2], uint32_t tokens)
{
	uint32_t documents = 1 + chance(STRIP);
	memset(truth, 0, sizeof(truth));
	for (uint32_t d = 0; d < documents; d++)
		for (uint32_t i = chance(600); i > 0; i--) {
			uint32_t t = chance(1 + chance(tokens));
			token_add(&collectors[0], token_of(t), d);
			truth[t][d] |= 1;
			if (chance(60) > 0)
				continue;
			token_add(&collectors[1], token_of(t), d);
			truth[t][d] |= 2;
		}
	return documents;
}

static void
row_check(uint32_t token, const struct strip_set *row, unsigned char bit)
{
	uint32_t number = number_of(token);
	for (uint32_t d = 0; d < STRIP; d++)
		assert_int_equal(row->words[d / 64] >> d % 64 & 1,
		    (truth[number][d] & bit) != 0);
}

/* Each token that is there once, in order; returns it sorted. */
static const struct numbered *
collector_check(struct collector *collector, unsigned char bit)
{
	const struct numbered *order = collector_sort(collector);
	size_t tokens = 0;
	for (size_t i = 0; i < collector->count; i++) {
		assert_true(i == 0 || order[i - 1].token < order[i].token);
		const struct strip_set *row =
		    collector_find(collector, order[i].token);
		assert_ptr_equal(row, &collector->rows[order[i].number]);
		row_check(order[i].token, row, bit);
	}
	for (uint32_t t = 0; t < TOKENS; t++) {
		bool is = false;
		for (uint32_t d = 0; d < STRIP; d++)
			is |= (truth[t][d] & bit) != 0;
		tokens += is;
	}
	assert_int_equal(tokens, collector->count);
	assert_null(collector_find(collector, 1));
	return order;
}

/* A list that was written is the documents that are so much in truth. */
static bool
list_check(const unsigned char **at, uint32_t number, unsigned char bit,
    uint32_t documents, struct documents *set)
{
	static uint32_t numbers[STRIP], members[STRIP];
	uint32_t first = chance(1000), far = chance(1000);
	const unsigned char *start = *at;
	bool titled = false;
	for (uint32_t d = 0; d < documents; d++)
		numbers[d] = far += 1 + chance(3);
	for (int round = 0; round < 2; round++) {
		size_t count = 0;
		*at = start;
		titled = documents_join(set, at, strip_size(documents),
		    round == 0 ? NULL : numbers, first);
		for (uint32_t d = 0; d < documents; d++)
			if ((truth[number][d] & bit) != 0)
				members[count++] =
				    round == 0 ? first + d : numbers[d];
		set_is(set, members, count);
	}
	return titled;
}

/* What is written is read as it was. */
static void
lists_check(const struct collector collectors[2],
    const struct numbered *order, uint32_t documents, struct documents *set)
{
	struct buf out = BUF_INIT;
	struct list_writer writer = { .out = &out,
		.size = strip_size(documents) };
	size_t at = 0;
	for (size_t i = 0; i < collectors[0].count; i++)
		list_write(&writer, order[i].token,
		    &collectors[0].rows[order[i].number],
		    collector_find(&collectors[1], order[i].token));
	assert_true(lists_are_sound(
	    buf_text(&out), 0, (uint64_t)UINT32_MAX + 1, documents));
	struct list_reader reader = { .at = (unsigned char *)out.at,
		.end = (unsigned char *)out.at + out.len };
	for (; list_read(&reader); at++) {
		uint32_t number = number_of(reader.token);
		const unsigned char *list = reader.list;
		assert_int_equal(reader.token, order[at].token);
		bool titled = list_check(&list, number, 1, documents, set);
		assert_int_equal(titled,
		    collector_find(&collectors[1], reader.token) != NULL);
		if (titled)
			assert_false(list_check(
			    &list, number, 2, documents, set));
		assert_ptr_equal(list, reader.at);
	}
	assert_int_equal(at, collectors[0].count);
	buf_free(&out);
}

static void
test_collector(void **state)
{
	struct arena *arena = arena_new();
	struct collector collectors[2];
	struct documents set =
	    documents_make(arena, 5000, lettering_make(arena));
	(void)state;
	chance_state = chance_seed();
	collector_init(&collectors[0], arena);
	collector_init(&collectors[1], arena);
	for (size_t round = 0; round < 4; round++) {
		uint32_t documents =
		    strip_make(collectors, round % 2 ? OFTEN : TOKENS);
		const struct numbered *order =
		    collector_check(&collectors[0], 1);
		collector_check(&collectors[1], 2);
		lists_check(collectors, order, documents, &set);
		collector_clear(&collectors[0]);
		collector_clear(&collectors[1]);
	}
	arena_free(arena);
}

/* ---- the files ---- */

/* Behind tongbao("search/NAME", of search/NAME.js. */
static const char *
file_open(const struct files *files, const char *format, size_t a, size_t b)
{
	char name[32], path[64], call[64];
	snprintf(name, sizeof(name), format, a, b);
	snprintf(path, sizeof(path), "search/%s.js", name);
	snprintf(call, sizeof(call), "tongbao(\"search/%s\",", name);
	const struct text *file = file_find(files, path);
	if (file == NULL)
		fail_msg("there is no %s", path);
	assert_true(text_starts(*file, call));
	assert_true(text_ends(*file, ");\n"));
	return file->at + strlen(call);
}

static const char *
after(const char *at, const char *what)
{
	const char *found = strstr(at, what);
	assert_non_null(found);
	return found + strlen(what);
}

/* A string in quotes as UTF-16, 0 behind it; behind the quotes. */
static const char *
string_read(const char *at, uint16_t *units)
{
	assert_int_equal(*at++, '"');
	while (*at != '"') {
		size_t step = 0;
		uint32_t code;
		if (at[0] == '\\' && at[1] == 'u') {
			*units++ = (uint16_t)strtoul(
			    (char[]){ at[2], at[3], at[4], at[5], 0 }, NULL, 16);
			at += 6;
			continue;
		}
		at += *at == '\\';
		struct text rest = text_of(at);
		code = utf8_next(rest, &step);
		assert_int_not_equal(code, UTF8_BAD);
		at += step;
		if (code >= 0x10000) {
			*units++ = (uint16_t)(0xD7C0 + code / 0x400);
			code = 0xDC00 + code % 0x400;
		}
		*units++ = (uint16_t)code;
	}
	*units = 0;
	return at + 1;
}

/* ---- what the files say ---- */

/* TOKEN << 32 | DOCUMENT */
struct facts {
	uint64_t *items;
	size_t count, capacity;
};

static void
fact_add(struct arena *arena, struct facts *facts, uint32_t token,
    uint32_t document)
{
	ARENA_ROOM(arena, facts->items, facts->count, facts->capacity);
	facts->items[facts->count++] = (uint64_t)token << 32 | document;
}

static int
fact_compare(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;
	return (*a > *b) - (*a < *b);
}

static void
facts_sort(struct facts *facts)
{
	size_t kept = 0;
	qsort(facts->items, facts->count, sizeof(*facts->items), fact_compare);
	for (size_t i = 0; i < facts->count; i++)
		if (kept == 0 || facts->items[i] != facts->items[kept - 1])
			facts->items[kept++] = facts->items[i];
	facts->count = kept;
}

static bool
is_latin(uint16_t u)
{
	return u != 0 && strchr("0123456789abcdefghijklmnopqrstuvwxyz", u & 127) !=
	    NULL && u < 128;
}

/* What is to be found in a line, which a 0 ends; behind it. */
static const uint16_t *
line_facts(struct arena *arena, struct facts *facts, const uint16_t *line,
    uint32_t document)
{
	for (; line[0] != 0; line++) {
		fact_add(arena, facts, (uint32_t)line[0] << 16 | line[1],
		    document);
		if (line[1] != 0 && line[2] != 0 &&
		    (is_latin(line[0]) || is_latin(line[1]) ||
			is_latin(line[2])))
			fact_add(arena, facts,
			    (0xE000u + line[0] % 64 * 64 + line[1] % 64) << 16 |
				line[2],
			    document);
	}
	return line + 1;
}

/* As it was written, but for blanks, capitals and width. */
static void
line_is(const uint16_t *line, const uint16_t *wanted)
{
	for (; *line != 0; line++) {
		uint16_t unit = *line == 0xFF11 ? '1'
		    : *line == 0xFF22 || *line == 'B' ? 'b'
		    : *line == 'K'		      ? 'k'
		    : *line == 0xFF0C		      ? ','
						      : *line;
		if (unit != ' ')
			assert_int_equal(unit, *wanted++);
	}
	assert_int_equal(*wanted, 0);
}

/* A document's text: its lines are the page's next ones. */
static const uint16_t *
text_check(const struct sample *e, const char *at, size_t page,
    const uint16_t *wanted, struct facts *facts, uint32_t document)
{
	static uint16_t units[4096];
	at = after(at, "[");
	at = string_read(at, units);
	at = after(string_read(after(at, ","), units), ",");
	assert_int_equal(units[0], 'p');
	assert_int_equal(units[1], page >= 10 ? '0' + page / 10 : '0' + page);
	at = after(string_read(at, units), ",[");
	for (; *at != ']'; at += *at == ',') {
		at = string_read(at, units);
		line_is(units, wanted);
		wanted = line_facts(e->arena, facts, wanted, document);
	}
	return wanted;
}

/* Several of them are in a file where the site is bound. */
static const char *
part_open(const struct sample *e, const struct files *files, size_t page,
    size_t number)
{
	size_t parts = search_parts_a_file(&e->plan);
	const char *at = after(
	    file_open(files, "page-%zu-%zu", page, number / parts), "[");
	for (size_t i = 0; i < number % parts; i++)
		at = after(at, "\n");
	return at;
}

static void
texts_check(const struct sample *e, const struct files *files,
    struct facts *facts, struct facts *titles, const uint32_t *counts)
{
	uint32_t document = 0;
	for (size_t i = 0; i < e->plan.count; i++) {
		const struct written *page = &e->pages[i];
		const uint16_t *wanted = line_facts(e->arena, facts,
		    page->units, document);
		line_facts(e->arena, titles, page->units, document);
		if (counts[i] == 1) {
			const char *at = file_open(files, "text-%zu",
			    i / SEARCH_GROUP, 0);
			for (size_t n = 0; n <= i % SEARCH_GROUP; n++)
				at = after(at, "\n");
			wanted = text_check(e, at, i, wanted, facts,
			    document++);
		} else {
			for (uint32_t n = 0; n < counts[i]; n++)
				wanted = text_check(e, part_open(e, files, i, n),
				    i, wanted, facts, document++);
		}
		assert_ptr_equal(wanted, page->units + page->unit_count);
	}
}

static void
item_read(struct arena *arena, struct facts *facts, struct facts *titles,
    uint16_t first, const uint16_t **at)
{
	static uint32_t numbers[1 << 16];
	size_t count;
	const uint16_t *item = *at;
	uint16_t second = item[1] == 'x' ? *item++ : 0;
	item = numbers_read(item, numbers, &count);
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++)
		fact_add(arena, facts, (uint32_t)first << 16 | second,
		    numbers[i]);
	count = 0;
	if (*item == '.') {
		item = numbers_read(item + 1, numbers, &count);
		assert_true(count > 0);
	}
	for (size_t i = 0; i < count; i++)
		fact_add(arena, titles, (uint32_t)first << 16 | second,
		    numbers[i]);
	*at = item;
}

/* The lists of a file, which begins with the token that its key says. */
static void
list_file_read(const struct sample *e, const char *file, const uint16_t *key,
    size_t range, struct facts *facts, struct facts *titles)
{
	static uint16_t units[1 << 16];
	bool first = true;
	assert_true(strlen(file) < 3 * SEARCH_SHARD);
	for (file++; *file == '"'; file += *file == ',' ? 2 : 0) {
		file = string_read(file, units);
		/* 40503: as the script has it. */
		assert_int_equal((units[0] * 40503u & 0xFFFF) >>
			(16 - e->range_bits), range);
		/* A pair's units are never beside each other. */
		assert_int_equal(units[1], 'x');
		const uint16_t *item = units + 2;
		while (*item == ' ') {
			if (first)
				assert_true(key[0] == units[0] &&
				    (key[1] == 0 ||
					(key[1] == 'x' && key[2] == item[1])));
			first = false;
			item++;
			item_read(e->arena, facts, titles, units[0], &item);
		}
		assert_int_equal(*item, 0);
	}
	assert_false(first);
}

static void
shards_read(const struct sample *e, const struct files *files,
    const char *index, struct facts *facts, struct facts *titles)
{
	static uint16_t key[8];
	const char *at = after(index, "\"shards\":[");
	for (size_t range = 0; range < (size_t)1 << e->range_bits; range++) {
		assert_int_equal(*at++, '[');
		for (size_t n = 0; *at != ']'; n++, at += *at == ',') {
			at = string_read(at, key);
			list_file_read(e, file_open(files, "%zu-%zu", range, n),
			    key, range, facts, titles);
		}
		at++;
		assert_int_equal(*at++,
		    range + 1 < (size_t)1 << e->range_bits ? ',' : ']');
	}
}

static void
names_check(const struct sample *e, const struct files *files,
    const char *index)
{
	bool stands = false;
	for (size_t i = 0; i < e->plan.count; i++)
		for (size_t u = 0; u + 1 < e->pages[i].unit_count; u++)
			stands |= e->pages[i].units[u] == 0x70B9 &&
			    e->pages[i].units[u + 1] == 0x9898;
	/* A name that stands nowhere isn't told; initials of 点题: dt. */
	assert_int_equal(strstr(index, "\"names\":[]") == NULL ||
		file_find(files, "search/names-0.js") != NULL,
	    file_find(files, "search/names-0.js") != NULL);
	if (stands)
		assert_non_null(strstr(file_open(files, "names-%zu", 0, 0),
		    "\"点题dtx"));
}

static void
counts_read(const struct sample *e, const char *index, uint32_t *counts)
{
	char *end;
	const char *at = after(index, "{\"pages\":");
	assert_int_equal(strtoul(at, &end, 10), e->plan.count);
	at = after(end, "\"long\":[");
	for (size_t i = 0; i < e->plan.count; i++)
		counts[i] = 1;
	while (*at == '[') {
		size_t page = strtoul(at + 1, &end, 10);
		assert_true(page < e->plan.count);
		counts[page] = (uint32_t)strtoul(end + 1, &end, 10);
		assert_true(counts[page] > 1);
		at = end + 1 + (end[1] == ',');
	}
}

static void
facts_same(struct facts *said, struct facts *wanted)
{
	facts_sort(wanted);
	facts_sort(said);
	assert_int_equal(said->count, wanted->count);
	assert_memory_equal(said->items, wanted->items,
	    said->count * sizeof(*said->items));
}

static void
files_check(const struct sample *e, const struct files *files)
{
	struct facts wanted = { 0 }, said = { 0 };
	struct facts wanted_titles = { 0 }, said_titles = { 0 };
	uint32_t counts[PAGES_MOST];
	const char *index = file_open(files, "index", 0, 0);
	counts_read(e, index, counts);
	texts_check(e, files, &wanted, &wanted_titles, counts);
	shards_read(e, files, index, &said, &said_titles);
	names_check(e, files, index);
	facts_same(&said, &wanted);
	facts_same(&said_titles, &wanted_titles);
}

static void
test_pages(void **state)
{
	static struct sample e;
	struct files alone, shared;
	(void)state;
	chance_state = chance_seed();
	for (size_t round = chance_rounds(300); round > 0; round--) {
		sample_make(&e);
		sample_search(&e, 1, &alone);
		files_check(&e, &alone);
		sample_search(&e, 2 + chance(WORKERS_MOST - 1), &shared);
		files_same(&alone, &shared);
		files_free(&shared);
		files_free(&alone);
		sample_free(&e);
	}
}

static void
test_strips(void **state)
{
	static struct sample e;
	struct files files;
	uint32_t counts[PAGES_MOST], documents = 0;
	(void)state;
	chance_state = chance_seed();
	sample_make(&e);
	sample_lengthen(&e);
	sample_search(&e, 1, &files);
	files_check(&e, &files);
	counts_read(&e, file_open(&files, "index", 0, 0), counts);
	for (size_t i = 0; i < e.plan.count; i++)
		documents += counts[i];
	assert_true(documents > STRIP);
	files_free(&files);
	sample_free(&e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_collector),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_strips),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
