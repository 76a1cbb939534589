/*
 * browser.js PLAYWRIGHT FOLDER [--time | WORD]: the ledger of an edition in Chromium,
 * from file:// and http://, with its script and without.  One line a test: `ok
 * WHAT` or `FAILED WHAT: why`; the number of failures is not the exit status.
 *
 * What ought to be shown is computed here from the edition's data, not by
 * themes/default/assets/site.js.  WORD: only the tests that have it in their
 * names.  --time: no task of the page's thread takes over 200 ms of its
 * processor's time.
 */
"use strict";
const assert = require("assert");
const fs = require("fs");
const http = require("http");
const path = require("path");
const { chromium } = require(process.argv[2]);

const folder = path.resolve(process.argv[3]);
const TASK_MOST = 200;
const data = JSON.parse(fs.readFileSync(folder + "/data/ledger.js", "utf8")
    .replace(/^tongbao\("ledger",/, "").replace(/\);\n$/, ""));
/* Rows on a page without script, and with it. */
const columns = data.columns, most = 200, size = 100;
const column = (title) => columns.find((c) => c.title === title);

/* ---- what ought to be shown ---- */

const cellText = (c, row) => c.words[c.cells[row]];
/* On a page no line breaks before a number. */
const rowText = (row, list) => list.map((c) => cellText(c, row).replace(/ (?=\d)/g, "\u00a0"));
const subject = column("点评对象");
/* A period that all of them have is told once. */
const usualOf = (rows) => columns.filter((c) => c.main && !(c.id === "period" &&
    new Set(rows.map((row) => cellText(c, row))).size < 2));
const every = [...Array(data.count).keys()];
const usual = usualOf(every);

function sorted(rows, c, down) {
	const empty = (row) => cellText(c, row) === "";
	const full = rows.filter((row) => !empty(row));
	/* Where the order of cells is told by number, as it is here. */
	full.sort((a, b) => (down ? -1 : 1) * (c.cells[a] - c.cells[b]) || a - b);
	return full.concat(rows.filter(empty));
}

function below(c, id) {
	const words = new Set([c.ids.indexOf(id)]);
	for (let more = true; more;) {
		more = false;
		c.above.forEach((above, word) => {
			if (words.has(above) && !words.has(word)) {
				words.add(word);
				more = true;
			}
		});
	}
	return every.filter((row) => words.has(c.cells[row]));
}

/* ---- the browser ---- */

let browser, server, problems = [];
const bases = {};

function serve() {
	const types = { ".html": "text/html; charset=utf-8",
		".css": "text/css", ".js": "text/javascript; charset=utf-8",
		".svg": "image/svg+xml" };
	server = http.createServer((request, response) => {
		const file = path.join(folder,
		    decodeURIComponent(request.url.replace(/[?#].*/, "")));
		fs.readFile(file, (error, bytes) => {
			response.writeHead(error ? 404 : 200, { "Content-Type":
				types[path.extname(file)] || "text/plain" });
			response.end(error ? "" : bytes);
		});
	});
	return new Promise((done) => server.listen(0, "127.0.0.1", () => {
		bases.http = `http://127.0.0.1:${server.address().port}/`;
		bases.file = "file://" + folder + "/";
		done();
	}));
}

async function pageOpen(base, address, options) {
	const context = await browser.newContext(Object.assign(
	    { viewport: { width: 1280, height: 900 } }, options));
	const page = await context.newPage();
	page.asked = [];
	page.on("request", (r) => {
		page.asked.push(r.url());
		if (!r.url().startsWith(base) && !r.url().startsWith("blob:"))
			problems.push("asked for " + r.url());
	});
	page.on("pageerror", (e) => problems.push(e.message));
	page.on("console", (m) => {
		if (m.type() === "error")
			problems.push(m.text());
	});
	await page.goto(base + address);
	return page;
}

const rowsShown = (page) => page.$$eval(".ledger tbody tr", (rows) =>
    rows.map((r) => [...r.cells].map((c) => c.textContent)));
const headShown = (page) => page.$$eval(".ledger thead th", (cells) =>
    cells.map((c) => c.textContent));
const found = (page) => page.textContent("[role=status]");
const begun = (page) => page.waitForSelector("form:not([hidden])",
    { state: "attached" });
/* As an address or a bookmark would. */
const sortBy = (page, sort) => page.evaluate((value) => {
	const chosen = new URLSearchParams(location.hash.slice(1));
	chosen.delete("page");
	chosen.set("sort", value);
	location.hash = chosen;
}, sort);
const loaded = (page) => page.asked.some((a) => a.endsWith("data/ledger.js"));

async function panelOpen(page) {
	await page.click("details.choose summary");
	await begun(page);
}

/* What the browser tells of itself comes when it comes: some seconds, at most. */
async function until(page, holds) {
	for (let n = 0; n < 100 && !await holds(); n++)
		await page.waitForTimeout(50);
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* The rows, on the page that shows them, and how many are told. */
async function expect(page, rows, list = usualOf(rows)) {
	const told = rows.length === 0
		? `没有符合条件的点评（共${data.count}次）`
		: `列出${rows.length}次（共${data.count}次）`;
	const head = list.map((c) => c.title);
	const lines = rows.slice(0, size).map((row) => rowText(row, list));
	await until(page, async () => (await found(page)).includes(told) &&
	    isSame(await headShown(page), head) &&
	    isSame(await rowsShown(page), lines));
	assert((await found(page)).includes(told), await found(page));
	assert.deepStrictEqual(await headShown(page), head);
	assert.deepStrictEqual(await rowsShown(page), lines);
}

async function change(page, name, value) {
	/* The head of a page has a field of that name, too. */
	const field = `[data-ledger] [name=${name}]`;
	await page.fill(field, value).catch(() => page.selectOption(field, value));
	await page.waitForTimeout(50);
}

/* ---- tests ---- */

const tests = {
	async "without script: rows, pages, nothing that needs one"(base) {
		const page = await pageOpen(base, "ledger.html",
		    { javaScriptEnabled: false });
		const first = every.slice(0, most), list = usualOf(first);
		assert.deepStrictEqual(await rowsShown(page),
		    first.map((row) => rowText(row, list)));
		assert.deepStrictEqual(await headShown(page),
		    list.map((c) => c.title));
		assert.deepStrictEqual(new Set(await page.$$eval(
		    ".ledger tbody tr > :first-child", (cells) =>
			cells.map((c) => c.tagName + c.scope))), new Set(["THrow"]));
		if (list.length < usual.length)
			assert((await found(page)).includes(
			    "均属" + cellText(column("周期"), 0)));
		assert(!await page.isVisible("details.choose"));
		assert.strictEqual(await page.$("thead button"), null);
		if (data.count > most) {
			await page.click(".pager [rel=next]");
			assert.strictEqual((await rowsShown(page))[0].join(),
			    rowText(most, usualOf(every.slice(most, 2 * most)))
				.join());
		}
	},

	async "data come when they are needed"(base) {
		const page = await pageOpen(base, "ledger.html");
		assert(await page.isVisible("details.choose"));
		await page.waitForTimeout(200);
		assert(!loaded(page));
		await panelOpen(page);
		await until(page, () => loaded(page));
		assert(loaded(page));
		await expect(page, every);
	},

	/* Before any is pointed at. */
	async "heads show that they sort"(base) {
		const page = await pageOpen(base, "ledger.html");
		const marks = await page.$$eval(".ledger thead button", (all) => all.map((one) =>
			getComputedStyle(one, "::after").content));
		assert(marks.length > 5 && marks.every((mark) => mark.includes("▲▼")), marks.join());
	},

	async "sorted by each column"(base) {
		const page = await pageOpen(base, "ledger.html");
		for (const c of usual) {
			const button = page.locator(".ledger thead button",
			    { hasText: new RegExp(`^${c.title}$`) });
			await button.click();
			await page.waitForSelector("[aria-sort=ascending]");
			await expect(page, sorted(every, c, false));
			await button.click();
			await page.waitForSelector("[aria-sort=descending]");
			await expect(page, sorted(every, c, true));
			assert.strictEqual(await page.$eval("[aria-sort]",
			    (th) => th.textContent), c.title);
			/* The keyboard is where it was. */
			assert.strictEqual(await page.evaluate(
			    () => document.activeElement.textContent), c.title);
		}
	},

	async "chosen by each of the terms"(base) {
		const page = await pageOpen(base, "ledger.html");
		await panelOpen(page);
		for (const c of columns.filter((x) => x.ids)) {
			const ids = c.ids.slice(1);
			for (const id of [ids[0], ids[ids.length - 1]]) {
				await change(page, c.id, id);
				await expect(page, c.states
					? every.filter((row) => c.states[row] &
					    1 << c.ids.indexOf(id))
					: c.above ? below(c, id)
					: every.filter((row) =>
						c.ids[c.cells[row]] === id));
			}
			await change(page, c.id, "");
		}
		await expect(page, every);
	},

	async "an organisation stands for what lies below it"(base) {
		const c = column("党组织");
		const top = c.ids[c.above.findIndex((a, i) => i > 0 && a === 0)];
		const rows = below(c, top);
		assert(rows.length >
		    every.filter((row) => c.ids[c.cells[row]] === top).length);
		const page = await pageOpen(base,
		    "ledger.html#organisation=" + encodeURIComponent(top));
		await begun(page);
		await expect(page, rows);
		assert.match(await found(page), /党组织 /);
	},

	async "chosen by text, narrowed, cleared"(base) {
		const page = await pageOpen(base, "ledger.html");
		const list = columns.filter((c) => c.words);
		const has = (term) => (row) => rowText(row, list)
			.some((t) => t.toLowerCase().includes(term));
		const name = cellText(column("点评人"), data.count - 1);
		const method = cellText(column("点评方式"), 0);
		await panelOpen(page);
		await change(page, "q", name);
		await expect(page, every.filter(has(name)));
		await change(page, "q", name + "　" + method);
		await expect(page, every.filter(has(name)).filter(has(method)));
		await change(page, "q", "没有这样的字");
		await expect(page, []);
		await page.click("[type=reset]");
		await expect(page, every);
	},

	async "an address says what to show, and back leads back"(base) {
		const period = column("周期"), form = column("点评表");
		const page = await pageOpen(base,
		    `ledger.html#period=${period.ids[1]}&form=${form.ids[1]}` +
		    "&sort=-subject");
		const rows = every.filter((row) => period.cells[row] === 1 &&
			form.cells[row] === 1);
		await begun(page);
		await expect(page, sorted(rows, subject, true));
		assert.strictEqual(await page.$eval("[name=period]",
		    (s) => s.value), period.ids[1]);
		await page.evaluate(() => { location.hash = "#period=none"; });
		await expect(page, []);
		await page.goBack();
		await expect(page, sorted(rows, subject, true));
		/* Each condition can be let go. */
		await page.click(".chip >> text=点评表");
		await expect(page, sorted(every.filter((row) =>
			period.cells[row] === 1), subject, true));
		await page.click(".chip");
		await expect(page, sorted(every, subject, true));
		/* The skip link is no choice. */
		await panelOpen(page);
		await page.click("[type=reset]");
		await change(page, "form", form.ids[1]);
		await page.evaluate(() => { location.hash = "#main"; });
		await page.waitForTimeout(100);
		await expect(page, every.filter((row) => form.cells[row] === 1));
	},

	async "columns are chosen, and the address has them"(base) {
		const page = await pageOpen(base, "ledger.html");
		const other = columns.find((c) => !c.main);
		const list = columns.filter((c) =>
			c === other || usual.includes(c) && c.title !== "点评表");
		await panelOpen(page);
		await expect(page, every);
		await page.getByLabel(other.title, { exact: true }).last().check();
		await page.locator("fieldset").getByLabel("点评表").uncheck();
		await expect(page, every, list);
		await page.reload();
		await begun(page);
		await expect(page, every, list);
		/* What was chosen stays, also a period that all have. */
		await panelOpen(page);
		await change(page, "period", column("周期").ids[1]);
		await expect(page, every.filter((row) =>
			column("周期").cells[row] === 1), list);
		await page.click("[type=reset]");
		await expect(page, every);
	},

	async "pages that link into the ledger"(base) {
		const page = await pageOpen(base, "index.html");
		const addresses = await page.$$eval("a[href*='ledger.html#']",
		    (links) => links.map((a) => a.getAttribute("href")));
		assert(addresses.length > 0);
		/* Figures count what is hidden, too: the rows may be fewer. */
		for (const address of addresses) {
			const chosen = [...new URLSearchParams(
			    address.replace(/.*#/, ""))];
			const rows = every.filter((row) => chosen.every(([id, v]) => {
				const c = columns.find((one) => one.id === id);
				if (c.states)
					return c.states[row] & 1 << c.ids.indexOf(v);
				return c.above ? below(c, v).includes(row) : c.ids[c.cells[row]] === v;
			}));
			assert(rows.length > 0);
			await page.goto(base + address);
			await begun(page);
			await expect(page, rows);
		}
	},

	async "CSV of exactly what is shown"(base) {
		const page = await pageOpen(base, "ledger.html");
		const method = column("点评方式"), id = method.ids[1];
		const extra = columns.find((c) => !c.main);
		const list = columns.filter((c) =>
			usual.includes(c) || c === extra);
		const cell = (t) => /^'*[=+\-@\t\r]/.test(t)
			? `"'${t.replace(/"/g, '""')}"`
			: /[",\r\n]/.test(t) ? `"${t.replace(/"/g, '""')}"` : t;
		await panelOpen(page);
		await page.getByLabel(extra.title, { exact: true }).last().check();
		await change(page, "method", id);
		await sortBy(page, "-subject");
		const rows = sorted(every.filter((row) =>
			method.ids[method.cells[row]] === id), subject, true);
		await expect(page, rows, list);
		const [download] = await Promise.all([
			page.waitForEvent("download"), page.click("[data-csv]")]);
		assert.strictEqual(download.suggestedFilename(), "点评台账.csv");
		assert.strictEqual(
		    fs.readFileSync(await download.path(), "utf8"),
		    "\uFEFF" + [list.map((c) => c.title)]
			.concat(rows.map((row) => list.map((c) => cellText(c, row))))
			.map((line) => line.map(cell).join(",") + "\r\n").join(""));
	},

	async "CSV: nothing is run as a formula, quotes and lines stay"(base) {
		const page = await pageOpen(base, "index.html");
		const changed = JSON.parse(JSON.stringify(data));
		const odd = ['=1+"1"', "'-1", "a,b\r\nc"];
		const place = changed.columns.find((c) => c.id === "venue");
		place.words = ["", ...odd];
		place.cells = every.map((row) => 1 + row % 3);
		await page.route("**/data/ledger.js", (route) => route.fulfill(
		    { contentType: "text/javascript; charset=utf-8", body:
			`tongbao("ledger",${JSON.stringify(changed)});` }));
		await page.goto(base + "ledger.html#columns=venue");
		await begun(page);
		const [download] = await Promise.all([
			page.waitForEvent("download"), page.click("[data-csv]")]);
		const cells = ['"\'=1+""1"""', '"\'\'-1"', '"a,b\r\nc"'];
		assert.strictEqual(
		    fs.readFileSync(await download.path(), "utf8"),
		    "\uFEFF" + ["地点", ...every.map((row) => cells[row % 3])]
			.map((line) => line + "\r\n").join(""));
	},

	async "files of everything are there to be had"(base) {
		const page = await pageOpen(base, "ledger.html");
		for (const ending of ["csv", "xlsx"]) {
			const [download] = await Promise.all([
				page.waitForEvent("download"),
				page.click(`a[href="ledger.${ending}"]`)]);
			assert(fs.readFileSync(await download.path()).equals(
			    fs.readFileSync(`${folder}/ledger.${ending}`)));
		}
	},

	async "from page to page"(base) {
		if (data.count <= size)
			return;
		const second = data.count > most;
		const page = await pageOpen(base,
		    second ? "ledger-2.html" : "ledger.html");
		/* Opening the panel leaves the reader where he is. */
		await panelOpen(page);
		await page.waitForFunction((n) => document
		    .querySelectorAll(".ledger tbody tr").length === n, size);
		assert.strictEqual((await rowsShown(page))[0].join(),
		    rowText(second ? most : 0, usual).join());
		await page.click(`.pager a >> text=${second ? "上一页" : "下一页"}`);
		await page.waitForSelector(".pager [aria-current] >> text=2");
		assert.strictEqual((await rowsShown(page))[0].join(),
		    rowText(size, usual).join());
		assert.strictEqual(await page.evaluate(
		    () => document.activeElement.className), "scroll");
		await page.click(".pager li:last-child a");
		/* As many rows as on the page before, it may be. */
		await page.waitForFunction((n) => document.querySelector(
		    ".pager [aria-current]").textContent === n,
		    String(Math.ceil(data.count / size)));
		assert.strictEqual((await rowsShown(page)).pop().join(),
		    rowText(data.count - 1, usual).join());
		/* Whatever is chosen anew begins at its first page. */
		await sortBy(page, "-subject");
		await expect(page, sorted(every, subject, true));
	},

	async "on a phone: cards, nothing beside the screen"(base) {
		for (const javaScriptEnabled of [false, true]) {
			const page = await pageOpen(base, "ledger.html",
			    { javaScriptEnabled,
				viewport: { width: 390, height: 844 } });
			if (javaScriptEnabled) {
				await panelOpen(page);
				for (const box of await page.$$("fieldset input"))
					await box.check();
				await page.click(".ledger thead button");
				await page.waitForSelector("[aria-sort]");
			}
			assert(await page.evaluate(() =>
				document.documentElement.scrollWidth) <= 390);
			const widths = await page.$$eval(
			    ".ledger tbody tr:first-child > *", (cells) =>
				cells.filter((c) => c.textContent).map((c) =>
				    [c.getBoundingClientRect().left,
					c.getBoundingClientRect().right]));
			assert(widths.length >= usual.length / 2);
			for (const [left, right] of widths)
				assert(left >= 0 && right <= 390);
		}
	},
};

/* ---- time ---- */

/* The longest task of the page's thread, in milliseconds of its processor. */
async function longestTask(page, act) {
	await browser.startTracing(page, { categories: ["toplevel"] });
	await act();
	await page.waitForTimeout(300);
	const events =
	    JSON.parse(await browser.stopTracing()).traceEvents;
	const mains = new Set(events.filter((e) => e.name === "thread_name" &&
	    e.args.name === "CrRendererMain").map((e) => `${e.pid}/${e.tid}`));
	const tasks = events.filter((e) => e.ph === "X" && e.tdur &&
	    mains.has(`${e.pid}/${e.tid}`));
	assert(tasks.length > 0);
	return Math.max(...tasks.map((e) => e.tdur)) / 1000;
}

async function timeTest() {
	const page = await pageOpen(bases.file, "ledger.html");
	const name = cellText(column("点评人"), data.count - 1);
	const acts = {
		"open": () => panelOpen(page),
		"sort by name": () => sortBy(page, "subject"),
		"sort by day": () => sortBy(page, "date"),
		"text": () => change(page, "q", name),
		"no text": () => change(page, "q", ""),
		"organisation": () => page.selectOption("[name=organisation]",
		    { index: 2 }),
		"all": () => page.click("[type=reset]"),
		"columns": async () => {
			for (const box of await page.$$("fieldset input"))
				await box.check();
		},
		"sort with all columns": () => sortBy(page, "-subject"),
		"CSV": () => page.click("[data-csv]"),
	};
	const times = [];
	for (const [what, act] of Object.entries(acts))
		times.push([what, Math.round(await longestTask(page, act))]);
	const words = times.map(([what, ms]) => `${what} ${ms}`).join(", ");
	console.log(`longest tasks with ${data.count} rows, ms: ${words}`);
	assert(times.every(([, ms]) => ms <= TASK_MOST), words);
}

/* ---- all of them ---- */

/* What a server, or its being none, could matter to. */
const onBoth = /without script|needed|back leads back|CSV|files/;

async function run(what, test) {
	problems = [];
	try {
		await test();
		assert.deepStrictEqual(problems, []);
		console.log("ok " + what);
	} catch (error) {
		console.log(`FAILED ${what}: ${error.message.slice(0, 1500)}`);
	}
	for (const context of browser.contexts())
		await context.close();
}

(async () => {
	await serve();
	browser = await chromium.launch({ executablePath: process.env.CHROMIUM,
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync"] });
	if (process.argv[4] === "--time")
		await run("no task is long", timeTest);
	else
		for (const [what, test] of Object.entries(tests)
			.filter(([what]) => what.includes(process.argv[4] || "")))
			for (const name of process.env.TEST_LONG &&
			    onBoth.test(what) ? ["file", "http"] : ["file"])
				await run(`${what} (${name})`,
				    () => test(bases[name]));
	await browser.close();
	server.close();
})();
