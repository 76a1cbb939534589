/*
 * How the site has its bulletins set (site.yaml, `print`).
 */
#ifndef TONGBAO_MODEL_PRINT_OPTIONS_H
#define TONGBAO_MODEL_PRINT_OPTIONS_H

/* What may not begin or end a line: the levels of W3C clreq (character.h). */
enum prohibition {
	PROHIBITION_GB, /* unless the site says otherwise */
	PROHIBITION_BASIC,
	PROHIBITION_STRICT,
};

struct print_options {
	enum prohibition prohibition;
};

#endif
