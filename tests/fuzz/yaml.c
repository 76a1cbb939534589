/*
 * YAML: places lie in the source, what is read goes out as JSON and back in as
 * itself; where every fault has a mend, the mended text has no fault and says
 * the same.
 */
#include "fuzz.h"
#include "mend.h"
#include "read/slip.h"
#include "read/yaml.h"

static struct value *
parse(struct fuzz *fuzz)
{
	struct value *value = yaml_parse(fuzz->arena, fuzz->text, fuzz->where,
	    &fuzz->diags);
	FUZZ_ASSERT(value != NULL || diag_worst(&fuzz->diags) == DIAG_ERROR);
	if (value != NULL)
		fuzz_check_value(&fuzz->sources, value);
	return value;
}

/* One that YAML can't have on a line, or that is looked at twice? */
static bool
has_odd_key(const struct value *value)
{
	size_t n = value_count(value);
	for (size_t i = 0; i < n && value->kind == VALUE_LIST; i++)
		if (has_odd_key(value->list.items[i]))
			return true;
	for (size_t i = 0; i < n && value->kind == VALUE_MAP; i++) {
		const struct entry *entry = &value->map.entries[i];
		if (entry->key.len > 160 || key_is_suspect(entry->key) ||
		    has_odd_key(entry->value))
			return true;
	}
	return false;
}

/* JSON is YAML, but for what a scalar without quotes may mean. */
static void
check_again(struct text json)
{
	struct fuzz again;
	struct buf out = BUF_INIT;
	fuzz_open(&again, (const uint8_t *)json.at, json.len);
	struct value *value = parse(&again);
	FUZZ_ASSERT(value != NULL && again.diags.count == 0);
	value_put_json(&out, value);
	FUZZ_ASSERT(text_equal(buf_text(&out), json));
	buf_free(&out);
	fuzz_close(&again);
}

static void
check_mended(struct fuzz *fuzz, struct text json)
{
	struct buf mended = BUF_INIT, out = BUF_INIT;
	struct fuzz after;
	if (!mend_all(&mended, fuzz)) {
		buf_free(&mended);
		return;
	}
	fuzz_open(&after, (const uint8_t *)mended.at, mended.len);
	struct value *value = parse(&after);
	FUZZ_ASSERT(value != NULL && after.diags.count == 0);
	value_put_json(&out, value);
	FUZZ_ASSERT(text_equal(buf_text(&out), json));
	buf_free(&out);
	buf_free(&mended);
	fuzz_close(&after);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct buf json = BUF_INIT;
	fuzz_open(&fuzz, data, size);
	struct value *value = parse(&fuzz);
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	if (value != NULL) {
		value_put_json(&json, value);
		if (!has_odd_key(value))
			check_again(buf_text(&json));
		check_mended(&fuzz, buf_text(&json));
	}
	buf_free(&json);
	fuzz_close(&fuzz);
	return 0;
}
