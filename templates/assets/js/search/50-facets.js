// Filters with their counts: menus of few values, and lists of terms that are loaded when they are opened.

const LISTED = 30; // terms of a list at once

const pagesOf = (hits) => new Set(hits.map(({ page }) => page));

// What each value of a menu would leave. Read after the results: nobody waits for a count.
async function countMenus({ whole, tests }, state, stale) {
  for (const name of CHOICES) {
    const { counts } = await columns(name);
    if (stale()) return;
    const left = passing(whole, tests, name);
    const numbers = counts(left.map(({ page }) => page));
    for (const option of form.elements[name].options) {
      const n = option.value ? (numbers.get(option.value) ?? 0) : left.length;
      option.textContent = `${option.dataset.name} (${n.toLocaleString(document.documentElement.lang)})`;
    }
  }
}

async function countTerms(facet, { hits, some }, state) {
  const name = facet.dataset.facet;
  const { byId, counts } = await terms(name);
  const body = facet.querySelector(".facet-body");
  if (!body.firstChild) {
    const input = make("input", { type: "search", autocomplete: "off", placeholder: words.narrow });
    input.setAttribute("aria-label", words.narrow);
    input.addEventListener("input", () => listTerms(facet));
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    body.append(input, make("ul", { className: "facet-list" }), make("p", { className: "small" }));
  }
  const numbers = counts(pagesOf(hits.length ? hits : some));
  facet.terms = [...byId]
    .map(([id, { name: text }]) => ({ id, text, count: numbers.get(id) ?? 0, on: state[name].includes(id) }))
    .filter(({ count, on }) => count || on)
    .sort((a, b) => b.count - a.count || a.text.localeCompare(b.text));
  listTerms(facet);
}

function listTerms(facet) {
  const name = facet.dataset.facet;
  const [input, ul, note] = facet.querySelector(".facet-body").children;
  const wanted = input.value.trim().toLowerCase();
  const listed = facet.terms.filter(({ text }) => text.toLowerCase().includes(wanted));
  const held = ul.contains(document.activeElement) ? document.activeElement.value : "";
  ul.replaceChildren(
    ...listed.slice(0, LISTED).map(({ id, text, count, on }) => {
      const check = make("input", { type: "checkbox", value: id, checked: on });
      check.addEventListener("change", () =>
        change({ [name]: check.checked ? [...state[name], id] : state[name].filter((one) => one !== id) }),
      );
      return make("li", {}, make("label", {}, check, ` ${text} `, make("span", { className: "count" }, `${count}`)));
    }),
  );
  if (held) [...ul.querySelectorAll("input")].find((check) => check.value === held)?.focus();
  note.textContent = listed.length > LISTED ? fill(words.listed, { n: LISTED }) : "";
}

// The terms that are chosen, each a button that takes it away. Their names come with the lists.
async function showChosen(state) {
  const made = [];
  for (const name of FACETS) {
    if (!state[name].length) continue;
    const { byId } = await terms(name);
    for (const id of state[name]) {
      const text = byId.get(id)?.name ?? id;
      const button = make("button", { type: "button" }, `${text} `, make("span", { ariaHidden: "true" }, "×"));
      button.setAttribute("aria-label", fill(words.remove, { name: text }));
      button.addEventListener("click", () => {
        change({ [name]: state[name].filter((one) => one !== id) });
        box.focus();
      });
      made.push(make("li", {}, button));
    }
  }
  return made;
}
