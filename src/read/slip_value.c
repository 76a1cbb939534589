#include "read/slip.h"

#include "base/utf8.h"
#include "model/schema.h"
#include "read/lines.h"

#define FLOW_MOST 32
/* After so many brackets that nothing closes nobody looks beyond a line. */
#define UNCLOSED_MOST 16

/* A value in its line. */
struct piece {
	struct slips *slips;
	struct text text;
	size_t start, end;
	size_t column; /* lines further to the right belong to it */
	size_t *after; /* where the next line begins, or what is beyond it */
	struct text key;
	bool item; /* of a list, without a key of its own */
};

static struct text
rest_of(const struct piece *piece, size_t start)
{
	return text_cut(piece->text, start, piece->end);
}

/* ---- quotes ---- */

/* Past the quote that closes the one at `start`; 0 when none does. */
static size_t
quote_close(struct text text, size_t start, size_t end)
{
	char quote = text.at[start];
	for (size_t i = start + 1; i < end; i++) {
		if (quote == '"' && text.at[i] == '\\')
			i++;
		else if (text.at[i] == quote && quote == '\'' &&
		    i + 1 < end && text.at[i + 1] == quote)
			i++;
		else if (text.at[i] == quote)
			return i + 1;
	}
	return 0;
}

/* Where a comment behind the value begins, or the value's line ends. */
static size_t
comment_find(const struct piece *piece)
{
	for (size_t i = piece->start + 1; i < piece->end; i++) {
		if (piece->text.at[i] != '#' || piece->text.at[i - 1] != ' ')
			continue;
		while (piece->text.at[i - 1] == ' ')
			i--;
		return i;
	}
	return piece->end;
}

/* Does the line go on with the text above, which stands in that column? */
static bool
line_goes_on(const struct piece *piece, struct text line)
{
	size_t start = (size_t)(line.at - piece->text.at);
	size_t indent = text_indent(line);
	struct key_place key;
	return indent > piece->column && indent < line.len &&
	    line.at[indent] != '#' && line.at[indent] != '-' &&
	    memmem(line.at, line.len, " #", 2) == NULL &&
	    !key_place_find(
		&key, piece->text, start + indent, start + line.len);
}

/* Where a text ends that YAML can't take as it is: on its line, or further on. */
static size_t
text_end_find(const struct piece *piece)
{
	size_t end = comment_find(piece), pos = *piece->after;
	if (end < piece->end)
		return end;
	while (pos < piece->text.len) {
		struct text line = line_next(piece->text, &pos);
		if (!line_goes_on(piece, line))
			break;
		line = text_trim(line);
		end = (size_t)(line.at - piece->text.at) + line.len;
		*piece->after = pos;
	}
	return end;
}

/* In quotes that hold it whatever it is; [start, end) is what is at fault. */
static void
value_quote(const struct piece *piece, enum slip_kind kind, size_t start,
    size_t end)
{
	struct buf buf = BUF_INIT;
	size_t stop = text_end_find(piece);
	buf_putc(&buf, '\'');
	for (size_t i = piece->start; i < stop; i++) {
		if (piece->text.at[i] == '\'')
			buf_putc(&buf, '\'');
		buf_putc(&buf, piece->text.at[i]);
	}
	buf_putc(&buf, '\'');
	slips_edit(piece->slips, piece->start, stop, buf.at);
	buf_free(&buf);
	slips_add(piece->slips, kind, start, end, piece->key, 1);
}

/* The full-width quote at the start of `t`, its length, or 0. */
static size_t
wide_quote(struct text t)
{
	static const char *const quotes[] = { "“", "”", "‘", "’", "＂", "＇" };
	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++)
		if (text_starts(t, quotes[i]))
			return strlen(quotes[i]);
	return 0;
}

static size_t
wide_quote_before(struct text t)
{
	size_t pos = t.len;
	if (pos == 0)
		return 0;
	utf8_previous(t, &pos);
	return wide_quote(text_from(t, pos));
}

static bool
has_wide_quote(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (wide_quote(text_from(t, i)) > 0)
			return true;
	return false;
}

/* The pair of ASCII quotes that `inner` can stand in; 0 when there is none. */
static char
quote_for(struct text inner)
{
	if (memchr(inner.at, '"', inner.len) == NULL &&
	    memchr(inner.at, '\\', inner.len) == NULL)
		return '"';
	return memchr(inner.at, '\'', inner.len) == NULL ? '\'' : '\0';
}

/* Of one line: `open` and `close` bytes of quotes around the value. */
static bool
quotes_mend(const struct piece *piece, size_t open, size_t close)
{
	size_t from = piece->start + open, to = piece->end - close;
	char quote = quote_for(text_cut(piece->text, from, to));
	char word[2] = { quote, '\0' };
	if (quote == '\0')
		return false;
	slips_edit(piece->slips, piece->start, from, word);
	slips_edit(piece->slips, to, piece->end, word);
	return true;
}

/*
 * “…” around a whole text may be meant; around what is no text, or what YAML
 * can't take without quotes, it is not.
 */
static bool
quotes_are_meant_for_yaml(const struct piece *piece, size_t open, size_t close)
{
	struct text all = rest_of(piece, piece->start);
	struct text inner = text_cut(all, open, all.len - close);
	const struct field *field = field_anywhere(piece->key);
	if (has_wide_quote(inner))
		return false;
	return !text_starts(all, "“") && !text_starts(all, "‘")
	    ? true
	    : (field != NULL && field->type != FIELD_TEXT &&
		  field->type != FIELD_MAP) ||
		memmem(inner.at, inner.len, ": ", 2) != NULL ||
		memmem(inner.at, inner.len, " #", 2) != NULL ||
		text_ends(all, "\"") || text_ends(all, "'");
}

/* True: it stays a text without quotes of YAML's. */
static bool
wide_quote_scan(const struct piece *piece, size_t open)
{
	struct text all = rest_of(piece, piece->start);
	size_t close = wide_quote_before(all);
	if (close == 0 && (text_ends(all, "\"") || text_ends(all, "'")))
		close = 1;
	if (close == 0 || all.len < open + close ||
	    !quotes_are_meant_for_yaml(piece, open, close) ||
	    !quotes_mend(piece, open, close))
		return true;
	slips_add(piece->slips, SLIP_WIDE_QUOTE, piece->start,
	    piece->start + open, piece->key, 2);
	return false;
}

/* A quote that goes on: is it closed on a line that belongs to the value? */
static bool
quote_goes_on(const struct piece *piece)
{
	size_t pos = *piece->after;
	char quote = piece->text.at[piece->start];
	while (pos < piece->text.len) {
		struct text line = line_next(piece->text, &pos);
		size_t indent = text_indent(line);
		if (indent == line.len)
			continue;
		if (indent <= piece->column && piece->key.len > 0)
			return false;
		if (memchr(line.at, quote, line.len) != NULL) {
			*piece->after = pos;
			return true;
		}
	}
	return false;
}

static void
open_quote_scan(const struct piece *piece)
{
	struct text all = rest_of(piece, piece->start);
	size_t wide = wide_quote_before(all);
	if (wide > 0 && quotes_mend(piece, 1, wide)) {
		slips_add(piece->slips, SLIP_WIDE_QUOTE, piece->end - wide,
		    piece->end, piece->key, 2);
		return;
	}
	if (quote_goes_on(piece))
		return;
	char word[2] = { piece->text.at[piece->start], '\0' };
	slips_edit(piece->slips, piece->end, piece->end, word);
	slips_add(piece->slips, SLIP_OPEN_QUOTE, piece->start, piece->end,
	    piece->key, 1)
	    ->offered = false;
}

static bool
is_blank_or_comment(const struct piece *piece, size_t at)
{
	struct text rest = rest_of(piece, at);
	return text_trim(rest).len == 0 ||
	    (rest.at[0] == ' ' && text_trim(rest).at[0] == '#');
}

static void
quote_scan(const struct piece *piece)
{
	size_t close = quote_close(piece->text, piece->start, piece->end);
	char quote = piece->text.at[piece->start];
	if (close == 0) {
		open_quote_scan(piece);
		return;
	}
	if (is_blank_or_comment(piece, close) ||
	    text_trim(rest_of(piece, close)).at[0] == ':')
		return;
	struct text inner =
	    text_cut(piece->text, piece->start + 1, piece->end - 1);
	size_t first = close;
	while (piece->text.at[first] == ' ')
		first++;
	if (piece->text.at[piece->end - 1] == quote &&
	    quote_for(inner) != '\0' && quotes_mend(piece, 1, 1))
		slips_add(piece->slips, SLIP_INNER_QUOTE, close - 1, close,
		    piece->key, 2);
	else
		value_quote(piece, SLIP_REST, first, piece->end);
}

/*
 * May a text be meant, whatever its first character means to YAML?  Where no
 * field takes one, quotes would only hide what is wrong.
 */
static bool
text_is_meant(const struct piece *piece)
{
	const struct field *field = field_anywhere(piece->key);
	return field == NULL || field->type == FIELD_TEXT;
}

/* ---- lists and maps in brackets ---- */

struct bracket {
	const char *mark;
	char ascii;
};

static const struct bracket openers[] = { { "［", '[' }, { "【", '[' },
	{ "｛", '{' }, { "[", '[' }, { "{", '{' }, { NULL, '\0' } };
static const struct bracket closers[] = { { "］", ']' }, { "】", ']' },
	{ "｝", '}' }, { "]", ']' }, { "}", '}' }, { NULL, '\0' } };

static const struct bracket *
bracket_at(const struct bracket *brackets, struct text t)
{
	for (; brackets->mark != NULL; brackets++)
		if (text_starts(t, brackets->mark))
			return brackets;
	return NULL;
}

struct flow {
	const struct piece *piece;
	struct text text;
	size_t end; /* of the lines it takes so far */
	char open[FLOW_MOST]; /* [ and { */
	bool wide[FLOW_MOST]; /* written in full width */
	size_t depth;
	bool key_due; /* a new item or entry begins */
};

static bool
bracket_is_wide(const struct bracket *bracket)
{
	return bracket->mark[1] != '\0';
}

/* Whether a bracket of the other width stands at `at`, it is mended. */
static size_t
bracket_take(struct flow *flow, const struct bracket *bracket, size_t at)
{
	size_t length = strlen(bracket->mark);
	char word[2] = { bracket->ascii, '\0' };
	if (bracket_is_wide(bracket)) {
		slips_edit(flow->piece->slips, at, at + length, word);
		slips_add(flow->piece->slips, SLIP_WIDE_BRACKET, at,
		    at + length, flow->piece->key, 1);
	}
	return at + length;
}

/*
 * One more line, if it may belong to the value: only closing brackets need not
 * stand further to the right.
 */
static bool
flow_more(struct flow *flow)
{
	size_t pos = flow->end;
	if (pos == flow->text.len ||
	    flow->piece->slips->unclosed == UNCLOSED_MOST)
		return false;
	struct text line = line_next(flow->text, &pos);
	size_t indent = text_indent(line);
	if (indent < line.len && indent <= flow->piece->column &&
	    bracket_at(closers, text_from(line, indent)) == NULL)
		return false;
	flow->end = pos;
	return true;
}

/* Past the quote that closes the one at `at`; 0 when none does. */
static size_t
flow_quote(struct flow *flow, size_t at)
{
	size_t close, more = 1;
	while ((close = quote_close(flow->text, at, flow->end)) == 0 &&
	    flow_more(flow)) {
		/* It is looked for anew: so ever more lines at once. */
		for (size_t i = 1; i < more && flow_more(flow); i++)
			continue;
		more *= 2;
	}
	return close;
}

/* Is the comma at `at` one between items, not of a sentence? */
static bool
comma_divides(const struct flow *flow, size_t at, size_t length)
{
	bool foreign;
	struct key_place key;
	size_t next =
	    spaces_skip(flow->text, at + length, flow->end, &foreign);
	struct text rest = text_cut(flow->text, next, flow->end);
	if (flow->open[flow->depth - 1] == '{')
		return key_place_find(&key, flow->text, next, flow->end) &&
		    field_is_known(
			text_cut(flow->text, key.start, key.key_end));
	const struct bracket *bracket = bracket_at(openers, rest);
	return flow->wide[flow->depth - 1] ||
	    (bracket != NULL && bracket->ascii == '{');
}

static size_t
comma_take(struct flow *flow, size_t at)
{
	static const char wide[] = "，";
	size_t length = sizeof(wide) - 1;
	if (!text_starts(text_cut(flow->text, at, flow->end), wide) ||
	    !comma_divides(flow, at, length))
		return 0;
	size_t next = at + length;
	while (next < flow->end && flow->text.at[next] == ' ')
		next++;
	size_t space = foreign_space(text_cut(flow->text, next, flow->end));
	slips_edit(flow->piece->slips, at, next + space, ", ");
	slips_add(flow->piece->slips, SLIP_WIDE_COMMA, at, at + length,
	    flow->piece->key, 1);
	flow->key_due = true;
	return next + space;
}

/* A key of a map in brackets; past its colon, or 0 when there is none. */
static size_t
flow_key(struct flow *flow, size_t at)
{
	struct key_place key;
	if (flow->open[flow->depth - 1] != '{' ||
	    !key_place_find(&key, flow->text, at, flow->end))
		return 0;
	key_place_scan(flow->piece->slips, &key, flow->end);
	return key.value;
}

/* One token at `at`; the offset behind it. */
static size_t
flow_step(struct flow *flow, size_t at)
{
	struct text rest = text_cut(flow->text, at, flow->end);
	const struct bracket *open = bracket_at(openers, rest);
	const struct bracket *close = bracket_at(closers, rest);
	size_t next = 0;
	if (strchr(" \t\r\n", rest.at[0]) != NULL)
		return at + 1;
	if (open != NULL && flow->key_due && flow->depth < FLOW_MOST) {
		flow->open[flow->depth] = open->ascii;
		flow->wide[flow->depth++] = bracket_is_wide(open);
		return bracket_take(flow, open, at);
	}
	if (close != NULL && close->ascii == flow->open[flow->depth - 1] + 2) {
		flow->depth--;
		flow->key_due = false;
		return bracket_take(flow, close, at);
	}
	if (rest.at[0] == ',') {
		flow->key_due = true;
		return at + 1;
	}
	if ((next = comma_take(flow, at)) > 0)
		return next;
	if (flow->key_due && strchr("\"'", rest.at[0]) != NULL &&
	    (next = flow_quote(flow, at)) > 0) {
		/* Behind "key": a value is due, which may be in quotes, too. */
		flow->key_due = next < flow->end && flow->text.at[next] == ':';
		return next + flow->key_due;
	}
	if (flow->key_due && (next = flow_key(flow, at)) > 0)
		return next; /* a value is due: it may begin with a bracket */
	flow->key_due = false;
	next = at;
	utf8_next(flow->text, &next);
	return next;
}

/* Takes the slips found since back: what they stood in is no list or map. */
static void
slips_forget(struct slips *slips, size_t count, size_t edits)
{
	slips->count = count;
	slips->edits.count = edits;
}

/* Takes back those beyond the line: its lines are gone through by themselves. */
static void
slips_keep_line(struct slips *slips, size_t count, size_t end)
{
	while (slips->count > count &&
	    slips->items[slips->count - 1].start >= end)
		slips_forget(slips, slips->count - 1,
		    slips->items[slips->count - 1].edit);
}

static void
flow_scan(const struct piece *piece)
{
	struct slips *slips = piece->slips;
	size_t count = slips->count, edits = slips->edits.count;
	struct flow flow = { .piece = piece,
		.text = piece->text,
		.end = *piece->after,
		.key_due = true };
	size_t at = flow_step(&flow, piece->start);
	while (flow.depth > 0 && (at < flow.end || flow_more(&flow)))
		at = flow_step(&flow, at);
	if (flow.depth > 0) {
		/* Not closed: libyaml says so. */
		slips->unclosed += slips->unclosed < UNCLOSED_MOST;
		slips_keep_line(slips, count, piece->end);
		return;
	}
	if (at > piece->end) {
		while (*piece->after < at)
			line_next(piece->text, piece->after);
		return;
	}
	if (is_blank_or_comment(piece, at) || piece->text.at[at] == ':')
		return;
	slips_forget(slips, count, edits);
	while (piece->text.at[at] == ' ')
		at++;
	/* `[2010]11号`; behind a map in braces rather a line is lost. */
	if (piece->text.at[piece->start] == '[' && text_is_meant(piece))
		value_quote(piece, SLIP_REST, at, piece->end);
}

/* Does a bracket of the other width begin a list, or a text? */
static bool
bracket_is_flow(const struct piece *piece, const struct bracket *open)
{
	struct text all = rest_of(piece, piece->start);
	const struct field *field = field_anywhere(piece->key);
	if (!bracket_is_wide(open))
		return true;
	if (text_starts(all, "【") &&
	    (field == NULL || (field->type != FIELD_MAP &&
				  (field->flags & FIELD_LIST) == 0)))
		return false;
	return text_ends(all, "］") || text_ends(all, "】") ||
	    text_ends(all, "｝") || text_ends(all, "]") ||
	    text_ends(all, "}");
}

/* ---- other values ---- */

/* > and | only with what may follow them: `> 90分` is no folded text. */
static bool
is_block(struct text all)
{
	size_t i = 1;
	while (i < all.len && strchr("+-123456789", all.at[i]) != NULL)
		i++;
	struct text rest = text_trim(text_from(all, i));
	return rest.len == 0 || rest.at[0] == '#';
}

/* A value that can't begin so: no block; aliases, anchors and tags are libyaml's. */
static bool
starts_badly(struct text all)
{
	char first = all.at[0];
	unsigned char second = all.len > 1 ? (unsigned char)all.at[1] : ' ';
	if (strchr("&*!", first) != NULL)
		return second >= 0x80 || second == ' ' || second == '*';
	return strchr("@`%,]}|>", first) != NULL;
}

/* The colon of a: b: c that makes a field of the value; 0 when none does. */
static size_t
second_colon(const struct piece *piece)
{
	size_t end = comment_find(piece);
	for (size_t i = piece->start + 1; i < end; i++)
		if (piece->text.at[i] == ':' &&
		    (i + 1 == end || piece->text.at[i + 1] == ' '))
			return i;
	return 0;
}

/* The last key of a: b: c may be a field whose line was lost. */
static bool
is_two_fields(const struct piece *piece, size_t colon)
{
	size_t start = colon;
	while (start > piece->start && piece->text.at[start - 1] != ' ')
		start--;
	return field_is_known(text_cut(piece->text, start, colon));
}

/* The same. */
static bool
plain_scan(const struct piece *piece)
{
	size_t colon = piece->item ? 0 : second_colon(piece);
	if (colon == 0 || !text_is_meant(piece) || is_two_fields(piece, colon))
		return true;
	value_quote(piece, SLIP_SECOND_COLON, colon, colon + 1);
	return false;
}

/* The end without white space of the other width. */
static size_t
end_trim(struct text text, size_t start, size_t end)
{
	for (;;) {
		struct text all = text_cut(text, start, end);
		if (text_ends(all, "　"))
			end -= strlen("　");
		else if (text_ends(all, "\xC2\xA0"))
			end -= 2;
		else if (text_ends(all, " ") || text_ends(all, "\t"))
			end--;
		else
			return end;
	}
}

/* Does it go on on lines that are further indented? */
static bool
place_scan(const struct piece *piece)
{
	struct text all = rest_of(piece, piece->start);
	const struct bracket *open = bracket_at(openers, all);
	size_t wide = wide_quote(all);
	if (all.len == 0 || all.at[0] == '#')
		return false;
	if (all.at[0] == '"' || all.at[0] == '\'') {
		quote_scan(piece);
		return false;
	}
	if (open != NULL && bracket_is_flow(piece, open)) {
		flow_scan(piece);
		return false;
	}
	if (strchr("|>", all.at[0]) != NULL && is_block(all))
		return true;
	if (wide > 0)
		return wide_quote_scan(piece, wide);
	if (!starts_badly(all))
		return plain_scan(piece);
	value_quote(piece, SLIP_START, piece->start, piece->start + 1);
	return false;
}

/* Up to where it is mended by now. */
static size_t
slips_end(const struct slips *slips)
{
	const struct edits *edits = &slips->edits;
	return edits->count == 0 ? 0 : edits->items[edits->count - 1].end;
}

/* A space at the end may be mended with what stands before it. */
bool
value_scan(struct slips *slips, size_t start, size_t end, size_t column,
    struct text key, bool item, size_t *after)
{
	size_t last = end_trim(slips->text, start, end), line = *after;
	struct piece piece = { slips, slips->text, start, last, column, after,
		key, item };
	bool open = place_scan(&piece);
	if (last < end && *after == line && slips_end(slips) <= last) {
		slips_edit(slips, last, end, "");
		slips_add(slips, SLIP_END_SPACE, last, end, key, 1);
	}
	return open;
}
