/*
 * The order of names in a list of people.
 *
 * By strokes (姓氏笔画): character by character as han_compare_strokes() has
 * it, and a name that goes on after one that ends there: 王伟, 王伟民.  So the
 * surname counts first, and a given name of one character stands before a
 * longer one that begins with it.
 *
 * By pinyin (姓名拼音): the surname first, as surnames are read and of two
 * characters where it has two (all 欧 before all 欧阳), then the given name;
 * of the same sound and tone by strokes, so that a surname is not scattered.
 *
 * Both are total: names that compare equal are the same bytes.
 */
#ifndef TONGBAO_BASE_NAME_H
#define TONGBAO_BASE_NAME_H

#include "base/text.h"

enum name_order {
	NAME_STROKES,
	NAME_PINYIN,
};

int name_compare(enum name_order order, struct text a, struct text b);
int name_compare_strokes(struct text a, struct text b);
int name_compare_pinyin(struct text a, struct text b);

#endif
