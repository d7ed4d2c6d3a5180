// The same site for Eleventy: the collections are computed once, the pages made from them by pagination.
import { readFileSync } from "node:fs";

const LISTED = 50;
const FED = 20;
const newestFirst = (a, b) => b.date - a.date;

// Not global data: Eleventy would merge it into the data of every page.
const NAMES = JSON.parse(readFileSync("terms.json", "utf8"));

export default function (config) {
	const records = (api) => api.getFilteredByGlob("input/incidents/*.md").sort(newestFirst);
	const terms = (api, kinds) => {
		const found = [];
		const sorted = records(api);
		for (const kind of kinds) {
			const items = new Map();
			for (const record of sorted) {
				for (const id of record.data[kind]) {
					if (!items.has(id)) items.set(id, []);
					items.get(id).push(record);
				}
			}
			for (const id of [...items.keys()].sort()) {
				const folder = kind === "labels" ? "tags" : kind;
				found.push({ kind, folder, id, name: id, description: "", ...NAMES[folder][id], items: items.get(id) });
			}
		}
		return found;
	};
	const everything = ["labels", "actors", "systems", "types", "publishers", "years"];
	config.addCollection("records", records);
	config.addCollection("terms", (api) => terms(api, everything));
	config.addCollection("feeds", (api) => terms(api, ["labels", "actors", "systems", "types"]));
	config.addCollection("slugs", (api) => Object.fromEntries(records(api).map((record, place, all) =>
		[record.fileSlug, { record, earlier: all[place + 1], later: all[place - 1] }])));
	config.addFilter("first", (list, count) => list.slice(0, count));
	config.addFilter("listed", (term) => term.items.slice(0, term.kind === "years" ? 200 : LISTED));
	config.addFilter("newest", (list, count) =>
		[...list].sort((a, b) => (a.data.added < b.data.added ? 1 : -1)).slice(0, count ?? FED));
	config.addFilter("of_kind", (list, kind) => list.filter((term) => term.folder === kind));
	config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
	config.addFilter("record_json", (record) => {
		const { slug, title, summary, dates, added, status, severity, labels, roles, systems, impact, events, dispute, sources, related, correction } = record.data;
		return JSON.stringify({ slug, url: `https://timeline.example${record.url}`, title, summary, type: record.data.types[0], dates, added, status, severity, tags: labels, actors: roles, systems, impact, events, dispute, sources, related, correction, body: record.rawInput, body_html: record.templateContent });
	});
	// An entry and a feed item are rendered once and then reused, as our own generator does.
	const kept = new Map();
	const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
	const once = (kind, make) => (record) => {
		const key = kind + record.url;
		if (!kept.has(key)) kept.set(key, make(record));
		return kept.get(key);
	};
	config.on("eleventy.before", () => kept.clear());
	config.addFilter("entry", once("entry", ({ url, date, data }) => `<article>
<p><time datetime="${date.toISOString().slice(0, 10)}">${escape(data.dates)}</time></p>
<h2><a href="${url}">${escape(data.title)}</a></h2>
<p>${escape(data.summary)}</p>
<ul><li>${data.types[0]}</li><li>${data.status}</li>${data.severity ? `<li>${data.severity} severity</li>` : ""}<li>${data.sources.length} sources</li></ul>
</article>`));
	config.addFilter("item", once("item", ({ url, data, templateContent }) => `<item>
<title>${escape(data.title)}</title>
<link>https://timeline.example${url}</link>
<guid isPermaLink="false">tag:timeline.example,${data.added}:${data.slug}</guid>
<pubDate>${new Date(data.added).toUTCString()}</pubDate>
${data.topics.map((topic) => `<category>${escape(topic.name)}</category>`).join("")}
<description>${escape(`<p>${escape(data.summary)}</p>${templateContent}<ol>${data.sources.map((source) => `<li><a href="${escape(source.url)}">${escape(source.title)}</a> ${escape(source.publisher)}, ${source.published}</li>`).join("")}</ol>`)}</description>
</item>`));
	return {
		dir: { input: "input", output: "public" },
		markdownTemplateEngine: false,
		htmlTemplateEngine: "njk",
	};
}
