/*
 * What `tongbao serve` adds to a page: asks for news, loads the page again when
 * it is another one, lays faults over it.  Faults come as HTML that the server
 * has made and escaped.
 */
"use strict";
(function () {
	const banner = document.getElementById("tongbao-preview");
	const count = document.getElementById("tongbao-count");
	if (!banner || !count || !window.EventSource)
		return;
	const words = banner.dataset;
	const overlay = document.createElement("section");
	const close = document.createElement("button");
	const list = document.createElement("div");
	let source = null;
	let errors = "";

	overlay.id = "tongbao-overlay";
	overlay.className = "tongbao-faults";
	overlay.lang = banner.lang;
	overlay.hidden = true;
	overlay.setAttribute("role", "alertdialog");
	overlay.setAttribute("aria-labelledby", count.id);
	close.type = "button";
	close.textContent = words.close;
	overlay.append(close, list);
	document.body.append(overlay);

	function show(visible) {
		overlay.hidden = !visible;
		if (visible)
			close.focus();
	}

	/* Errors show themselves, each once; what is mended goes. */
	function faultsTake(news) {
		const open = !overlay.hidden;
		count.textContent = news.checking
			? news.count + " · " + words.checking
			: news.count;
		banner.classList.toggle("has-errors", news.errors !== "");
		list.innerHTML = news.html;
		if (news.errors === "" && (errors !== "" || news.html === ""))
			show(false);
		else if (news.errors !== "" && news.errors !== errors && !open)
			show(true);
		errors = news.errors;
	}

	function begin() {
		if (source)
			return;
		source = new EventSource(words.events);
		source.addEventListener("reload", function () {
			end();
			window.location.reload();
		});
		source.addEventListener("faults", function (event) {
			faultsTake(JSON.parse(event.data));
		});
		source.onopen = function () {
			banner.classList.remove("is-lost");
			banner.title = "";
		};
		source.onerror = function () {
			banner.classList.add("is-lost");
			banner.title = words.lost;
			count.textContent = words.lost;
		};
	}

	function end() {
		if (source)
			source.close();
		source = null;
	}

	/* A browser has few connections to a server: only who is seen keeps one. */
	function attend() {
		if (document.hidden)
			end();
		else
			begin();
	}

	count.addEventListener("click", function (event) {
		if (list.innerHTML === "")
			return;
		event.preventDefault();
		show(overlay.hidden);
	});
	close.addEventListener("click", function () {
		show(false);
		count.focus();
	});
	document.addEventListener("keydown", function (event) {
		if (event.key === "Escape")
			show(false);
	});
	document.addEventListener("visibilitychange", attend);
	window.addEventListener("pagehide", end);
	window.addEventListener("pageshow", attend);
	attend();
})();
