"use strict";

/*
 * What pages can do beyond being read: each function has an element that asks
 * for it (data-ledger, …), with words and addresses in it.
 */

/* NAME.js calls tongbao("NAME", {…}) */

const awaited = {};

function tongbao(name, data) {
	awaited[name](data);
}

/* By <script src>, which file:// allows, too; once. */
function dataLoad(name, address) {
	if (!dataLoad[name])
		dataLoad[name] = new Promise((done, failed) => {
			const script = document.createElement("script");
			awaited[name] = done;
			script.src = address;
			script.onerror = () => {
				delete dataLoad[name];
				failed();
			};
			document.head.append(script);
		});
	return dataLoad[name];
}

function element(name, properties, ...children) {
	const made = Object.assign(document.createElement(name), properties);
	made.append(...children);
	return made;
}

/*
 * All that is chosen stands in the address, #period=…&organisation=…&q=…&sort=-date&page=2: other
 * pages link to what a figure counts.  The data (render/sheet.h) come when first needed.
 */
function ledger(root) {
	const find = (selector) => root.querySelector(selector), say = root.dataset;
	const table = find("table"), panel = find("details"), form = find("form");
	const status = find("[role=status]"), pager = find(".pager"), csv = find("[data-csv]");
	const size = 100;
	let columns, count, chosen, rows, by, down, page;

	const isOurs = () => /=|^#all$/.test(location.hash);
	const read = () => new URLSearchParams(location.hash.slice(1));
	const hashWith = (changes) => "#" + (new URLSearchParams(
		Object.entries({ ...Object.fromEntries(read()), page: "", ...changes })
			.filter(([, value]) => value)).toString() || "all");
	/* No step back for each letter. */
	const go = (changes) => location.replace(hashWith(changes));

	const textOf = (column, row) => column.words[column.cells[row]];

	/* An organisation's are those of all that lie below it, too. */
	const isWithin = (column, word, id) => word > 0 && (column.ids[word] === id ||
		column.above && isWithin(column, column.above[word], id));

	function test(column, id) {
		/* Bit 31 (of -1, what isn't there) no row has. */
		const bit = column.states && 1 << column.ids.indexOf(id);
		const fits = bit || column.words.map((_, word) => isWithin(column, word, id));
		return bit ? (row) => column.states[row] & bit : (row) => fits[column.cells[row]];
	}

	/* Without what nobody sees, as the search has it. */
	const fold = (text) => text.normalize("NFKC").replace(/\p{DI}/gu, "").toLowerCase();

	/* Each text is looked at once, however many rows have it. */
	function termTest(term) {
		const hits = columns.map((c) => [c.cells, c.words.map((word) => fold(word).includes(term))]);
		return (row) => hits.some(([cells, has]) => has[cells[row]]);
	}

	function choose() {
		const tests = fold(chosen.get("q") || "").split(/\s+/).filter(Boolean).map(termTest);
		for (const column of columns)
			if (column.ids && chosen.get(column.id))
				tests.push(test(column, chosen.get(column.id)));
		rows = [...Array(count).keys()].filter((row) => tests.every((passes) => passes(row)));
		const [, minus, id] = /^(-?)(.*)/.exec(chosen.get("sort") || "");
		by = columns.find((c) => c.id === id);
		down = minus;
		/* Words have the site's order; what is empty comes last. */
		if (by)
			rows.sort((a, b) => {
				const x = by.cells[a], y = by.cells[b];
				return x === y ? a - b : !x || !y || down ? y - x : x - y;
			});
	}

	/* A period that all rows have need not be repeated. */
	const isUsual = (c) => c.main && (c.id !== "period" ||
		rows.some((row) => c.cells[row] !== c.cells[rows[0]]));

	function shown() {
		const own = chosen.get("columns");
		return columns.filter(own ? (c) => own.split(",").includes(c.id) : isUsual);
	}

	/* As address_write() in src/compose/text.c: a # is of a place in a volume or of a name. */
	const address = (path) => encodeURI(path).replace(/\?/g, "%3F")
		.replace(path.startsWith("volume") ? /(?<!\.html)#/g : /#/g, "%23");

	function cellMake(column, row) {
		const cell = element(column.head ? "th" : "td", { className: column.class });
		const text = textOf(column, row).replace(/ (?=\d)/g, "\xa0"), path = column.pages ? column.pages[row]
			: column.links && column.links[column.cells[row]];
		if (column.head)
			cell.scope = "row";
		cell.dataset.label = column.title;
		cell.append(text && path ? element("a", { href: address(path) }, text) : text);
		return cell;
	}

	const headMake = (text) => element("button", { type: "button" }, text);

	/* Heads that stay keep the focus. */
	function headShow(list) {
		const row = table.tHead.rows[0];
		if ([...row.cells].map((c) => c.textContent).join() !== list.map((c) => c.title).join())
			row.replaceChildren(...list.map((c) => element("th",
				{ scope: "col", className: c.class }, headMake(c.title))));
		list.forEach((column, i) => column === by
			? row.cells[i].setAttribute("aria-sort", down ? "descending" : "ascending")
			: row.cells[i].removeAttribute("aria-sort"));
	}

	function pagerShow(last) {
		const link = (number, text) => element("a", { href: hashWith({ page: number }) }, text);
		const near = [...new Set([1, page - 1, page, page + 1, last])]
			.filter((n) => n > 0 && n <= last);
		pager.hidden = last < 2;
		pager.replaceChildren(element("ol", {}, ...near.map((n, i) =>
			element("li", { className: n > near[i - 1] + 1 ? "gap" : "" }, link(n, n)))));
		pager.querySelectorAll("a")[near.indexOf(page)].setAttribute("aria-current", "page");
		if (page > 1)
			pager.prepend(link(page - 1, say.previous));
		if (page < last)
			pager.append(link(page + 1, say.next));
	}

	const fields = () => [...form.elements].filter((field) => field.name);

	/* How much is found, and by what; each condition is a way without it. */
	function statusShow(first, end) {
		const values = { found: rows.length, all: count, first: first + 1, last: end };
		status.textContent = (rows.length ? say.found : say.none)
			.replace(/\{(\w+)\}/g, (_, key) => values[key]);
		for (const { name, value, selectedOptions, parentNode } of fields())
			if (value)
				status.append(" ", element("a", { className: "chip", href: hashWith({ [name]: "" }) },
					parentNode.firstChild.data + " " +
						(selectedOptions ? selectedOptions[0].text.trim() : value)));
	}

	/* Too many columns are moved past in their frame; else heads stay in sight. */
	function fit() {
		root.className = "fits";
		root.className = table.offsetWidth > table.parentNode.clientWidth ? "" : "fits";
	}

	function show() {
		const list = shown(), last = Math.ceil(rows.length / size) || 1;
		page = Math.min(Math.max(1, page), last);
		const first = (page - 1) * size, end = Math.min(first + size, rows.length);
		headShow(list);
		table.tBodies[0].replaceChildren(...rows.slice(first, end).map((row) =>
			element("tr", {}, ...list.map((c) => cellMake(c, row)))));
		for (const column of columns)
			column.box.checked = list.includes(column);
		fit();
		pagerShow(last);
		statusShow(first, end);
	}

	/* What the address says, the controls, too. */
	function apply() {
		chosen = read();
		page = Number(chosen.get("page")) || (location.hash ? 1 : Math.ceil(say.first / size));
		for (const field of fields()) {
			const value = chosen.get(field.name) || "";
			if (field.value !== value)
				field.value = value;
			if (field.value !== value)
				field.add(new Option(value, value, true, true));
		}
		choose();
		show();
	}

	function begin(data) {
		({ columns, count } = data);
		find(".fields").append(...columns.filter((c) => c.ids).map((c) =>
			element("label", {}, c.title, element("select", { name: c.id }, ...c.ids.map((id, i) =>
				new Option(id ? (c.names || c.words)[i] : say.all, id))))));
		for (const column of columns) {
			column.box = element("input", { type: "checkbox" });
			find("fieldset").append(element("label", {}, column.box, column.title));
		}
		form.oninput = ({ target }) => go(target.name ? { [target.name]: target.value } : { page,
			columns: columns.filter((c) => c.box.checked).map((c) => c.id).join() });
		form.onsubmit = () => false;
		form.onreset = () => {
			location.hash = "all";
			return false;
		};
		pager.onclick = ({ target }) => target.href && find(".scroll").focus();
		csv.onclick = csvSave;
		form.hidden = csv.hidden = false;
	}

	/* As sheet_put_cell() in src/render/sheet.c. */
	function csvCell(text) {
		const safe = text.replace(/^'*[=+\-@\t\r]/, "'$&");
		return safe !== text || /[",\r\n]/.test(text) ? `"${safe.replace(/"/g, '""')}"` : text;
	}

	/* Exactly what is shown, on all pages. */
	function csvSave() {
		const list = shown();
		const lines = [list.map((c) => c.title), ...rows.map((row) => list.map((c) => textOf(c, row)))];
		const blob = new Blob(["\uFEFF", ...lines.map((line) => line.map(csvCell).join() + "\r\n")]);
		element("a", { href: URL.createObjectURL(blob), download: csv.dataset.csv }).click();
	}

	const need = (then) => dataLoad("ledger", say.ledger).then((data) => {
		if (!columns)
			begin(data);
		then();
	}, () => {
		status.textContent = say.failed;
	});

	table.tHead.onclick = ({ target }) => target.type && need(() => {
		const { id } = columns.find((c) => c.title === target.textContent);
		go({ sort: read().get("sort") === id ? "-" + id : id });
	});
	for (const cell of table.tHead.rows[0].cells)
		cell.replaceChildren(headMake(cell.textContent));
	table.tHead.className = "sorts";
	fit();
	panel.ontoggle = () => need(apply);
	panel.hidden = false;
	window.addEventListener("hashchange", () => isOurs() && need(apply));
	if (isOurs())
		need(apply);
}

document.querySelectorAll("[data-ledger]").forEach(ledger);

/* Numbers that go up, from letters: see src/render/search_parts.h. */
function searchNumbers(code) {
	const value = (c) => c.charCodeAt() - (c < "a" ? 65 : 71);
	const k = value(code[1]), list = [], bits = code.slice(2).replace(/../g,
		(two) => (2048 + 52 * value(two[0]) + value(two[1])).toString(2).slice(1));
	for (let at = 0, next = 0, one; (one = bits.indexOf("1", at)) >= 0;) {
		const high = 2 * one - at + 1;
		at = high + k;
		next += (parseInt(bits.slice(one, high), 2) - 1 << k) + parseInt("0" + bits.slice(high, at), 2);
		list.push(next++);
	}
	return list;
}

/* As in the index: small, narrow, without what nobody sees. */
function searchWords(query) {
	return query.replace(/\p{DI}/gu, "")
		.replace(/[\uff01-\uff5e]/g, (c) => c.normalize("NFKC"))
		.replace(/[A-Z]/g, (c) => c.toLowerCase()).split(/\s+/).filter(Boolean);
}

/* Any of the words, whatever their width, case and blanks. */
function searchPattern(words) {
	const one = (c) => c > "~" ? c : "[" + c.replace(/[\]\\^-]/, "\\$&") +
		String.fromCharCode(c.charCodeAt() + 0xfee0) + "]";
	return new RegExp(words.map((word) => Array.from(word, one).join(" ?")).join("|"), "giu");
}

/*
 * `read` promises what search/NAME.js says.  Promises find("key room", [kind,
 * period, organisation]), which promises found; found.more() promises hits.
 */
async function searchIndex(read) {
	const index = await read("index"), long = new Map(index.long);
	const firsts = [], pages = [], facets = index.facets.map(() => []);
	const lastBelow = (keys, holds) => Math.max(0, keys.filter(holds).length - 1);
	/* Where its list stands: see TOKEN in src/render/search_parts.h. */
	const place = (one, two = "") => (one.charCodeAt() * 40503 & 65535) * 65536 + (two.charCodeAt() || 0);
	const keyed = (key) => place(key, key[2]); /* 点x评 */
	let size = 0; /* of the texts that were read */
	for (let page = 0; page < index.pages; page++) {
		firsts.push(pages.length);
		pages.push(...Array(long.get(page) || 1).fill(page));
	}
	index.facets.forEach((lists, facet) => lists.forEach((code, value) =>
		searchNumbers(code).forEach((page) => facets[facet][page] = value + 1)));

	/* Which documents, which titles have a pair, or a character. */
	async function token(two) {
		const all = [new Set(), new Set()];
		const here = place(two, two[1]);
		const range = Math.floor(here / 2 ** 32 * index.shards.length);
		const keys = index.shards[range];
		for (let shard = lastBelow(keys, (key) => keyed(key) <= here); keys[shard] &&
		    (keyed(keys[shard]) <= here || !two[1] && keys[shard][0] === two[0]); shard++)
			for (const line of await read(range + "-" + shard))
				for (const item of line[0] === two[0] ? line.split(" ").slice(1) : [])
					if (!two[1] || item.startsWith(two[1] + "x"))
						item.slice(item[1] === "x").split(".").forEach((code, i) =>
							searchNumbers(code).forEach((n) => all[i].add(n)));
		return all;
	}

	/* First by pairs that share no character, until few are left. */
	async function documents(word) {
		let all, steps = 0;
		for (const odd of [0, 1])
			for (let i = odd; !all || i + 1 < word.length && steps < 8 && all[0].size > 2; i += 2, steps++) {
				const three = word.substr(i, 3), low = (n) => three.charCodeAt(n) & 63;
				const more = await token(three[2] && /[0-9a-z]/.test(three)
					? String.fromCharCode(0xe000 | low(0) << 6 | low(1)) + three[2]
					: three.slice(0, 2));
				all = all || more;
				all.forEach((set, i) => set.forEach((n) => more[i].has(n) || set.delete(n)));
			}
		return all;
	}

	/* Who has these initials: [name, documents]. */
	async function names(initials) {
		const found = [], key = initials + "X";
		let file = lastBelow(index.names, (first) => first < key);
		for (; /^[a-z]{2,7}$/.test(initials) && index.names[file] <= key; file++)
			for (const line of await read("names-" + file)) {
				const end = line.indexOf(initials + "x"), name = line.slice(0, Math.max(0, end));
				if (/[^a-z]$/.test(name))
					found.push([name, searchNumbers(line.slice(end + initials.length))]);
			}
		return found;
	}

	async function look(word) {
		/* A document's year stands in 〔〕, which few keyboards have. */
		const forms = [...new Set([word, word.replace(/[[(【](\d{4})[\])】]/, "〔$1〕")])];
		const lists = await Promise.all(forms.map(documents)), named = await names(word);
		const at = new Map(), sought = [...forms, ...named.map((name) => name[0])];
		for (const list of [...lists.map((list) => list[0]), ...named.map((name) => name[1])])
			for (const n of list)
				at.has(pages[n]) ? at.get(pages[n]).push(n) : at.set(pages[n], [n]);
		return { at, sought, pattern: searchPattern(sought), names: sought.slice(forms.length),
			titles: new Set(lists.flatMap((list) => [...list[1]]).map((n) => pages[n])) };
	}

	async function text(page, n) {
		const alone = long.has(page), group = page / index.group | 0;
		const part = n - firsts[page], file = part / index.parts | 0;
		const data = await read(alone ? `page-${page}-${file}` : "text-" + group);
		size += data.size ? 0 : data.size = JSON.stringify(data).length;
		return data[alone ? part % index.parts : page % index.group];
	}

	/* [the page, a line for each word]; []: it only seemed to have them. */
	async function show(words, page) {
		const hit = { lines: [] };
		for (const word of words) {
			let lines, at = -1;
			for (const n of word.at.get(page).sort((a, b) => a - b)) {
				[hit.title, hit.href, hit.about, lines] = await text(page, n);
				at = [...lines, ""].findIndex((line) =>
					(line === hit.title ? "" : line || hit.title).search(word.pattern) >= 0);
				if (at >= 0)
					break;
			}
			if (at < 0)
				return [];
			/* A short one says little alone. */
			const line = at && lines[at] && lines[at].length < 16 ? lines[at - 1] + " " + lines[at] : lines[at];
			if (line && !hit.lines.includes(line))
				hit.lines.push(line);
		}
		return [hit];
	}

	return async (query, chosen) => {
		const words = await Promise.all([...new Set(searchWords(query))].map(look));
		/* Titles first, then the newest period; lists of pages last. */
		const place = (page) => words.filter((word) => !word.titles.has(page)).length * 999 +
			(facets[1][page] || (facets[0][page] ? 997 : 998));
		const left = (words[0] ? [...words[0].at.keys()] : []).filter((page) =>
			words.every((word) => word.at.has(page)) &&
			chosen.every((value, facet) => !value || facets[facet][page] === value))
			.sort((a, b) => place(a) - place(b) || a - b);
		return { left, shown: 0,
			pattern: searchPattern(words.flatMap((word) => word.sought)),
			names: words.flatMap((word) => word.names),
			async more() {
				const hits = [], most = size + 70000;
				while (left.length && hits.length < 10 && size < most)
					hits.push(...await show(words, left.shift()));
				this.shown += hits.length;
				return hits;
			} };
	};
}

/* The line around what is found, which is marked. */
function searchMarked(line, pattern, before = 999, after = 999) {
	const first = Math.max(0, line.search(pattern)), start = Math.max(0, first - before);
	const shown = line.slice(start, first + after), made = [start ? "…" : ""];
	let at = 0;
	for (const match of shown.matchAll(pattern)) {
		made.push(shown.slice(at, match.index), element("mark", { textContent: match[0] }));
		at = match.index + match[0].length;
	}
	made.push(shown.slice(at), first + after < line.length ? "…" : "");
	return made;
}

/* What is looked for stands in the address: #q=…&kind=… */
function search(root) {
	const part = (selector) => root.querySelector(selector);
	const form = part("form"), fields = form.elements, words = root.dataset;
	const status = part("[role=status]"), people = part(".people"), list = part("ol");
	const more = part(".more"), choices = ["kind", "period", "organisation"];
	const typed = () => fields.q.value.trim();
	let index, turn = 0, waiting;

	const read = (name) => dataLoad("search/" + name, "search/" + name + ".js");
	const address = (query) => "#" + new URLSearchParams([["q", query],
		...choices.map((name) => [name, fields[name].value]).filter((pair) => pair[1])]);

	/* Where the browser can, a hit leads to the very place. */
	function hitMake(hit, pattern) {
		const place = (hit.lines[0] || "").match(pattern) || [""];
		return element("li", {},
			element("a", { href: hit.href + "#:~:text=" + encodeURIComponent(place[0]).replace(/-/g, "%2D") }, ...searchMarked(hit.title, pattern)),
			element("span", { className: "by", textContent: hit.about }),
			...hit.lines.map((line) => element("p", {}, ...searchMarked(line, pattern, 24, 96))));
	}

	async function show(found, mine) {
		const hits = (await found.more()).map((hit) => hitMake(hit, found.pattern));
		if (mine !== turn)
			return;
		const again = list.firstChild, left = found.left.length, count = found.shown + left;
		list.append(...hits);
		if (again && hits[0])
			hits[0].firstChild.focus();
		status.textContent = words[!count ? "none" : left ? "about" : "found"]
			.replace("{count}", count);
		more.hidden = !left;
		more.onclick = () => {
			more.hidden = true;
			run((now) => show(found, now));
		};
	}

	async function look(mine) {
		const query = typed();
		index = index || searchIndex(read);
		const found = query && await (await index)(query, choices.map((name) => +fields[name].value));
		if (mine !== turn)
			return;
		list.replaceChildren();
		status.textContent = "";
		more.hidden = true;
		people.hidden = !found || !found.names.length;
		if (!found)
			return;
		people.replaceChildren(words.people, ...found.names.slice(0, 40).map((name) =>
			element("a", { href: address(name), textContent: name })));
		await show(found, mine);
	}

	/* Whatever is begun later ends it. */
	function run(begin) {
		begin(++turn).catch(() => {
			index = null;
			status.textContent = words.failed;
		});
	}

	function apply() {
		const asked = new URLSearchParams(location.hash.slice(1));
		if (typed() !== asked.get("q"))
			fields.q.value = asked.get("q");
		choices.forEach((name) => fields[name].value = asked.get(name) || "");
		run(look);
	}

	/* No step back for each letter. */
	const go = () => {
		clearTimeout(waiting);
		location.replace(address(typed()));
		return false;
	};
	fields.q.oninput = (event) => {
		clearTimeout(waiting);
		if (!event.isComposing)
			waiting = setTimeout(go, 250);
	};
	fields.q.addEventListener("compositionend", fields.q.oninput);
	form.onsubmit = form.onchange = go;
	addEventListener("hashchange", apply);
	part(".without").hidden = true;
	part(".with").hidden = false;
	if (location.hash)
		apply();
	else
		fields.q.focus();
}

/* In other pages' heads. */
function searchBox(form) {
	form.hidden = false;
	form.onsubmit = () => {
		location.href = form.dataset.searchBox + "#" +
			new URLSearchParams({ q: form.elements.q.value.trim() });
		return false;
	};
}

document.querySelectorAll("[data-search-box]").forEach(searchBox);
document.querySelectorAll("[data-search]").forEach(search);
