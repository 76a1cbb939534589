/*
 * What the browser tests share: Chromium by playwright-core, a small server
 * for http:// pages, and a watch over each page: whatever it asks for outside
 * of its folder, whatever the console or the policy complains of, is kept.
 */
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");
const { pathToFileURL } = require("url");

const spec = path.join(__dirname, "../../.build/spec");
const { chromium } = require(path.join(spec, "playwright-core"));
const axe = fs.readFileSync(path.join(spec, "axe-core/axe.min.js"), "utf8");

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript",
	".svg": "image/svg+xml", ".json": "application/json", ".xml": "application/xml",
	".csv": "text/csv", ".pdf": "application/pdf" };

let passed = 0, failed = 0;

function check(what, good, more) {
	if (good) {
		passed++;
		return;
	}
	failed++;
	console.log("FAILED: " + what);
	if (more !== undefined)
		console.log("  " + String(typeof more === "string" ? more : JSON.stringify(more)).slice(0, 1500));
}

function finish() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

/* Serves the folder on a free port of this machine. */
function serve(folder) {
	const server = http.createServer((request, response) => {
		const name = decodeURIComponent(new URL(request.url, "http://x").pathname);
		const file = path.join(folder, name.endsWith("/") ? name + "index.html" : name);
		if (!file.startsWith(folder) || !fs.existsSync(file)) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "Content-Type": types[path.extname(file)] || "application/octet-stream" });
		response.end(fs.readFileSync(file));
	});
	return new Promise((resolve) => server.listen(0, "127.0.0.1",
		() => resolve({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() })));
}

function launch() {
	return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium-headless-shell",
		args: ["--no-sandbox", "--disable-gpu", "--no-first-run",
			"--disable-background-networking", "--disable-component-update", "--disable-sync"] });
}

/* A page that keeps what it did wrong in page.faults. */
async function open(context, base, name) {
	const page = await context.newPage();
	page.faults = [];
	page.on("request", (request) => {
		if (!request.url().startsWith(base) && !request.url().startsWith("blob:"))
			page.faults.push("asks for " + request.url());
	});
	page.on("requestfailed", (request) => {
		if (!page.isClosed() && !page.leaving)
			page.faults.push("has not got " + request.url());
	});
	page.on("response", (response) => {
		if (response.status() >= 400)
			page.faults.push(response.status() + " " + response.url());
	});
	page.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning")
			page.faults.push("says " + message.text());
	});
	page.on("pageerror", (error) => page.faults.push("throws " + error.message));
	await page.goto(base + name, { waitUntil: "load" });
	return page;
}

/* What axe-core finds, a line a finding. */
async function judge(page) {
	/* Evaluated by the debugger: the page's policy does not hold for it. */
	await page.evaluate(axe);
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
	return found.violations.map((v) => v.id + ": " + v.help + "\n" +
		v.nodes.slice(0, 4).map((n) => "    " + n.html.slice(0, 160) + "\n      " +
			n.failureSummary.replace(/\s+/g, " ").slice(0, 200)).join("\n"));
}

module.exports = { check, finish, serve, launch, open, judge,
	file: (folder) => pathToFileURL(folder).href + "/" };
