/*
 * The end of memory.  Whoever asks for some, in this program or in a library of
 * it, gets it, or the run ends there with status 3 and a message: no library is
 * left to what it does without (cmark, GLib, poppler and qpdf abort then,
 * libxlsxwriter and others crash).  What was begun is left as by a kill.
 *
 * Under a sanitizer, which has an allocator of its own, libraries do as they do.
 */
#ifndef TONGBAO_BASE_MEMORY_H
#define TONGBAO_BASE_MEMORY_H

/* Says so and ends the run with status 3, at once. */
_Noreturn void out_of_memory(void);

/*
 * What is said then of what is there, from now on: in the user's language, and
 * it must last.  Unless told: that no file is half written.
 */
void out_of_memory_says(const char *effect);

#endif
