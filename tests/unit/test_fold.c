/* The forms of a name, as other hands write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/fold.h"

/* All of them, the name itself first, parted by bars. */
static void
forms_are(const char *name, const char *wanted)
{
	struct arena *arena = arena_new();
	struct text forms[FOLD_FORMS];
	struct buf all = BUF_INIT;
	size_t count = fold_forms(arena, text_of(name), forms);
	assert_in_range(count, 1, FOLD_FORMS);
	for (size_t i = 0; i < count; i++) {
		buf_puts(&all, i == 0 ? "" : "|");
		buf_putt(&all, forms[i]);
	}
	assert_string_equal(buf_text(&all).at, wanted);
	buf_free(&all);
	arena_free(arena);
}

static void
test_forms_of_han(void **state)
{
	(void)state;
	forms_are("王明", "王明");
	forms_are("王 明", "王 明");
	forms_are("⽩若溪", "白若溪");
	forms_are("", "");
}

/* Nothing shows them: who is called so is called so with them, too. */
static void
test_forms_of_what_nobody_sees(void **state)
{
	(void)state;
	forms_are("王\1明", "王明");
	forms_are("王\xC2\x80明", "王明");
	forms_are("王\uFDD0\uFFFE明", "王明");
	forms_are("王\U0001FFFF\U0002FFFE\U0003FFFE\U0004FFFF明", "王明");
	forms_are("王\U0008FFFE\U000FFFFF\U0010FFFE明", "王明");
}

/* Many leave the dot out, or write the one that keyboards have. */
static void
test_forms_of_dots(void **state)
{
	(void)state;
	forms_are("阿里·买提", "阿里·买提|阿里买提|阿里.买提");
	forms_are("阿里．买提•江", "阿里·买提·江|阿里买提江|阿里.买提.江");
	forms_are("阿里.买提", "阿里.买提|阿里买提|阿里·买提");
	forms_are("·", "·");
	/* Not those of numbers, or at an end. */
	forms_are("第3.5支部", "第3.5支部");
	forms_are("王明.", "王明.");
}

/* The surname in capitals, before or behind, or all of it; or none. */
static void
test_forms_of_letters(void **state)
{
	(void)state;
	forms_are("Li Ming", "Li Ming|LI MING|li ming|LI Ming|Li MING");
	forms_are("ＬＩ ming", "LI ming|Li Ming|LI MING|li ming|LI Ming|Li MING");
	forms_are("Anna-Maria de Wit",
	    "Anna-Maria de Wit|Anna-Maria De Wit|ANNA-MARIA DE WIT|"
	    "anna-maria de wit|ANNA-MARIA De Wit|Anna-Maria De WIT");
	forms_are("J. O'Neill", "J. O'Neill|J. O'NEILL|j. o'neill");
}

/* With the mark, with one behind, without; also in capitals. */
static void
test_forms_of_marks(void **state)
{
	(void)state;
	forms_are("Zoë Müller",
	    "Zoe Muller|ZOE MULLER|zoe muller|ZOE Muller|Zoe MULLER");
	forms_are("Zoe\u0308 Mu\u0308ller",
	    "Zoe Muller|ZOE MULLER|zoe muller|ZOE Muller|Zoe MULLER");
	forms_are("báiruòxī lǚ Nguyễn Đỗ",
	    "bairuoxi lu Nguyen Do|Bairuoxi Lu Nguyen Do|"
	    "BAIRUOXI LU NGUYEN DO|bairuoxi lu nguyen do|"
	    "BAIRUOXI Lu Nguyen Do|Bairuoxi Lu Nguyen DO");
	forms_are("K\u01FFge", "Koge");
	forms_are("K\u00F8\u0301ge", "Koge");
	forms_are("\u01FDr", "\u00E6r");
	forms_are("\u00E6\u0301r", "\u00E6r");
	forms_are("Сергей", "Сергеи");
	forms_are("Серге\u0438\u0306", "Сергеи");
	forms_are("\u0626ال", "\u064Aال");
	forms_are("\u064A\u0654ال", "\u064Aال");
	forms_are("白\u0332若\u20DD溪", "白若溪");
}

/* One word of letters may be any word: May, IT. */
static void
test_no_forms_of_one_word(void **state)
{
	(void)state;
	forms_are("May", "May");
	forms_are("IT", "IT");
	forms_are("li-ming", "li-ming");
	forms_are("Li 明", "Li 明");
	forms_are("Room 12", "Room 12");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms_of_han),
		cmocka_unit_test(test_forms_of_what_nobody_sees),
		cmocka_unit_test(test_forms_of_dots),
		cmocka_unit_test(test_forms_of_letters),
		cmocka_unit_test(test_forms_of_marks),
		cmocka_unit_test(test_no_forms_of_one_word),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
