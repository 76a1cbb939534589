#include "base/name.h"

#include "base/han.h"

/* Where one of them has ended; names that differ in spaces only, by bytes. */
static int
end_compare(uint32_t a_code, uint32_t b_code, struct text a, struct text b)
{
	if (a_code == b_code)
		return text_compare(a, b);
	return a_code == 0 ? -1 : 1;
}

int
name_compare_strokes(struct text a, struct text b)
{
	for (size_t i = 0, j = 0;;) {
		uint32_t one = han_next(a, &i), two = han_next(b, &j);
		if (one == 0 || two == 0)
			return end_compare(one, two, a, b);
		int c = han_compare_strokes(one, two);
		if (c != 0)
			return c;
	}
}

/* A name as it is read out. */
struct reading {
	struct text name;
	size_t at;     /* bytes of it that were read */
	size_t count;  /* characters */
	size_t surname; /* characters of the surname */
	unsigned sounds[2];
};

static struct reading
reading_start(struct text name)
{
	struct reading r = { .name = name };
	r.surname = han_surname(name, r.sounds);
	return r;
}

static uint32_t
reading_next(struct reading *r, unsigned *sound)
{
	uint32_t code = han_next(r->name, &r->at);
	*sound = r->count < r->surname ? r->sounds[r->count] : han_sound(code);
	r->count++;
	return code;
}

int
name_compare_pinyin(struct text a, struct text b)
{
	struct reading r = reading_start(a), s = reading_start(b);
	for (;;) {
		/* The surname of one has ended: 欧 before 欧阳. */
		if ((r.count == r.surname) != (s.count == s.surname))
			return r.count == r.surname ? -1 : 1;
		unsigned one_sound, two_sound;
		uint32_t one = reading_next(&r, &one_sound);
		uint32_t two = reading_next(&s, &two_sound);
		if (one == 0 || two == 0)
			return end_compare(one, two, a, b);
		int c = han_compare_sounds(one, one_sound, two, two_sound);
		if (c != 0)
			return c;
	}
}

int
name_compare(enum name_order order, struct text a, struct text b)
{
	return order == NAME_PINYIN ? name_compare_pinyin(a, b)
				    : name_compare_strokes(a, b);
}
