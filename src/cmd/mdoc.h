/*
 * What the program itself knows, written for the manual (mdoc(7)), so that the
 * pages of src/man can't say anything else: tests/tools/manual puts it between
 * their markers.
 */
#ifndef TONGBAO_CMD_MDOC_H
#define TONGBAO_CMD_MDOC_H

#include <stdio.h>

/* Words as running text, with a capital letter and a full stop. */
void mdoc_put_sentence(FILE *out, const char *words);

#endif
