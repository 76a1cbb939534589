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

/* By <script src>, which file:// allows, too. */
function dataLoad(name, address) {
	return new Promise((done, failed) => {
		const script = document.createElement("script");
		awaited[name] = done;
		script.src = address;
		script.onerror = failed;
		document.head.append(script);
	});
}

function element(name, properties, ...children) {
	const made = Object.assign(document.createElement(name), properties);
	made.append(...children);
	return made;
}

/* ---- the ledger ---- */

/*
 * All that is chosen stands in the address: #period=…&organisation=…&q=…
 * &sort=-3&page=2, so that other pages can link to what a figure counts.  The
 * data come when something is chosen first; until then the page is as it was.
 */
function ledger(root) {
	const find = (selector) => root.querySelector(selector);
	const table = find("table"), panel = find("details");
	const form = find("form"), status = find("[role=status]");
	const fields = find(".fields"), chooser = find("fieldset");
	const pager = find(".pager"), remembered = "tongbao-ledger-columns";
	const size = Number(root.dataset.size);
	let columns = null, loading = null, rows = [], chosen, page;

	/* ---- the address ---- */

	const isOurs = (hash) => hash.includes("=") || hash === "#all";
	const read = () => new URLSearchParams(
	    isOurs(location.hash) ? location.hash.slice(1) : "");

	function hashWith(changes) {
		const made = read();
		for (const [key, value] of Object.entries(changes))
			if (value)
				made.set(key, value);
			else
				made.delete(key);
		return "#" + (made.toString() || "all");
	}

	/* Without a step back for each letter that is typed. */
	const go = (changes) =>
		location.replace(hashWith(Object.assign({ page: "" }, changes)));

	/* ---- what is remembered, where that is allowed ---- */

	function recall() {
		try {
			return JSON.parse(localStorage.getItem(remembered));
		} catch (_) {
			return null;
		}
	}

	function remember() {
		try {
			const usual = columns.every((c) => c.shown === !!c.main);
			if (usual)
				localStorage.removeItem(remembered);
			else
				localStorage.setItem(remembered, JSON.stringify(
				    columns.filter((c) => c.shown)
					.map((c) => c.title)));
		} catch (_) { /* then not */ }
	}

	/* ---- which rows ---- */

	const textOf = (column, row) => column.words
		? column.words[column.cells[row]]
		: column.cells[row] === null ? "" : String(column.cells[row]);

	/* An organisation's are those of all that lie below it, too. */
	function isWithin(column, word, id) {
		for (; word; word = column.above ? column.above[word] : 0)
			if (column.ids[word] === id)
				return true;
		return false;
	}

	function test(column, id) {
		if (column.states) {
			const bit = 1 << column.state_ids.indexOf(id);
			return column.state_ids.includes(id)
				? (row) => column.states[row] & bit : () => false;
		}
		const fits = column.words.map((_, word) =>
			isWithin(column, word, id));
		return (row) => fits[column.cells[row]];
	}

	const fold = (text) => text.normalize("NFKC").toLowerCase();

	/* Each text is looked at once, however many rows have it. */
	function termTest(term) {
		const hits = columns.filter((c) => c.words).map((column) => {
			column.folded = column.folded || column.words.map(fold);
			return { cells: column.cells,
				has: column.folded.map((w) => w.includes(term)) };
		});
		return (row) => hits.some((hit) => hit.has[hit.cells[row]]);
	}

	function choose() {
		const tests = fold(chosen.get("q") || "").split(/\s+/)
			.filter(Boolean).map(termTest);
		for (const column of columns)
			if (column.key && chosen.get(column.key))
				tests.push(test(column, chosen.get(column.key)));
		rows = [];
		for (let row = 0; row < columns.count; row++)
			if (tests.every((passes) => passes(row)))
				rows.push(row);
		const sort = Number(chosen.get("sort"));
		const by = columns[Math.abs(sort) - 1];
		if (!by)
			return;
		/* Words have the site's order; what is empty comes last. */
		const none = by.words ? 0 : null;
		rows.sort((a, b) => {
			const x = by.cells[a], y = by.cells[b];
			if (x === y)
				return a - b;
			if (x === none || y === none)
				return x === none ? 1 : -1;
			return sort < 0 ? y - x : x - y;
		});
	}

	/* ---- what is seen ---- */

	const shown = () => columns.filter((c) => c.shown);
	const classOf = (column) => column.type === "integer" ? "number"
		: column.wide ? "wide" : "";
	const address = (path) =>
		path.split("/").map(encodeURIComponent).join("/");

	function cellMake(column, row) {
		const cell = element(column.head ? "th" : "td",
			{ className: classOf(column) });
		const path = column.pages ? column.pages[row]
			: column.links && column.links[column.cells[row]];
		const text = textOf(column, row);
		if (column.head)
			cell.scope = "row";
		cell.dataset.label = column.title;
		cell.append(text && path
			? element("a", { href: address(path) }, text) : text);
		return cell;
	}

	function headMake() {
		const row = element("tr");
		for (const column of shown()) {
			const cell = element("th", { scope: "col",
				className: classOf(column) },
				element("button", { type: "button" },
					column.title));
			cell.dataset.column = columns.indexOf(column) + 1;
			row.append(cell);
		}
		table.tHead.replaceChildren(row);
	}

	function sortShow() {
		const sort = Number(chosen.get("sort"));
		for (const cell of table.tHead.rows[0].cells)
			if (Number(cell.dataset.column) === Math.abs(sort))
				cell.setAttribute("aria-sort",
					sort < 0 ? "descending" : "ascending");
			else
				cell.removeAttribute("aria-sort");
	}

	function pageLink(number, text, current) {
		const link = element("a",
			{ href: hashWith({ page: String(number) }) }, text);
		if (current)
			link.setAttribute("aria-current", "page");
		return link;
	}

	function pagerMake(count) {
		const list = element("ol");
		let last = 0;
		for (let i = 1; i <= count; i++) {
			if (i > 1 && i < count && Math.abs(i - page) > 2)
				continue;
			list.append(element("li",
				{ className: i > last + 1 ? "gap" : "" },
				pageLink(i, String(i), i === page)));
			last = i;
		}
		pager.hidden = count < 2;
		pager.replaceChildren(list);
		if (page > 1)
			pager.prepend(pageLink(page - 1, pager.dataset.previous));
		if (page < count)
			pager.append(pageLink(page + 1, pager.dataset.next));
	}

	/* What was chosen, in the words of the controls; and how much that is. */
	function say(first, end) {
		const words = { found: rows.length, all: columns.count,
			first: first + 1, last: end };
		const conditions = [...form.elements]
			.filter((field) => field.name && field.value &&
				field.name !== "sort")
			.map((field) => field.parentNode.firstChild.data + "：" +
				(field.options
					? field.selectedOptions[0].text.trim()
					: field.value) + "；");
		status.replaceChildren(...conditions, (rows.length
			? status.dataset.found : status.dataset.none)
			.replace(/\{(\w+)\}/g, (_, key) => words[key]));
		if (conditions.length)
			status.append(" ", element("a", { href: "#all" },
				status.dataset.clear));
	}

	function show() {
		const count = Math.max(1, Math.ceil(rows.length / size));
		page = Math.min(Math.max(1, page), count);
		const first = (page - 1) * size;
		const end = Math.min(first + size, rows.length);
		const body = element("tbody");
		for (const row of rows.slice(first, end))
			body.append(element("tr", {},
				...shown().map((c) => cellMake(c, row))));
		table.tBodies[0].replaceWith(body);
		/* More columns than fit are moved past, in their own frame. */
		root.classList.remove("over");
		root.classList.toggle("over",
			table.offsetWidth > table.parentNode.clientWidth);
		sortShow();
		pagerMake(count);
		say(first, end);
	}

	/* The controls say what the address says. */
	function controlsSet() {
		for (const field of form.elements) {
			if (!field.name)
				continue;
			const value = chosen.get(field.name) || "";
			if (field.options && value &&
			    ![...field.options].some((o) => o.value === value))
				field.add(new Option(value, value));
			if (field.value !== value)
				field.value = value;
		}
	}

	function apply() {
		const plain = location.hash === "";
		chosen = read();
		page = Number(chosen.get("page")) ||
			(plain ? Math.ceil(root.dataset.first / size) : 1);
		controlsSet();
		choose();
		show();
	}

	/* ---- controls ---- */

	function selectMake(column) {
		const select = element("select", { name: column.key },
			new Option(fields.dataset.all, ""));
		if (column.states)
			column.state_ids.forEach((id, i) =>
				select.add(new Option(column.state_words[i], id)));
		else
			column.words.forEach((word, i) => {
				let depth = 0;
				for (let at = i; column.above && column.above[at];)
					at = column.above[at], depth++;
				if (i > 0)
					select.add(new Option(
						"\u3000".repeat(depth) + word,
						column.ids[i]));
			});
		return element("label", {}, column.title, select);
	}

	/* On a phone the heads are not there to be pressed. */
	function sortMake() {
		const select = element("select", { name: "sort" },
			new Option(fields.dataset.usual, ""));
		columns.forEach((column, i) => {
			select.add(new Option(column.title + " ▲", i + 1));
			select.add(new Option(column.title + " ▼", -i - 1));
		});
		return element("label", {}, fields.dataset.sort, select);
	}

	function boxMake(column) {
		const box = element("input",
			{ type: "checkbox", checked: column.shown });
		box.onchange = () => {
			column.shown = box.checked;
			remember();
			headMake();
			show();
		};
		return element("label", {}, box, column.title);
	}

	function controlsMake() {
		for (const column of columns)
			if (column.key)
				fields.lastElementChild.before(selectMake(column));
		fields.append(sortMake());
		chooser.append(...columns.map(boxMake));
		form.oninput = (event) => {
			if (event.target.name)
				go({ [event.target.name]: event.target.value });
		};
		form.onreset = (event) => {
			event.preventDefault();
			location.replace("#all");
		};
		form.onsubmit = (event) => event.preventDefault();
		form.hidden = false;
		find("[data-csv]").onclick = csvSave;
	}

	/* ---- a table of exactly what is shown ---- */

	/* As sheet_put_cell() in src/render/sheet.c. */
	function csvCell(text) {
		const formula = /^'*[=+\-@\t\r]/.test(text);
		const inside = (formula ? "'" : "") + text.replace(/"/g, '""');
		return formula || /[",\r\n]/.test(text)
			? `"${inside}"` : inside;
	}

	function csvSave() {
		const list = shown();
		const lines = [list.map((c) => csvCell(c.title))].concat(
			rows.map((row) => list.map((c) => csvCell(textOf(c, row)))));
		const blob = new Blob(["\uFEFF",
			lines.map((line) => line.join(",") + "\r\n").join("")],
			{ type: "text/csv" });
		const link = element("a", { href: URL.createObjectURL(blob),
			download: find("[data-csv]").dataset.csv });
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
	}

	/* ---- beginning ---- */

	function begin(data) {
		const recalled = recall();
		columns = data.columns;
		columns.count = data.count;
		for (const column of columns)
			column.shown = recalled ? recalled.includes(column.title)
				: !!column.main;
		if (!shown().length)
			columns.forEach((c) => { c.shown = !!c.main; });
		controlsMake();
		headMake();
		apply();
	}

	function need() {
		if (!loading)
			loading = dataLoad("ledger", root.dataset.ledger).then(begin);
		return loading;
	}

	table.tHead.onclick = (event) => {
		const cell = event.target.closest("th");
		if (cell && event.target.closest("button"))
			need().then(() => {
				const at = cell.dataset.column || 1 + columns
					.findIndex((c) => c.title === cell.textContent);
				go({ sort: chosen.get("sort") === String(at)
					? "-" + at : String(at) });
			});
	};
	for (const cell of table.tHead.rows[0].cells)
		cell.replaceChildren(element("button", { type: "button" },
			cell.textContent));
	pager.onclick = (event) => {
		if (columns && event.target.closest("a"))
			find(".scroll").focus();
	};
	panel.ontoggle = need;
	panel.hidden = false;
	window.addEventListener("hashchange", () => {
		if (isOurs(location.hash))
			loading ? loading.then(apply) : need();
	});
	if (isOurs(location.hash) || recall())
		need();
}

document.querySelectorAll("[data-ledger]").forEach(ledger);
