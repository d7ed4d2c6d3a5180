// Keys: j and k go through the entries of a list, / and Ctrl-K to the search page, ? shows help, which can turn
// single keys off (WCAG 2.2, 2.1.4).
{
  const KEPT = "timeline:keys";
  // Storage may be forbidden; then the choice lasts as long as the page.
  let single = true;
  try {
    single = localStorage.getItem(KEPT) !== "off";
  } catch {}

  const search = () => {
    const box = document.querySelector("#finder [name=q]");
    if (box) {
      box.focus();
      box.select();
    } else {
      const link = document.querySelector("[data-search]");
      if (link) location.assign(`${link.getAttribute("href")}#q`);
    }
  };

  const step = (by) => {
    const links = all("article[data-type] .entry-title a, .result-title a").filter((link) => link.checkVisibility?.() ?? true);
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    // From where the reader has scrolled to, if no entry has the focus.
    const first = links.findIndex((link) => link.getBoundingClientRect().top > 0);
    const next = at >= 0 ? at + by : by > 0 ? first : first - 1;
    const link = links[Math.max(0, Math.min(links.length - 1, next < 0 && at < 0 ? links.length - 1 : next))];
    link.focus({ preventScroll: true, focusVisible: true });
    (link.closest("article, li") ?? link).scrollIntoView({ block: "nearest" });
  };

  let dialog;
  const help = () => {
    if (!dialog) {
      const box = make("input", { type: "checkbox", checked: single });
      box.setAttribute("role", "switch");
      box.addEventListener("change", () => {
        single = box.checked;
        try {
          localStorage.setItem(KEPT, single ? "on" : "off");
        } catch {}
      });
      const rows = words.shortcuts.map(([key, does]) => [
        make("dt", {}, ...key.split(" ").flatMap((one, n) => (n ? ["+", make("kbd", {}, one)] : [make("kbd", {}, one)]))),
        make("dd", {}, does),
      ]);
      const shut = make("button", { type: "button" }, words.close);
      dialog = make(
        "dialog",
        { className: "help" },
        make("h2", { id: "help-title" }, words.keys),
        make("dl", {}, ...rows.flat()),
        make("p", {}, make("label", {}, box, ` ${words.switch}`)),
        shut,
      );
      dialog.setAttribute("aria-labelledby", "help-title");
      shut.addEventListener("click", () => dialog.close());
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  };

  const typing = (target) => target.closest?.("input, select, textarea, [contenteditable]");
  const keys = { j: () => step(1), k: () => step(-1), "/": search, "?": help };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
      return;
    }
    // Shift only as far as the keyboard needs it for / and ?.
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog?.open) return;
    const act = Object.hasOwn(keys, event.key) && (single ? keys[event.key] : undefined);
    if (!act || event.repeat && event.key === "?") return;
    event.preventDefault();
    act();
  });

  // The way to the help for those who do not know the key, and to the switch for those who have turned keys off.
  document.querySelector(".site-footer .keys button")?.addEventListener("click", help);
}
