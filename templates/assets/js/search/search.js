// The search page (templates/pages/search.html): asks Pagefind's index and shows what it finds.
// The address bar holds all that was asked, so that a view can be shared. The index is loaded when first asked.

const words = {
  one: "1 incident",
  several: "{n} incidents",
  all: "All incidents: choose a type, a status or a year, or write what you are looking for.",
  searching: "Searching…",
  none: "No incident found",
  noneFor: "Nothing in the records matches “{q}”.",
  noneAddress: "No record rests on this address.",
  fewer: "Search for fewer words:",
  host: "Records that rest on other pages of",
  unfiltered: "Search without the filters",
  missing: "The search index could not be loaded. The lists below lead to every incident.",
  narrow: "Narrow the list",
  listed: "The {n} most frequent are listed; write to find others.",
  remove: "Remove {name}",
};
const SHOWN = 10; // results at once
const FIRST = 4; // of these, before the others are even loaded
const ADDRESSES = 20; // results for an address that are looked at
const LISTED = 30; // terms of a facet at once
const FACETS = ["tag", "actor", "system"];
const SELECTS = ["type", "status", "year", "sort"];

const finder = document.querySelector(".finder");
const form = document.querySelector("#finder");
const box = form.elements.q;
const found = document.querySelector("#found");
const list = document.querySelector("#results");
const more = document.querySelector(".more");
const chosen = document.querySelector(".chosen");
const details = [...document.querySelectorAll(".facet")];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// ------------------------------------------------------------ the state: what was asked
function readAddress() {
  const asked = new URLSearchParams(location.search);
  const state = { q: asked.get("q") ?? "" };
  for (const name of SELECTS) state[name] = asked.get(name) ?? "";
  for (const name of FACETS) state[name] = asked.getAll(name);
  return state;
}

function address(state) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    for (const one of [value].flat()) if (one) asked.append(name, one);
  }
  return `${location.pathname}${asked.size === 0 ? "" : `?${asked}`}`;
}

let state = readAddress();

function change(changes, { keep = true } = {}) {
  state = { ...state, ...changes };
  const now = address(state);
  if (now !== location.pathname + location.search) history[keep ? "pushState" : "replaceState"](null, "", now);
  showState();
  ask();
}

function showState() {
  if (box.value.trim() !== state.q) box.value = state.q;
  for (const name of SELECTS) form.elements[name].value = state[name];
  chosen.replaceChildren(
    ...FACETS.flatMap((facet) =>
      state[facet].map((id) => {
        const name = names[facet].get(id) ?? id;
        const button = make("button", { type: "button" }, `${name} `, make("span", { ariaHidden: "true" }, "×"));
        button.setAttribute("aria-label", fill(words.remove, { name }));
        button.addEventListener("click", () => {
          change({ [facet]: state[facet].filter((one) => one !== id) });
          box.focus();
        });
        return make("li", {}, button);
      }),
    ),
  );
}

// ------------------------------------------------------------ the address of a source
// What site_builder/pages/search.py makes of the addresses that it puts into the index (address_word).
function addressWord(text) {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/web\.archive\.org\/web\/[^/]+\/(?=https?:)/, "")
    .replace(/^https?:\/\/((www|m|amp|mobile)\.)?/, "")
    .split("#")[0];
  const cut = bare.indexOf("?");
  const [path, query] = cut < 0 ? [bare, ""] : [bare.slice(0, cut), bare.slice(cut + 1)];
  const kept = query.replace(
    /(^|&)((utm|mc|pk)_\w+|fbclid|gclid|igshid|ref|ref_src|cmpid|smid)(=[^&]*)?(?=&|$)/g,
    "",
  );
  return encodeURI(decoded(`${path}?${kept}`))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 100);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isAddress = (text) => /^https?:\/\/\S+$/i.test(text) || /^[\w-]+(\.[\w-]+)+\/\S*$/.test(text);
const hostOf = (text) => text.replace(/^https?:\/\//i, "").replace(/^www\./i, "").split(/[/?#]/)[0];

// ------------------------------------------------------------ the index
let index;
const loaded = { tag: false, actor: false, system: false };
const names = { tag: new Map(), actor: new Map(), system: new Map() };

function open() {
  index ??= import(new URL(`${finder.dataset.bundle}pagefind.js`, location.href)).then(({ createInstance }) =>
    createInstance({ basePath: finder.dataset.bundle, noWorker: true }),
  );
  return index;
}

// Pagefind loads a filter when it is first used: a value that nothing has loads it and finds nothing.
async function load(facet) {
  if (loaded[facet]) return;
  const { totalFilters } = await (await open()).search(null, { filters: { [facet]: "\0" } });
  loaded[facet] = true;
  for (const value of Object.keys(totalFilters[facet] ?? {})) {
    const cut = value.indexOf(" ");
    names[facet]?.set(value.slice(0, cut), value.slice(cut + 1));
  }
}

function filters() {
  const wanted = {};
  for (const name of ["type", "status", "year"]) if (state[name]) wanted[name] = state[name];
  for (const name of FACETS) {
    if (state[name].length) wanted[name] = state[name].map((id) => `${id} ${names[name].get(id) ?? ""}`);
  }
  return wanted;
}

// ------------------------------------------------------------ asking: one question at a time, the newest next
let running = false;
let waiting = false;

async function ask() {
  waiting = true;
  if (running) return;
  running = true;
  while (waiting) {
    waiting = false;
    try {
      await answer();
    } catch (error) {
      index = undefined;
      say(words.missing);
      list.replaceChildren();
      // A file that could not be fetched is the browser's to report.
      if (!(error instanceof TypeError)) console.error(error);
    }
  }
  running = false;
}

async function answer() {
  const wanted = FACETS.filter((name) => state[name].length);
  const filtered = wanted.length > 0 || state.type || state.status || state.year;
  if (!state.q && !filtered && !state.sort) {
    say(words.all);
    list.replaceChildren();
    more.hidden = true;
    return;
  }
  if (!index) say(words.searching);
  const pagefind = await open();
  await Promise.all(wanted.map(load));
  const asked = state;
  const term = isAddress(asked.q) ? addressWord(asked.q) : asked.q;
  const sort = { newest: { date: "desc" }, oldest: { date: "asc" } }[asked.sort] ?? (term ? {} : { date: "desc" });
  const answered = await pagefind.search(term || null, { filters: filters(), sort });
  if (term !== asked.q) answered.results = await withAddress(answered.results, term);
  if (waiting) return;
  await show(answered, asked, 0);
  if (wanted.length) showState();
  for (const facet of details) if (facet.open) showFacet(facet, answered);
}

// Where Pagefind does not know a word it takes a shorter one: another page of the same host, for an address.
async function withAddress(results, word) {
  const first = results.slice(0, ADDRESSES);
  const data = await Promise.all(first.map((result) => result.data()));
  return first.filter((_, n) => data[n].content.split(/\s+/).some((one) => one.startsWith(word)));
}

// ------------------------------------------------------------ showing
function say(text) {
  found.textContent = text;
}

async function show(answered, asked, from) {
  const { results } = answered;
  const items = async (start, end) => {
    const data = await Promise.all(results.slice(start, end).map((result) => result.data()));
    return data.map((one) => item(one, asked));
  };
  const first = await items(from, from + FIRST);
  if (waiting) return;
  if (from) list.append(...first);
  else list.replaceChildren(...first);
  const n = results.length;
  say(n === 0 ? words.none : n === 1 ? words.one : fill(words.several, { n: n.toLocaleString(document.documentElement.lang) }));
  if (n === 0) list.replaceChildren(nothing(asked));
  const rest = await items(from + FIRST, from + SHOWN);
  if (waiting) return;
  list.append(...rest);
  more.hidden = from + SHOWN >= n;
  more.firstElementChild.onclick = async () => {
    const next = list.children.length;
    await show(answered, asked, next);
    list.children[next]?.querySelector("a").focus();
  };
}

function item({ url, meta, excerpt }, asked) {
  const type = form.elements.type.querySelector(`option[value="${CSS.escape(meta.type)}"]`);
  const status = form.elements.status.querySelector(`option[value="${CSS.escape(meta.status)}"]`);
  const mark = make("span", { className: `mark mark-${type?.dataset.mark ?? 8}`, ariaHidden: "true" });
  const marked = asked.q && !isAddress(asked.q) && excerpt.includes("<mark>");
  return make(
    "li",
    { className: "result" },
    make("p", { className: "result-date" }, meta.date ?? ""),
    make("h2", { className: "result-title" }, make("a", { href: url }, meta.title)),
    make("p", { className: "result-text" }, ...(marked ? highlighted(excerpt) : [meta.summary ?? ""])),
    make(
      "ul",
      { className: "entry-meta" },
      make("li", {}, mark, type?.textContent ?? ""),
      make("li", { className: `status-${meta.status}` }, status?.textContent ?? ""),
    ),
  );
}

// The excerpt is text with <mark> around words, and < and > escaped: never handed to the parser.
function highlighted(excerpt) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return excerpt
    .split(/<mark>(.*?)<\/mark>/s)
    .map((part, n) => (n % 2 ? make("mark", {}, plain(part)) : plain(part)));
}

function nothing(asked) {
  const parts = [];
  const link = (changes, text) => make("a", { href: address({ ...asked, ...changes }) }, text);
  if (isAddress(asked.q)) {
    parts.push(make("p", {}, `${words.noneAddress} ${words.host} `, link({ q: hostOf(asked.q) }, hostOf(asked.q))));
  } else if (asked.q) {
    parts.push(make("p", {}, fill(words.noneFor, asked)));
    const each = asked.q.split(/\s+/);
    if (each.length > 1) parts.push(make("p", {}, words.fewer, ...each.flatMap((word) => [" ", link({ q: word }, word)])));
  }
  const bare = { type: "", status: "", year: "", tag: [], actor: [], system: [] };
  if (Object.keys(filters()).length) parts.push(make("p", {}, link(bare, words.unfiltered)));
  return make("li", { className: "nothing" }, ...parts);
}

// ------------------------------------------------------------ facets that are loaded when they are opened
async function showFacet(facet, answered) {
  const name = facet.dataset.facet;
  const body = facet.querySelector(".facet-body");
  if (!body.firstChild) {
    const input = make("input", { type: "search", autocomplete: "off", placeholder: words.narrow });
    input.setAttribute("aria-label", words.narrow);
    input.addEventListener("input", () => listFacet(facet, input.value));
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    body.append(input, make("ul", { className: "facet-list" }), make("p", { className: "small" }));
  }
  facet.counts = answered?.filters[name];
  listFacet(facet, body.querySelector("input").value);
}

function listFacet(facet, narrowed) {
  const name = facet.dataset.facet;
  const wanted = narrowed.trim().toLowerCase();
  const terms = [...names[name]]
    .map(([id, text]) => ({ id, text, count: facet.counts?.[`${id} ${text}`] ?? 0 }))
    .filter(({ id, text, count }) => (count || state[name].includes(id)) && text.toLowerCase().includes(wanted))
    .sort((a, b) => b.count - a.count || a.text.localeCompare(b.text));
  const [, ul, note] = facet.querySelector(".facet-body").children;
  const held = ul.contains(document.activeElement) ? document.activeElement.value : "";
  ul.replaceChildren(
    ...terms.slice(0, LISTED).map(({ id, text, count }) => {
      const check = make("input", { type: "checkbox", value: id, checked: state[name].includes(id) });
      check.addEventListener("change", () =>
        change({ [name]: check.checked ? [...state[name], id] : state[name].filter((one) => one !== id) }),
      );
      return make("li", {}, make("label", {}, check, ` ${text} `, make("span", { className: "count" }, `${count}`)));
    }),
  );
  if (held) [...ul.querySelectorAll("input")].find((check) => check.value === held)?.focus();
  note.textContent = terms.length > LISTED ? fill(words.listed, { n: LISTED }) : "";
}

for (const facet of details) {
  facet.addEventListener("toggle", async () => {
    if (!facet.open) return;
    try {
      await load(facet.dataset.facet);
      const term = isAddress(state.q) ? addressWord(state.q) : state.q;
      showFacet(facet, await (await open()).search(term || null, { filters: filters() }));
    } catch {
      say(words.missing);
    }
  });
}

// ------------------------------------------------------------ hands
const LETTERS = 3; // shorter words would load much of the index; Enter asks all the same

box.addEventListener("focus", () => open().catch(() => {}), { once: true });
box.addEventListener("input", () => {
  const q = box.value.trim();
  if (q.length >= LETTERS || /[^\0-\x7f]/.test(q) || !q) change({ q }, { keep: false });
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  change({ q: box.value.trim() });
  while (running) await new Promise((done) => setTimeout(done, 20));
  list.querySelector("a")?.focus();
});
for (const name of SELECTS) form.elements[name].addEventListener("change", ({ target }) => change({ [name]: target.value }));
addEventListener("popstate", () => {
  state = readAddress();
  showState();
  ask();
});
finder.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.altKey || event.ctrlKey || event.metaKey || (at < 0 && document.activeElement !== box)) return;
  if (event.key === "Escape" && at >= 0) box.focus();
  else if (event.key === "ArrowDown" && at < links.length - 1) links[at + 1].focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? box).focus();
  else return;
  event.preventDefault();
});

showState();
ask();
// Not on touch screens, where it would open the keyboard over the page, unless a key has led here.
if (location.hash === "#q" || (!state.q && matchMedia("(hover: hover)").matches)) box.focus({ preventScroll: true });
