// Quick filters on lists: a row of buttons made from the entries, in the place the page keeps for it.
{
  const place = document.querySelector("[data-filters]");
  const entries = all("article[data-type]").filter((entry) => !entry.closest(".related"));
  const GROUPS = ["type", "status"];
  const chosen = () => new URLSearchParams(location.search);

  // The words and the mark are the entry's own.
  const choices = (group) => {
    const found = new Map();
    for (const entry of entries) {
      const id = entry.dataset[group];
      const label = entry.querySelector(`[data-word=${group}]`);
      if (id && label && !found.has(id)) found.set(id, label);
    }
    return [...found].sort(([, a], [, b]) => a.textContent.localeCompare(b.textContent));
  };

  const apply = () => {
    const asked = chosen();
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = GROUPS.some((group) => asked.get(group) && asked.get(group) !== entry.dataset[group]);
      if (!entry.hidden) shown += 1;
    }
    for (const part of all(".period, .year, .undated")) {
      part.hidden = !part.querySelector("article:not([hidden])");
    }
    for (const button of all("button", place)) {
      button.setAttribute("aria-pressed", asked.get(button.name) === button.value);
    }
    const some = GROUPS.some((group) => asked.get(group));
    count.textContent = some ? words.found.replace("{n}", shown).replace("{all}", entries.length) : "";
    whole.hidden = !some;
    const search = document.querySelector("[data-search]");
    if (search) whole.href = `${search.getAttribute("href")}?${asked}`;
  };

  const press = ({ currentTarget: { name, value } }) => {
    const asked = chosen();
    if (asked.get(name) === value) asked.delete(name);
    else asked.set(name, value);
    history.replaceState(null, "", `${location.pathname}${`${asked}` && `?${asked}`}${location.hash}`);
    apply();
  };

  const count = make("span", { className: "filters-count" });
  count.setAttribute("role", "status");
  const whole = make("a", { className: "filters-whole", hidden: true }, words.whole);
  if (place) {
    for (const group of GROUPS) {
      const found = choices(group);
      if (found.length < 2) continue;
      const buttons = found.map(([id, label]) => {
        const button = make("button", { type: "button", name: group, value: id });
        button.append(...[...label.childNodes].map((node) => node.cloneNode(true)));
        button.addEventListener("click", press);
        return button;
      });
      place.append(make("span", { className: "filters-group", role: "group" }, ...buttons));
    }
    if (place.firstChild) {
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", words.filter);
      place.append(count, whole);
      apply();
    }
  }
}
