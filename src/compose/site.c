#include "compose/page.h"

#include "model/rules.h"

#define BOARD_PATH "rectification.html"
#define EXEMPLARS_PATH "exemplars.html"
#define ABOUT_PATH "about.html"

const struct bulletin *
bulletin_find(const struct bulletins *bulletins, const char *id)
{
	for (size_t i = 0; i < bulletins->count; i++)
		if (strcmp(bulletins->items[i].id, id) == 0)
			return &bulletins->items[i];
	return NULL;
}

const struct bulletin *
plan_bulletin(const struct plan *plan, const char *id)
{
	trace_whole();
	return bulletin_find(plan->bulletins, id);
}

/* Which bulletins have one is the same for all. */
bool
plan_has_print(const struct plan *plan, const char *id)
{
	const struct bulletin *b = bulletin_find(plan->bulletins, id);
	return b != NULL && b->has_print;
}

/* Which pages there are but those of records, and volumes, is the same for all. */
const struct page *
plan_page(const struct plan *plan, const char *path)
{
	const struct page *page = table_get(&plan->paths, text_of(path));
	if (page != NULL && page->entry != NULL)
		trace_entry(page->entry->index);
	else if (page == NULL ? strncmp(path, "record/", 7) == 0
			      : page->bound != NULL)
		trace_whole();
	return page;
}

bool
page_may_lack(const char *path)
{
	return strcmp(path, BOARD_PATH) == 0 ||
	    strcmp(path, EXEMPLARS_PATH) == 0 ||
	    strcmp(path, PROGRAMME_PATH) == 0 ||
	    strcmp(path, ABOUT_PATH) == 0 ||
	    strcmp(path, SEARCH_PATH) == 0 ||
	    strncmp(path, "period/", strlen("period/")) == 0;
}

struct composing
composing_of(struct arena *arena, const struct plan *plan,
    const struct page *page, struct diags *diags)
{
	return (struct composing){ .arena = arena,
		.plan = plan,
		.view = plan->view,
		.strings = plan->view->site->strings,
		.page = page,
		.diags = diags };
}

/* ---- what every page shows ---- */

static const char *
group_of(const struct page *page)
{
	return page->addition == NULL ? NULL : page->addition->group;
}

static bool
same_group(const struct page *a, const struct page *b)
{
	return group_of(a) != NULL && group_of(b) != NULL &&
	    strcmp(group_of(a), group_of(b)) == 0;
}

static void
menu_add(const struct composing *c, struct value *list,
    const struct page *page, const char *title, bool current)
{
	struct value *item = value_map_sized(c->arena, 3);
	show_text(c, item, "title", title);
	show_text(c, item, "href", href_to(c, page->path));
	show_bool(c, item, "current", current);
	value_add(c->arena, list, item);
}

/* The ledger's later pages are where its first one is. */
static bool
is_this(const struct composing *c, const struct page *page)
{
	return strcmp(page->path,
		   page_is_of_ledger(c->page) ? LEDGER_PATH
					      : c->page->path) == 0;
}

/* Do other pages' menus lead there? */
static bool
is_in_navigation(const struct page *page)
{
	return page->entry == NULL && page->organisation == NULL &&
	    page->period == NULL;
}

/* In the order of the plan; a group is told once. */
static struct value *
navigation(const struct composing *c)
{
	struct value *list = value_list(c->arena);
	const struct page **pages = c->plan->navigation;
	for (size_t i = 0; i < c->plan->navigation_count; i++) {
		const char *group = group_of(pages[i]);
		size_t first = 0;
		while (first < i && !same_group(pages[first], pages[i]))
			first++;
		if (first < i)
			continue;
		menu_add(c, list, pages[i],
		    group != NULL ? group : pages[i]->title,
		    is_this(c, pages[i]) || same_group(pages[i], c->page));
	}
	return list;
}

/* The pages of this one's group, itself among them. */
static struct value *
siblings(const struct composing *c)
{
	struct value *list = value_list(c->arena);
	const struct page **pages = c->plan->navigation;
	for (size_t i = 0; i < c->plan->navigation_count; i++)
		if (same_group(pages[i], c->page))
			menu_add(c, list, pages[i], pages[i]->title,
			    is_this(c, pages[i]));
	return list;
}

static struct value *
site_facts(const struct composing *c)
{
	struct value *site = value_map_sized(c->arena, 3);
	show_text(c, site, "title", c->view->site->title);
	show_text(c, site, "owner", c->view->site->owner);
	show_text(c, site, "language", c->view->site->language);
	return site;
}

static struct value *
edition_facts(const struct composing *c)
{
	struct value *edition = value_map_sized(c->arena, 5);
	show_text(c, edition, "id", c->view->edition->id);
	show_text(c, edition, "title", c->view->edition->title);
	show_text(c, edition, "audience", c->view->audience);
	const char *of = c->view->edition->of;
	const struct view_organisation *o =
	    of == NULL ? NULL : view_organisation(c->view, text_of(of));
	show_text(c, edition, "organisation", o == NULL ? NULL : o->name);
	show_text(
	    c, edition, "organisation_href", organisation_href(c, o));
	return edition;
}

/* What the page shows that is the edition's; nothing of it hangs on entries. */
static struct value *
frame_make(const struct composing *c)
{
	const struct view *view = c->view;
	struct value *frame = value_map_sized(c->arena, 8);
	show_value(c, frame, "site", site_facts(c));
	show_value(c, frame, "edition", edition_facts(c));
	show_text(c, frame, "as_of", day_words(c, view->as_of));
	PLANT(page, show_text(c, frame, "as_of",
			arena_printf(c->arena, "%zu", view->planted.hidden)));
	PLANT(date, show_text(c, frame, "as_of", view->planted.date));
	show_text(c, frame, "programme", view->programme->title);
	show_text(c, frame, "root", href_to(c, ""));
	show_text(c, frame, "days_href",
	    plan_page(c->plan, ABOUT_PATH) == NULL
		? NULL
		: arena_printf(
		      c->arena, "%s#days", href_to(c, ABOUT_PATH)));
	show_value(c, frame, "navigation", navigation(c));
	return frame;
}

/*
 * Nearly all pages are in no menu: of those only the way from their folder to
 * the edition's is another one.
 */
static void
frames_make(struct plan *plan)
{
	size_t deepest = 0;
	for (size_t i = 0; i < plan->count + plan->print_count; i++) {
		size_t depth = path_depth(i < plan->count
			? plan->pages[i].path
			: plan->prints[i - plan->count].path);
		deepest = depth > deepest ? depth : deepest;
	}
	plan->frames = ARENA_ARRAY(plan->arena, struct value *, deepest + 1);
	char *path = ARENA_ARRAY(plan->arena, char, deepest + 1);
	for (size_t i = 0; i <= deepest; i++) {
		struct page page = { .path = path, .template = "" };
		struct composing c =
		    composing_of(plan->arena, plan, &page, NULL);
		plan->frames[i] = frame_make(&c);
		if (i < deepest)
			path[i] = '/';
	}
}

/* ---- the plan ---- */

static struct span
page_span(const struct page *page)
{
	return page->entry != NULL   ? page->entry->span
	    : page->addition != NULL ? page->addition->span
				     : SPAN_NONE;
}

/* At `added`; -1 after a diagnostic when another one has its path. */
static int
page_set(struct plan *plan, struct page *added, struct page page,
    struct diags *diags)
{
	*added = page;
	const struct page *other =
	    table_add(&plan->paths, text_of(added->path), added);
	if (other != NULL) {
		struct diag *d = diag_at(diags, &rules[RULE_PATH_TWICE],
		    page_span(&page), "the edition “%s” has two pages %s",
		    plan->view->edition->id, page.path);
		diag_also(diags, d, page_span(other), "the first");
		return -1;
	}
	return 0;
}

static int
page_add(struct plan *plan, struct page page, struct diags *diags)
{
	struct page *added = &plan->pages[plan->count];
	if (page_set(plan, added, page, diags) != 0)
		return -1;
	plan->count++;
	if (is_in_navigation(added) && added->part == 0)
		plan->navigation[plan->navigation_count++] = added;
	return 0;
}

#define FIXED_PAGES 9
/* Those that every theme has, first in the list. */
#define FIXED_PAGES_BASIC 4
/* From here on they come behind the filters' own. */
#define FIXED_PAGES_LAST 6

/* Those from `first` up to `end`. */
static int
fixed_pages_add(struct plan *plan, const struct planning *planning,
    size_t first, size_t end, struct diags *diags)
{
	/* Each is called by the string of its template: home, … */
	static const struct page fixed[FIXED_PAGES] = {
		{ .path = HOME_PATH, .template = "home" },
		{ .path = BULLETINS_PATH, .template = "bulletins" },
		{ .path = ORGANISATIONS_PATH, .template = "organisations" },
		{ .path = LEDGER_PATH, .template = "ledger" },
		{ .path = BOARD_PATH, .template = "board" },
		{ .path = EXEMPLARS_PATH, .template = "exemplars" },
		{ .path = PROGRAMME_PATH, .template = "programme" },
		{ .path = ABOUT_PATH, .template = "about" },
		{ .path = SEARCH_PATH, .template = "search" },
	};
	const struct strings *strings = plan->view->site->strings;
	int status = 0;
	for (size_t i = first; i < end; i++) {
		struct page page = fixed[i];
		if (i >= FIXED_PAGES_BASIC &&
		    !planning->has_template(planning->theme, page.template))
			continue;
		page.title = strings_get(strings, page.template);
		status |= page_add(plan, page, diags);
	}
	return status;
}

/* The ledger's pages behind its first. */
static int
ledger_parts_add(struct plan *plan, struct diags *diags)
{
	int status = 0;
	for (size_t i = 1; i < ledger_part_count(plan->ledger); i++)
		status |= page_add(plan,
		    (struct page){ .path = ledger_part_path(
				       plan->arena, plan->ledger, i),
			.template = "ledger",
			.title = ledger_part_title(
			    plan->arena, plan->ledger, i),
			.part = i },
		    diags);
	return status;
}

/* Of each period of which something is seen, the newest first. */
static int
period_pages_add(
    struct plan *plan, const struct planning *planning, struct diags *diags)
{
	const struct programme *programme = plan->view->programme;
	int status = 0;
	if (!planning->has_template(planning->theme, "period"))
		return 0;
	for (size_t i = programme->terms[VOCABULARY_PERIOD].count; i-- > 0;) {
		const struct period *period = &programme->periods[i];
		struct page page = { .path = period_path(plan->arena, period),
			.template = "period",
			.title = period->name,
			.period = period };
		if (period_is_told(plan, period))
			status |= page_add(plan, page, diags);
	}
	return status;
}

static const char *
entry_template(const struct view_entry *entry)
{
	return entry_is(entry, "review")   ? "review"
	    : !entry_is(entry, "bulletin") ? "record"
	    : entry_is_bulletin(entry)     ? "bulletin"
					   : "withdrawn";
}

/* NULL after a diagnostic. */
static struct page *
volume_add(struct plan *plan, const struct view_entry *entry, const char *path,
    struct diags *diags)
{
	const struct period *period =
	    programme_period(plan->view->programme, entry->period);
	struct page *page = &plan->pages[plan->count];
	int status = page_add(plan,
	    (struct page){ .path = path,
		.template = "volume",
		.title = volume_title(plan->arena, plan->view,
		    entry->organisation, period),
		.organisation = entry->organisation,
		.period = period,
		.bound = ARENA_NEW(plan->arena, struct entry_list),
		.part = entry->volume - 1 },
	    diags);
	return status == 0 ? page : NULL;
}

/*
 * To its volume, which comes where the first of it would.  A filter may have
 * put a page of its own there.
 */
static int
bound_add(struct plan *plan, struct view_entry *entry, struct diags *diags)
{
	const char *path = entry_path(plan->arena, entry);
	struct page *page = table_get(&plan->paths, text_of(path));
	if (page == NULL || page->bound == NULL)
		page = volume_add(plan, entry, path, diags);
	if (page == NULL)
		return -1;
	struct entry_list *bound = page->bound;
	ARENA_ROOM(plan->arena, bound->items, bound->count, bound->capacity);
	bound->items[bound->count++] = entry;
	return 0;
}

static int
view_pages_add(
    struct plan *plan, const struct planning *planning, struct diags *diags)
{
	const struct view *view = plan->view;
	const struct entry_list *entries = view_entries(view);
	int status = 0;
	if (view->site->bound &&
	    !planning->has_template(planning->theme, "volume")) {
		diag_at(diags, &rules[RULE_TEMPLATE_UNKNOWN],
		    view->site->bound_span,
		    "the theme has no template “volume” for what is bound");
		return -1;
	}
	for (size_t i = 0; i < view->organisation_count; i++) {
		const struct view_organisation *o = view->organisations[i];
		struct page page = {
			.path = organisation_path(plan->arena, o),
			.template = "organisation",
			.title = o->name,
			.organisation = o,
		};
		status |= page_add(plan, page, diags);
	}
	for (size_t i = 0; i < entries->count; i++) {
		struct view_entry *entry = entries->items[i];
		if (entry->volume > 0) {
			status |= bound_add(plan, entry, diags);
			continue;
		}
		struct page page = {
			.path = entry_path(plan->arena, entry),
			.template = entry_template(entry),
			.entry = entry,
		};
		if (entry->withdrawn != NULL &&
		    !planning->has_template(planning->theme, page.template))
			page.template = "record";
		PLANT(name, page.path = arena_printf(plan->arena,
				"record/%zu-%zu.html", view->planted.hidden, i));
		status |= page_add(plan, page, diags);
	}
	return status;
}

/* Where the theme has a template for them. */
static int
prints_add(
    struct plan *plan, const struct planning *planning, struct diags *diags)
{
	const struct view *view = plan->view;
	const struct entry_list *entries = view_entries(view);
	size_t count = 0;
	int status = 0;
	if (!planning->has_template(planning->theme, PRINT_TEMPLATE))
		return 0;
	for (size_t i = 0; i < entries->count; i++)
		count += entry_is_bulletin(entries->items[i]);
	plan->prints = ARENA_ARRAY(plan->arena, struct page, count);
	for (size_t i = 0; i < entries->count; i++) {
		const struct view_entry *entry = entries->items[i];
		if (!entry_is_bulletin(entry))
			continue;
		struct page page = {
			.path = print_path(plan->arena, entry),
			.template = PRINT_TEMPLATE,
			.entry = entry,
		};
		status |= page_set(plan, &plan->prints[plan->print_count++],
		    page, diags);
	}
	return status;
}

static int
additions_add(struct plan *plan, struct diags *diags)
{
	const struct additions *additions = plan->additions;
	int status = 0;
	for (size_t i = 0; i < additions->count; i++) {
		const struct addition *addition = &additions->items[i];
		if (strcmp(addition->page, "home") == 0)
			continue;
		struct page page = {
			.path = arena_printf(
			    plan->arena, "%s.html", addition->page),
			.template = "addition",
			.title = addition->title,
			.addition = addition,
		};
		status |= page_add(plan, page, diags);
	}
	return status;
}

/* What reviews were tied to: the work points of the plans that are visible. */
static void
tasks_index(struct plan *plan)
{
	const struct view *view = plan->view;
	const struct entry_list *entries = view_entries(view);
	for (size_t i = 0; i < entries->count; i++) {
		if (!entry_is(entries->items[i], "plan"))
			continue;
		const struct value *tasks =
		    entry_get(entries->items[i], "tasks");
		for (size_t j = 0; j < value_count(tasks); j++) {
			struct value *task = value_item(tasks, j);
			table_add(&plan->tasks,
			    value_as_text(value_get(task, "id")), task);
		}
	}
}

struct plan *
plan_bare(struct arena *arena, const struct view *view)
{
	struct plan *plan = ARENA_NEW(arena, struct plan);
	*plan = (struct plan){ .arena = arena, .view = view };
	table_init(&plan->paths, arena);
	table_init(&plan->tasks, arena);
	tasks_index(plan);
	return plan;
}

struct plan *
plan_make(const struct planning *planning, struct diags *diags)
{
	const struct view *view = planning->view;
	const struct additions *additions = planning->additions;
	struct plan *plan = plan_bare(planning->arena, view);
	plan->bulletins = planning->bulletins;
	plan->additions = additions;
	plan->figures = planning->figures;
	plan->ledger = ledger_open(plan->arena, view, LEDGER_MOST);
	plan->catalogue = catalogue_open(plan->arena, view);
	plan->drafts = drafts_of_all(plan);
	size_t entries = view_entries(view)->count;
	size_t own = FIXED_PAGES + ledger_part_count(plan->ledger) +
	    view->programme->terms[VOCABULARY_PERIOD].count + additions->count;
	plan->navigation = ARENA_ARRAY(plan->arena, const struct page *, own);
	table_reserve(
	    &plan->paths, own + view->organisation_count + entries);
	plan->pages = ARENA_ARRAY(plan->arena, struct page,
	    own + view->organisation_count + entries);
	PLANT(message, diag_at(diags, &rules[RULE_DATE_AHEAD], SPAN_NONE,
			   "%s", arena_printf(plan->arena, "%zu",
				     view->planted.hidden)));
	int status =
	    fixed_pages_add(plan, planning, 0, FIXED_PAGES_LAST, diags);
	status |= additions_add(plan, diags);
	status |= fixed_pages_add(
	    plan, planning, FIXED_PAGES_LAST, FIXED_PAGES, diags);
	status |= ledger_parts_add(plan, diags);
	status |= period_pages_add(plan, planning, diags);
	status |= view_pages_add(plan, planning, diags);
	status |= prints_add(plan, planning, diags);
	facets_set(plan);
	frames_make(plan);
	return status == 0 ? plan : NULL;
}

/* ---- a page ---- */

static struct value *
addition_make(const struct composing *c)
{
	struct node *body = node_copy(c->arena, c->page->addition->body);
	struct value *data = value_map(c->arena);
	links_resolve(c, body, NULL);
	show_text(c, data, "title", c->page->title);
	show_value(c, data, "body", value_node(c->arena, body));
	show_text(c, data, "group", group_of(c->page));
	struct value *list = siblings(c);
	show_bool(c, data, "has_siblings", value_count(list) > 1);
	show_value(c, data, "siblings", list);
	return data;
}

static struct value *
content_make(const struct composing *c)
{
	static const struct {
		const char *template;
		struct value *(*make)(const struct composing *);
	} makers[] = {
		{ "home", home_make },
		{ "period", period_make },
		{ "bulletins", bulletins_make },
		{ "organisations", organisations_make },
		{ "organisation", organisation_make },
		{ "ledger", ledger_page_make },
		{ "board", board_make },
		{ "exemplars", exemplars_make },
		{ "programme", programme_make },
		{ "about", about_make },
		{ "review", review_make },
		{ "bulletin", bulletin_page_make },
		{ "withdrawn", withdrawn_make },
		{ PRINT_TEMPLATE, bulletin_page_make },
		{ "record", record_make },
		{ "volume", volume_make },
		{ "addition", addition_make },
		{ "search", search_make },
	};
	for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		if (strcmp(makers[i].template, c->page->template) == 0)
			return makers[i].make(c);
	BUG("a page of an unknown kind");
}

const char *
page_title(struct arena *arena, const struct plan *plan,
    const struct page *page)
{
	return page->title != NULL
	    ? page->title
	    : entry_title(arena, plan->view, page->entry);
}

const char *
page_address(struct arena *arena, const struct page *page)
{
	return address_in(arena, NULL, page->path);
}

struct value *
page_make(struct arena *arena, const struct plan *plan,
    const struct page *planned, const struct page_filter *filter,
    struct diags *diags)
{
	struct page own = *planned;
	const struct page *page = &own;
	own.title = page_title(arena, plan, page);
	struct composing c = composing_of(arena, plan, page, diags);
	c.filter = filter;
	struct value *data = content_make(&c);
	const struct value *frame = is_in_navigation(page)
	    ? frame_make(&c)
	    : plan->frames[path_depth(page->path)];
	for (size_t i = 0; i < value_count(frame); i++)
		show_value(&c, data, frame->map.entries[i].key.at,
		    frame->map.entries[i].value);
	show_text(&c, data, "page_title", page->title);
	show_text(&c, data, "template", page->template);
	show_text(&c, data, "drafts", drafts_words(&c));
	show_bool(&c, data, "is_home", strcmp(page->path, HOME_PATH) == 0);
	/* cppcheck-suppress returnDanglingLifetime ; it lies in the arena */
	return data;
}
