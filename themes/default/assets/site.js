"use strict";

/*
 * What pages can do beyond being read.  Each function is given an element that
 * asks for it (data-ledger, …) and finds words and addresses in that element;
 * without any of this every page reads well.
 */

/* ---- data: NAME.js calls tongbao("NAME", {…}) ---- */

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

/* ---- the ledger ---- */

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

	const fold = (text) => text.normalize("NFKC").toLowerCase();

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

	function cellMake(column, row) {
		const cell = element(column.head ? "th" : "td", { className: column.class });
		const text = textOf(column, row), path = column.pages ? column.pages[row]
			: column.links && column.links[column.cells[row]];
		if (column.head)
			cell.scope = "row";
		cell.dataset.label = column.title;
		cell.append(text && path ? element("a", { href: encodeURI(path) }, text) : text);
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
