// Results: what is shown of an incident, with the words of the question marked.

const SHOWN = 10; // results at once
const FIRST = 3; // of these, before the others are even loaded
const EXCERPT = 32; // words

const wordsOf = (text) => text.split(/\s+/).filter(Boolean);
const bare = (word) =>
  word
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

// The text around a place, as nodes: words that the engine found there or that begin as one of the question are marked.
function marked(text, from, to, at, asked) {
  const nodes = [];
  for (let n = from; n < to; n += 1) {
    const word = bare(text[n]);
    const hit = at.has(n) || asked.some((one) => word.startsWith(one));
    if (/^[.,;:!?]+$/.test(text[n])) nodes.pop(); // stood behind a citation
    nodes.push(hit ? make("mark", {}, text[n]) : text[n], " ");
  }
  return nodes;
}

// Where an excerpt begins: where most of what was found stands within its length, and in the same paragraph.
function densest(places, anchors, first, last) {
  const inside = places.filter(({ l }) => l >= first && l < last);
  let best;
  for (const { l: start } of inside) {
    const sum = inside.reduce((sum, { l, s }) => (l >= start && l < start + EXCERPT ? sum + s : sum), 0);
    if (!best || sum > best.sum) best = { start, sum };
  }
  if (!best) return undefined;
  const paragraph = anchors.findLast(({ location }) => location <= best.start)?.location ?? first;
  return Math.max(first, paragraph, Math.min(best.start - 6, last - EXCERPT));
}

// The text of a page begins with its title and its summary, which need no excerpt for what they hold. Then come lists
// of terms, to the second heading, and in the end what is said to the index alone (partials/search_marks.html).
function texts({ content, meta, anchors }, places, q) {
  const text = wordsOf(content);
  const title = wordsOf(meta.title ?? "").length;
  const lede = title + wordsOf(meta.summary ?? "").length;
  const place = (is) => anchors.find(is)?.location ?? text.length;
  const start = place(({ element, location }) => element === "h2" && location > lede);
  const end = place(({ id }) => id === "search-words");
  const asked = isAddress(q) ? [] : wordsOf(q).map(bare).filter((word) => word.length > 2);
  const at = new Set(asked.length ? places.map(({ l }) => l) : []);
  const head = text.slice(0, lede).map(bare);
  const missed = asked.some((one) => !head.some((word) => word.startsWith(one)));
  const inside = missed ? densest(places, anchors, start, end) : undefined;
  const [from, to] = inside === undefined ? [title, lede] : [inside, Math.min(inside + EXCERPT, end)];
  return {
    title: marked(wordsOf(meta.title ?? ""), 0, title, at, asked),
    text: [from > title ? "… " : "", ...marked(text, from, to, at, asked), from > title && to < end ? "…" : ""],
  };
}

const site = new URL("..", bundle).pathname.replace(/\/$/, "");

function item(data, places, q) {
  const { url, meta, filters } = data;
  const [type, status] = ["type", "status"].map((name) => {
    const value = filters[name]?.[0];
    return value && form.elements[name].querySelector(`option[value="${CSS.escape(value)}"]`);
  });
  const shown = texts(data, places, q);
  const line = make("ul", { className: "entry-meta" });
  if (type) {
    const mark = make("span", { className: `mark mark-${type.dataset.mark}`, ariaHidden: "true" });
    line.append(make("li", {}, mark, type.dataset.name));
  }
  if (status) line.append(make("li", { className: `status-${status.value}` }, status.dataset.name));
  return make(
    "li",
    { className: "result" },
    make("p", { className: "result-date" }, meta.date ?? ""),
    make("h2", { className: "result-title" }, make("a", { href: `${site}${url}` }, ...shown.title)),
    make("p", { className: "result-text" }, ...(meta.summary ? shown.text : [])),
    line,
  );
}

// The results from one place to another; what has some of the words only follows under a line that says so.
async function items({ hits, some }, from, to, q) {
  const entries = [...hits, ...some].slice(from, to);
  const data = await Promise.all(entries.map(({ page }) => fragment(page)));
  const made = entries.map(({ places }, n) => item(data[n], places, q));
  const line = hits.length - from;
  if (line >= 0 && line < made.length) made.splice(line, 0, make("li", { className: "results-some" }, words.some));
  return made;
}

function total({ hits, some }) {
  const n = hits.length;
  if (n === 0) return some.length ? words.noneOfAll : words.none;
  return fill(words.count(n), { n: n.toLocaleString(document.documentElement.lang) });
}

// Shows results from the place `from`; `stale` tells whether something else has been asked since.
async function show(answered, state, from, stale) {
  const first = await items(answered, from, from + FIRST, state.q);
  if (stale()) return;
  const { hits, some } = answered;
  if (from) list.append(...first);
  else list.replaceChildren(...(hits.length ? [] : [nothing(state, some.length > 0)]), ...first);
  say(total(answered));
  const rest = await items(answered, from + FIRST, from + SHOWN, state.q);
  if (stale()) return;
  list.append(...rest);
  more.hidden = from + SHOWN >= hits.length + some.length;
  more.firstElementChild.onclick = async () => {
    const next = from + SHOWN;
    await show(answered, state, next, stale);
    list.querySelectorAll(".result-title a")[next]?.focus();
  };
}

function nothing(state, some) {
  const parts = [];
  const link = (changes, text) => make("a", { href: address({ ...state, ...changes }) }, text);
  if (isAddress(state.q)) {
    parts.push(make("p", {}, `${words.noneAddress} ${words.host} `, link({ q: hostOf(state.q) }, hostOf(state.q))));
  } else if (state.q && !some) {
    parts.push(make("p", {}, fill(words.noneFor, state)));
    const each = state.q.split(/\s+/);
    if (each.length > 1) parts.push(make("p", {}, words.fewer, ...each.flatMap((word) => [" ", link({ q: word }, word)])));
  }
  if (filtered(state)) parts.push(make("p", {}, link(UNFILTERED, words.unfiltered)));
  return make("li", { className: "nothing", hidden: !parts.length }, ...parts);
}
