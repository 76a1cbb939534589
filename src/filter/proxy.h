/*
 * Our things as Lua sees them: userdata that points at a struct, can be read
 * by names from a table, and is stale once its call has ended.  Internal to
 * this room.
 *
 * Within one call a thing has one proxy, so that == works and proxies can be
 * told apart; but for those of proxy_push_new().
 */
#ifndef TONGBAO_FILTER_PROXY_H
#define TONGBAO_FILTER_PROXY_H

#include <stddef.h>
#include "filter/sandbox.h"

/* A member of the thing's struct; PROXY_TEXT takes a const char * only. */
struct proxy_member {
	bool exists;
	size_t at;
};
#define PROXY_MEMBER(type, member)                                             \
	{                                                                      \
		true, offsetof(struct type, member)                            \
	}
#define PROXY_TEXT(type, member)                                               \
	{                                                                      \
		true, _Generic(((struct type *)NULL)->member,           \
			  const char *: offsetof(struct type, member))      \
	}

/* One of the following says what the field shows. */
struct proxy_field {
	const char *name;
	void (*push)(lua_State *L, const void *thing); /* one value */
	lua_CFunction method;
	const char *word; /* the same for every thing */
	struct proxy_member text; /* nil for NULL and "" */
	struct proxy_member list; /* a struct value *, {} for NULL */
	struct proxy_member thing; /* another thing, nil for NULL */
	const struct proxy_class *class; /* of that */
};

struct proxy_class {
	const char *name; /* in messages: "record" */
	const struct proxy_field *fields; /* ends with name == NULL */
	/*
	 * A name that is not among the fields: pushes one value and returns
	 * true, or false when there is none.  May be NULL.
	 */
	bool (*push_other)(lua_State *L, const void *thing, const char *name);
	/* Such names, for “did you mean”; how many.  May be NULL. */
	size_t (*other_names)(
	    lua_State *L, const void *thing, const char **names, size_t room);
	/*
	 * Told of every field that a script reads, before it gets it; of NULL
	 * when it reads what stands for the whole (its id).  May be NULL.
	 */
	void (*read)(lua_State *L, const void *thing, const char *name);
	/* Sets `name` to the value at index 3.  NULL: nothing can be set. */
	void (*set)(lua_State *L, const void *thing, const char *name);
	/*
	 * What it is called, where a text is wanted: a member, or made in the
	 * call's arena if need be.  Without either, it is called by its class.
	 */
	struct proxy_member called;
	const char *(*words)(lua_State *L, const void *thing);
	/* What stands for it in comparisons and values. */
	struct proxy_member id;
	/* Other metamethods (__call, __add), ends with name == NULL; or NULL. */
	const luaL_Reg *events;
	/* It may stand where a number is written out: its words do. */
	bool numeric;
};

/* Registers the class with the state; once, before any proxy is pushed. */
void proxy_class_add(lua_State *L, const struct proxy_class *class);

/* nil for NULL. */
void proxy_push(
    lua_State *L, const struct proxy_class *class, const void *thing);
/* One that is equal to no other, whatever else was pushed of the thing. */
void proxy_push_new(
    lua_State *L, const struct proxy_class *class, const void *thing);
/* A list of `count` things, which an array of pointers holds. */
void proxy_push_list(lua_State *L, const struct proxy_class *class,
    const void *things, size_t count);
/* nil for NULL and "". */
void proxy_push_words(lua_State *L, const char *words);
/* The thing, NULL when the value is no such proxy; a stale one is a fault. */
const void *proxy_get(lua_State *L, int index, const struct proxy_class *class);
/* The same, but anything else is a fault of argument `index`. */
const void *proxy_check(
    lua_State *L, int index, const struct proxy_class *class);
/* The id that a proxy of any class stands for; NULL when there is none. */
const char *proxy_id(lua_State *L, int index);
/* The same, also of a table with one, or a text itself; pushes where it lies. */
const char *proxy_push_id(lua_State *L, int index);
/* The type of a value for messages: a proxy's is its class. */
const char *proxy_type(lua_State *L, int index);
/* A key in messages: the text itself, or what type it is. */
const char *proxy_key(lua_State *L, int index);
/* What a value is called; its type where it is no proxy. */
const char *proxy_words(lua_State *L, int index);

/* See proxy_class.numeric. */
bool proxy_is_numeric(lua_State *L, int index);

/* “`owner` has no `what` 'name'”: a fault that says which would be near. */
int proxy_raise_unknown(lua_State *L, enum rule_id rule, const char *owner,
    const char *what, const char *name, const char *const *names, size_t count)
    __attribute__((noreturn)); /* int: `return …` */

/* The table at `index` has no other keys than those; its `part`s. */
void proxy_check_parts(lua_State *L, int index, const char *owner,
    const char *const *names, size_t count);

/* Forgets this call's proxies; sandbox_run() ends with it. */
void proxy_forget(lua_State *L);

#define PROXY_NAMES_MOST 128

#endif
