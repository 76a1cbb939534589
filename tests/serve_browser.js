/*
 * serve_browser BASE PAGE FILE: what who writes sees in the browser (Chromium by
 * playwright-core): the banner, faults over the last good page, the page itself
 * when they are mended, another edition.  FILE is the record that PAGE shows.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const spec = path.join(__dirname, "../.build/spec");
const { chromium } = require(path.join(spec, "playwright-core"));
const [base, address, file] = process.argv.slice(2);
const patience = { timeout: 120000 };

function check(what, good, more) {
	console.log(`${good ? "ok" : "FAILED"} ${what}${good || more === undefined ? "" : ` | ${more}`}`);
}

async function looks(page, title) {
	const seen = await page.evaluate(() => {
		window.scrollTo(0, 1e6);
		const banner = document.getElementById("tongbao-preview");
		const box = banner.getBoundingClientRect();
		const style = getComputedStyle(banner);
		return { top: box.top, width: box.width, height: box.height, all: document.documentElement.clientWidth,
			colours: style.backgroundColor + style.color, text: banner.innerText,
			over: banner.contains(document.elementFromPoint(box.width / 4, box.height / 2)) };
	});
	check(`the banner of ${title} stays in sight`, seen.top === 0 && seen.width >= seen.all && seen.height >= 40 &&
		seen.over, JSON.stringify(seen));
	check("it is black on yellow", seen.colours === "rgb(255, 212, 0)rgb(27, 27, 27)", seen.colours);
	check("it names the edition, and that nothing is published", seen.text.includes(title) &&
		seen.text.includes("not published"), seen.text);
}

async function faults(page) {
	const overlay = page.locator("#tongbao-overlay");
	const good = fs.readFileSync(file, "utf8");
	const main = () => page.locator("main").innerText();
	const before = await main();
	check("no fault, no overlay", await overlay.isHidden());
	fs.writeFileSync(file, good.replace("gu-weizhen", "<b>nobody</b>").trimEnd() + "坏的一版。\n");
	await overlay.waitFor({ state: "visible", ...patience });
	check("a fault lies over the page", (await overlay.innerText()).includes("there is no person"));
	check("as text", (await overlay.innerText()).includes("<b>nobody</b>"));
	check("its button has the focus", await page.evaluate(() => document.activeElement.textContent) === "close");
	check("the last good page is below it", await main() === before);
	await page.keyboard.press("Escape");
	check("Escape puts it away", await overlay.isHidden());
	await page.locator("#tongbao-count").click();
	check("the count brings it back", await overlay.isVisible());
	fs.writeFileSync(file, good.trimEnd() + "好的一版。\n");
	await page.getByText("好的一版。").waitFor(patience);
	check("mended, the page comes by itself", !(await main()).includes("坏的一版。"));
	check("and the overlay goes", await overlay.isHidden());
}

async function run() {
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox",
		"--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"] });
	const page = await browser.newPage();
	page.setDefaultTimeout(patience.timeout);
	const complaints = [];
	page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("request", (request) => request.url().startsWith(base) || complaints.push(request.url()));
	await page.goto(base + address);
	await looks(page, "领导版");
	await faults(page);
	await page.locator("#tongbao-preview summary").click();
	await page.locator("#tongbao-preview li a", { hasText: "机电学院版" }).click();
	await page.waitForURL("**/unit-jidian/**");
	await looks(page, "机电学院版");
	/* A print has its style in itself; the preview's own comes beside it. */
	await page.goto(base + "/masses/record/2010-q3/bulletin/2010-11.print.html");
	await looks(page, "群众版");
	check("a print has its own style", await page.evaluate(() =>
		getComputedStyle(document.querySelector("article")).boxShadow) !== "none");
	check("nothing was complained of, nothing asked for elsewhere", complaints.length === 0, complaints.join("; "));
	await browser.close();
}

run().catch((error) => {
	check("the browser", false, error);
	process.exitCode = 1;
});
