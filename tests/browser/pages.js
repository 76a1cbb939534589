/*
 * pages FOLDER PAGE…: every page of the list as its readers have it: wide and
 * on a phone, with script and without, from a server and from a file share,
 * in the light and in the dark.
 *
 * A page asks for nothing outside of its folder, keeps its policy, fits its
 * width, has one heading of the first level, reads the same without script,
 * and axe-core finds nothing in it.
 */
"use strict";

const room = require("./room.js");
const path = require("path");

const [folder, ...pages] = process.argv.slice(2);
const widths = [1280, 390];

/* What the reader reads: text that is on the screen. */
const words = (page) => page.evaluate(() => document.querySelector("main").innerText.replace(/\s+/g, ""));

async function looks(page, what, width) {
	room.check(`${what}: nothing goes wrong`, page.faults.length === 0, page.faults);
	const wide = await page.evaluate(() => [document.documentElement.scrollWidth,
		[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 &&
			!e.closest("[tabindex]:not(main)") && getComputedStyle(e).position !== "absolute")
			.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))]);
	room.check(`${what}: fits its width`, wide[0] <= width, wide);
	room.check(`${what}: one first heading`,
		await page.evaluate(() => document.querySelectorAll("main h1, .masthead h1").length) === 1);
}

async function visit(browser, base, name, how) {
	const context = await browser.newContext({ viewport: { width: how.width, height: 900 },
		javaScriptEnabled: how.script, colorScheme: how.scheme });
	const page = await room.open(context, base, name);
	const what = `${name} ${how.width} ${how.scheme} ${how.script ? "script" : "no script"} ${base.slice(0, 4)}`;
	await looks(page, what, how.width);
	if (how.judged) {
		const found = await room.judge(page);
		room.check(`${what}: axe finds nothing`, found.length === 0, found.join("\n"));
	}
	const text = how.words ? await words(page) : "";
	await context.close();
	return text;
}

/*
 * On paper (A4) there is nothing to type into, and no figure is torn in two.
 * In forced colours a border that is transparent elsewhere is seen.
 */
async function unusual(browser, base, name) {
	const context = await browser.newContext({ viewport: { width: 794, height: 1123 } });
	const page = await room.open(context, base, name);
	await page.emulateMedia({ media: "print" });
	const found = await page.evaluate(() => [
		...[...document.querySelectorAll(".masthead input, .masthead button")].filter((e) => e.checkVisibility()),
		...[...document.querySelectorAll(".figures dd")].filter((e) =>
			e.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(e).lineHeight)),
	].map((e) => e.outerHTML.slice(0, 120)));
	room.check(`${name}: in print`, found.length === 0, found);
	await page.emulateMedia({ media: "screen", forcedColors: "active" });
	const lined = await page.evaluate(() => [...document.querySelectorAll(".menu a")]
		.filter((e) => getComputedStyle(e).borderBottomWidth !== "0px" &&
			!e.hasAttribute("aria-current")).length);
	room.check(`${name}: in forced colours only the present page is lined`, lined === 0, lined);
	await context.close();
}

(async () => {
	const browser = await room.launch();
	const server = await room.serve(path.resolve(folder));
	const share = room.file(path.resolve(folder));
	for (const name of pages) {
		await visit(browser, share, name, { width: 390, script: true, scheme: "light", judged: true });
		await visit(browser, server.url, name, { width: 1280, script: true, scheme: "dark", judged: true });
		/* Without script nothing is missing that is a page's content. */
		const bare = await visit(browser, share, name, { width: 1280, script: false, scheme: "light", words: true });
		room.check(`${name}: something to read without script`, bare.length > 20, bare);
		await unusual(browser, share, name);
		if (!process.env.TEST_LONG)
			continue;
		await visit(browser, share, name, { width: 1280, script: true, scheme: "light", judged: true });
		for (const width of widths)
			await visit(browser, server.url, name, { width, script: false, scheme: "dark" });
	}
	server.close();
	await browser.close();
	room.finish();
})().catch((error) => {
	room.check("the test itself", false, error.stack);
	room.finish();
	process.exit(1);
});
