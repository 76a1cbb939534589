/*
 * The programme's default labels (programme.yaml: scope), and from them and
 * the records' own marks the scope of every item (SCOPE: sources combine by
 * AND).  No default = nobody.
 *
 *   scope:
 *     review:
 *       record: …            applies when its form has none
 *       aspects: {problems: …}
 *       fields: {problems: …}
 *       forms: {member: {record: …, aspects: …, fields: …}}
 *     plan: root/masses      a label alone is the record's
 *     reply: {record: …, person: …}   person: of those about a person
 *     organisation: {record: …, fields: {liaison: …}}
 *     person: {officer: …, member: …}
 */
#ifndef TONGBAO_SCOPE_POLICY_H
#define TONGBAO_SCOPE_POLICY_H

#include "model/corpus.h"
#include "scope/label.h"
#include "scope/picture.h"
#include "scope/release.h"

struct policy;

/* NULL after diagnostics when the defaults can't be read. */
struct policy *policy_make(struct arena *arena, const struct corpus *corpus,
    struct diags *diags);

/* What replaces defaults from now on; without it nothing does. */
void policy_release(struct policy *policy, const struct releases *releases);
/*
 * The same defaults for a corpus that has other organisations in place of
 * these, under the same ids.
 */
struct policy *policy_copy(struct arena *arena, const struct policy *policy,
    const struct corpus *corpus);

/* Sets record->scope, ->section_scopes, ->field_scopes and ->pictures. */
void policy_label(const struct policy *policy, struct arena *arena,
    struct record *record, struct diags *diags);

/* May the audience know of the organisation, of one of its fields? */
bool policy_shows_organisation(const struct policy *policy,
    const struct organisation *organisation, const char *field,
    const struct audience *audience, const char *date);

/*
 * May the audience see the person's name?  It is as wide as the union of the
 * posts held on that day.
 */
bool policy_shows_name(const struct policy *policy,
    const struct person *person, const struct audience *audience,
    const char *date);

/* The pattern of a problem's own mark and such; see label.h. */
struct label policy_own_label(const struct policy *policy,
    struct arena *arena, const struct value *value,
    const struct record *record, struct diags *diags);

/* The audience an edition is for; -1 after a diagnostic. */
int policy_audience(const struct policy *policy, struct audience *audience,
    const struct edition *edition, struct diags *diags);

#endif
