/*
 * Is this compiled with a sanitizer?  Gcc says so by macros, clang by features.
 *
 *	SANITIZED_ADDRESS  the address sanitizer: it looks for leaks at the end
 *	SANITIZED_MALLOC   one that brings malloc() and its kin
 */
#ifndef TONGBAO_BASE_SANITIZED_H
#define TONGBAO_BASE_SANITIZED_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED_ADDRESS
#endif
#if __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED_MALLOC
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#define SANITIZED_ADDRESS
#endif

#if defined(SANITIZED_ADDRESS) || defined(__SANITIZE_THREAD__)
#undef SANITIZED_MALLOC
#define SANITIZED_MALLOC
#endif

#endif
