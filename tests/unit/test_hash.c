/*
 * SHA-256 by the standard's examples; the table against a plain list.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/hash.h"

static void
assert_digest(struct text t, const char *want)
{
	char hex[65];
	memset(hex, 'x', sizeof(hex));
	digest_hex(digest_of(t), hex);
	assert_string_equal(hex, want);
}

/* Content Security Policy, level 3: the hash of alert('Hello, world.');. */
static void
test_source(void **state)
{
	(void)state;
	char source[DIGEST_SOURCE];
	digest_source(
	    digest_of(TEXT_LIT("alert('Hello, world.');")), source);
	assert_string_equal(source,
	    "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
}

/* FIPS 180-4, and the empty text. */
static void
test_sha256(void **state)
{
	(void)state;
	static char million[1000000];
	assert_digest(TEXT_LIT(""),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_digest(TEXT_LIT("abc"),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_digest(
	    TEXT_LIT(
	        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	memset(million, 'a', sizeof(million));
	assert_digest((struct text){ million, sizeof(million) },
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	assert_digest((struct text){ "a\0b", 2 },
	    "ffe9aaeaa2a2d5048174df0b80599ef0197ec024c4b051bc9860cff58ef7f9f3");
}

static void
test_empty_table(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct table table;
	table_init(&table, arena);
	assert_null(table_get(&table, TEXT_LIT("")));
	assert_null(table_get(&table, TEXT_LIT("a")));
	assert_null(table_add(&table, TEXT_LIT(""), &table));
	assert_ptr_equal(table_get(&table, TEXT_LIT("")), &table);
	assert_null(table_get(&table, TEXT_LIT("a")));
	arena_free(arena);
}

static void
test_the_first_stays(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct table table;
	int one, two;
	table_init(&table, arena);
	assert_null(table_add(&table, TEXT_LIT("a"), &one));
	assert_ptr_equal(table_add(&table, text_of("a"), &two), &one);
	assert_ptr_equal(table_get(&table, TEXT_LIT("a")), &one);
	assert_int_equal(table.count, 1);
	arena_free(arena);
}

static void
test_keys_are_bytes(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct table table;
	int a, b, c, d;
	table_init(&table, arena);
	table_add(&table, (struct text){ "k\0a", 3 }, &a);
	table_add(&table, (struct text){ "k\0b", 3 }, &b);
	table_add(&table, (struct text){ "k", 1 }, &c);
	table_add(&table, (struct text){ "k\0", 2 }, &d);
	assert_ptr_equal(table_get(&table, (struct text){ "k\0a", 3 }), &a);
	assert_ptr_equal(table_get(&table, (struct text){ "k\0b", 3 }), &b);
	assert_ptr_equal(table_get(&table, TEXT_LIT("k")), &c);
	assert_ptr_equal(table_get(&table, (struct text){ "k\0", 2 }), &d);
	arena_free(arena);
}

#define KEYS 100000

/* Ids of one period: long prefixes in common, and prefixes of each other. */
static struct text
key_of(struct arena *arena, size_t i)
{
	static const char *const forms[] = {
		"2010-q3/review/members/机电工程学院教工党支部-%zu",
		"2010-q3/review/members/机电工程学院教工党支部-%zu/",
		"%zu", "%08zu" };
	char key[128];
	int n = snprintf(key, sizeof(key), forms[i % 4], i / 4);
	return (struct text){ arena_copy(arena, key, (size_t)n), (size_t)n };
}

static void
test_many_keys(void **state)
{
	(void)state;
	static size_t numbers[KEYS];
	struct arena *arena = arena_new();
	struct table table;
	table_init(&table, arena);
	for (size_t i = 0; i < KEYS; i++)
		assert_null(table_add(&table, key_of(arena, i), &numbers[i]));
	assert_int_equal(table.count, KEYS);
	for (size_t i = 0; i < KEYS; i++) {
		struct text key = key_of(arena, i); /* another copy */
		assert_ptr_equal(table_get(&table, key), &numbers[i]);
		assert_ptr_equal(table_add(&table, key, &table), &numbers[i]);
		assert_null(table_get(&table, text_cut(key, 0, key.len - 1)) ==
		            &numbers[i]
		        ? &table
		        : NULL);
	}
	for (size_t i = KEYS; i < KEYS + 1000; i++)
		assert_null(table_get(&table, key_of(arena, i)));
	assert_int_equal(table.count, KEYS);
	arena_free(arena);
}

/* FIPS 180-4, RFC 1321, GB/T 32905, FIPS 202: of abc, in two pieces. */
static void
test_several_digests(void **state)
{
	static const char *const names[] = { "sha512", "md5", "sha1", "sm3",
		"sha3256" };
	static const char *const want[] = {
		"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d3"
		"9a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54c"
		"a49f",
		"900150983cd24fb0d6963f7d28e17f72",
		"a9993e364706816aba3e25717850c26c9cd0d89d",
		"66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8"
		"e0",
		"3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431"
		"532",
	};
	(void)state;
	struct digests *digests = digests_new(names, 5);
	char hex[DIGEST_HEX];
	for (int round = 0; round < 2; round++) {
		digests_put(digests, TEXT_LIT("a"));
		digests_put(digests, TEXT_LIT(""));
		digests_put(digests, TEXT_LIT("bc"));
		digests_end(digests);
		for (size_t i = 0; i < 5; i++) {
			digests_hex(digests, i, hex);
			assert_string_equal(hex, want[i]);
			assert_int_equal(2 * digest_length(names[i]),
			    strlen(want[i]));
			assert_int_equal(digest_is_weak(names[i]),
			    i == 1 || i == 2);
		}
	}
	digests_free(digests);
	digests = digests_new((const char *const[]){ "sha256" }, 1);
	digests_put(digests, TEXT_LIT("abc"));
	digests_end(digests);
	struct digest digest = digests_digest(digests, 0);
	assert_true(digest_is(TEXT_LIT("ba7816bf8f01cfea414140de5dae2223b00361"
				       "a396177a9cb410ff61f20015ad"),
	    digest));
	digests_free(digests);
	assert_int_equal(digest_length("SHA512"), 0);
	assert_int_equal(digest_length("crc32"), 0);
}

static void
assert_hmac(struct text key, const char *message, const char *want)
{
	char hex[65];
	digest_hex(hmac_of(key, text_of(message)), hex);
	assert_string_equal(hex, want);
}

/* RFC 4231, 4.2, 4.3 and 4.7: a key longer than a block. */
static void
test_hmac(void **state)
{
	(void)state;
	char key[131];
	memset(key, 0x0b, sizeof(key));
	assert_hmac((struct text){ key, 20 }, "Hi There",
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	assert_hmac(TEXT_LIT("Jefe"), "what do ya want for nothing?",
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	assert_hmac((struct text){ key, sizeof(key) },
	    "Test Using Larger Than Block-Size Key - Hash Key First",
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
}

/* As people are shown it, and as they may type it. */
static void
test_groups(void **state)
{
	(void)state;
	char groups[DIGEST_GROUPS];
	struct digest digest = digest_of(TEXT_LIT("abc")), read;
	digest_groups(digest, groups);
	assert_string_equal(groups,
	    "ba78 16bf 8f01 cfea 4141 40de 5dae 2223 "
	    "b003 61a3 9617 7a9c b410 ff61 f200 15ad");
	assert_int_equal(digest_parse(&read, text_of(groups)), 0);
	assert_true(digest_equal(read, digest));
	assert_int_equal(digest_parse(&read,
	    TEXT_LIT("\n BA7816BF8F01CFEA 414140de5dae2223\n\tb 00361"
		     "a396177a9cb410ff61f20015ad\n")), 0);
	assert_true(digest_equal(read, digest));
	read.bytes[31] ^= 1;
	assert_false(digest_equal(read, digest));
	groups[78] = '\0';
	assert_int_equal(digest_parse(&read, text_of(groups)), -1);
	groups[78] = 'g';
	assert_int_equal(digest_parse(&read, text_of(groups)), -1);
	assert_int_equal(digest_parse(&read, TEXT_LIT("")), -1);
	assert_int_equal(digest_parse(&read,
	    TEXT_LIT("ba7816bf8f01cfea414140de5dae2223b00361"
		     "a396177a9cb410ff61f20015ad0")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_source),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_several_digests),
		cmocka_unit_test(test_empty_table),
		cmocka_unit_test(test_the_first_stays),
		cmocka_unit_test(test_keys_are_bytes),
		cmocka_unit_test(test_many_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
