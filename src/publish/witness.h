/*
 * What a sealed edition's paper bears witness of: the root of a tree over the
 * records in its bag, such that whoever is shown one of them, with a proof, can
 * see that it was among them, and nobody learns of any other, nor of how many
 * there are.
 *
 * The tree has 2^32 places, whatever there is.  Which place an item has, and
 * with what salt it is hashed, is told by an office key that is kept outside the
 * site; what has no item below it is hashed by that key, too.  So who has no key
 * can't tell one from the other: every proof has 32 siblings and is as long as
 * any other of the same record.  The commit that is sealed is in all that the
 * key makes: two seals have nothing in common by which their proofs could be
 * compared, even of another site with the same key.
 *
 * Part: length in 8 bytes, the highest first, then the bytes.
 *
 *	about   part(seal) part(commit) part(edition)
 *	place   first 4 bytes, the highest first, of
 *	        HMAC(key, part("place") about part(id) part(n in 4 bytes)),
 *	        n from 0 to the first that is free, items in the order of these
 *	        HMACs for n = 0
 *	salt    HMAC(key, part("salt") about part(id))
 *	empty   HMAC(key, part("empty") about part(depth in 1 byte)
 *	        part(its first place's highest `depth` bits, as a number, in 4))
 *	leaf    SHA-256(0x00 salt part(seal) part(edition) part(id) bytes)
 *	node    SHA-256(0x01 left right)
 *
 * HMAC is HMAC-SHA256.  Leaves and nodes begin differently, as in RFC 6962, 2.1:
 * no node can be shown as a leaf.  The root is at depth 0.
 */
#ifndef TONGBAO_PUBLISH_WITNESS_H
#define TONGBAO_PUBLISH_WITNESS_H

#include "base/hash.h"

#define WITNESS_DEPTH 32

struct witness_about {
	const char *seal, *commit, *edition;
};

struct witness_proof {
	const char *seal, *edition, *record;
	struct text text; /* of the record, as it is in the bag */
	struct digest salt;
	uint32_t place;
	struct digest siblings[WITNESS_DEPTH]; /* from the leaf up */
	struct digest root;
};

struct witness;

/* What it is told is pointed at; close it. */
struct witness *witness_open(struct text key,
    const struct witness_about *about);
/* `id` and bytes are read once; no two items have the same id. */
void witness_add(struct witness *witness, const char *id, struct text bytes);
/* Of all that were added: then no more are. */
struct digest witness_root(struct witness *witness);
/*
 * That this record is among them; -1 when it is not, with these bytes.  Ids are
 * pointed at.
 */
int witness_prove(struct witness *witness, const char *id, struct text bytes,
    struct witness_proof *proof);
void witness_close(struct witness *witness);

/* Where the hashes of a proof lead: to its root, if it is right. */
struct digest proof_leads_to(const struct witness_proof *proof);

/* By which seals name the key that they were made with. */
#define FINGERPRINT_SIZE 17
void key_fingerprint(struct text key, char out[FINGERPRINT_SIZE]);

#endif
