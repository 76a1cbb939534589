/*
 * cmark without the short names of its node types, which are also the names in
 * model/document.h.
 */
#ifndef TONGBAO_READ_PARSER_H
#define TONGBAO_READ_PARSER_H

#define CMARK_NO_SHORT_NAMES 1
#include <cmark.h>

#endif
