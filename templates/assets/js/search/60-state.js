// The state, which is the address, and what hands do to it.

const SELECTS = [...CHOICES, "sort"];
const UNFILTERED = { type: "", status: "", year: "", tag: [], actor: [], system: [] };
const filtered = (state) => Object.keys(UNFILTERED).some((name) => state[name].length);

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
  return answer();
}

function showState() {
  if (box.value.trim() !== state.q) box.value = state.q;
  for (const name of SELECTS) form.elements[name].value = state[name];
}

// One question at a time, the newest next: what was asked in between is never answered.
let running;
let asked = 0;

function answer() {
  asked += 1;
  running ??= answerAll().finally(() => (running = undefined));
  return running;
}

async function answerAll() {
  for (let answered = 0; answered !== asked; ) {
    answered = asked;
    const stale = () => answered !== asked;
    try {
      await answerOnce(state, stale);
    } catch (error) {
      say(words.missing);
      list.replaceChildren();
      // A file that could not be fetched is the browser's to report.
      if (!(error instanceof TypeError)) console.error(error);
    }
  }
}

async function answerOnce(now, stale) {
  const open = details.filter((facet) => facet.open);
  if (!now.q && !filtered(now) && !now.sort && !open.length) {
    say(invitation);
    list.replaceChildren();
    chosen.replaceChildren();
    more.hidden = true;
    if (touched) await countMenus(await ask(now), now, stale);
    return;
  }
  if (!touched) say(words.searching);
  touched = true;
  const answered = await ask(now);
  if (stale()) return;
  await show(answered, now, 0, stale);
  const buttons = await showChosen(now);
  if (stale()) return;
  chosen.replaceChildren(...buttons);
  await countMenus(answered, now, stale);
  for (const facet of open) if (!stale()) await countTerms(facet, answered, now);
}

// ------------------------------------------------------------ hands
let touched = false; // whether the index is wanted
const LETTERS = 3; // shorter words would load much of the index; Enter asks all the same

// Everything that the first letter will need.
const warm = () => engine().catch(() => {});

box.addEventListener("focus", warm, { once: true });
box.addEventListener("input", () => {
  const q = box.value.trim();
  if (q.length >= LETTERS || /[^\0-\x7f]/.test(q) || !q) change({ q }, { keep: false });
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await change({ q: box.value.trim() });
  list.querySelector("a")?.focus();
});
for (const name of SELECTS) form.elements[name].addEventListener("change", ({ target }) => change({ [name]: target.value }));
for (const facet of details) facet.addEventListener("toggle", () => facet.open && answer());
addEventListener("popstate", () => {
  state = readAddress();
  showState();
  answer();
});
finder.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll(".result-title a")];
  const at = links.indexOf(document.activeElement);
  if (event.altKey || event.ctrlKey || event.metaKey || (at < 0 && document.activeElement !== box)) return;
  if (event.key === "Escape" && at >= 0) box.focus();
  else if (event.key === "ArrowDown" && at < links.length - 1) links[at + 1].focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? box).focus();
  else return;
  event.preventDefault();
});

showState();
answer();
// Not on touch screens, where it would open the keyboard over the page, unless a key has led here.
if (location.hash === "#q" || (!state.q && matchMedia("(hover: hover)").matches)) box.focus({ preventScroll: true });
