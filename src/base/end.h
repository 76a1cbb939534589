/*
 * The end of a run that can't go on: with status 3, a message, and at once; what
 * was begun is left as by a kill.
 *
 * Whoever asks for memory, in this program or in a library of it, gets it, or
 * the run ends there: no library is left to what it does without (cmark, GLib,
 * poppler and qpdf abort then, libxlsxwriter and others crash).  Under a
 * sanitizer, which has an allocator of its own, libraries do as they do.
 */
#ifndef TONGBAO_BASE_END_H
#define TONGBAO_BASE_END_H

_Noreturn void out_of_memory(void);
/* The machine fails where nobody can go on: what it fails at, and how. */
_Noreturn void out_of_order(const char *what);

/*
 * What is said then of what is there, from now on: in the user's language, and
 * it must last.  Unless told: that no file is half written.
 */
void end_says(const char *effect);

#endif
