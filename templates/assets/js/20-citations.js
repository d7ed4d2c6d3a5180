// A citation shows its source beside it: on hover, on focus, and when tapped. What is shown is a copy of the
// entry in the list of sources. Without this script the link leads there (WCAG 2.2, 1.4.13: it can be dismissed
// by Escape, the pointer can move onto it, and it stays until then).
{
  const note = make("div", { className: "source-note", id: "source-note", popover: "manual" });
  note.setAttribute("role", "note");
  let shownFor; // the citation's link
  let timer;
  const WAIT = 150; // ms before it opens or closes under a moving pointer

  const build = (link) => {
    const source = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!source) return false;
    const body = make("div", {}, ...[...source.childNodes].map((node) => node.cloneNode(true)));
    for (const node of all(".ties, .permalink, [data-copy]", body)) node.remove();
    for (const node of all("[id]", body)) node.removeAttribute("id");
    const there = make("a", { href: link.hash, className: "source-note-more" }, words.toSource);
    there.addEventListener("click", () => close());
    note.replaceChildren(make("p", { className: "kicker" }, `${words.source} ${link.textContent}`), body, there);
    return true;
  };

  // Below the citation, or above it where there is no room, and never over it.
  const place = (link) => {
    const at = link.getClientRects()[0];
    const { width, height } = note.getBoundingClientRect();
    const page = document.documentElement;
    const gap = 8;
    const left = Math.max(gap, Math.min(at.left, page.clientWidth - width - gap));
    const below = at.bottom + gap + height <= innerHeight || at.top < innerHeight - at.bottom;
    const room = (below ? innerHeight - at.bottom : at.top) - 2 * gap;
    const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - Math.min(height, room));
    note.style.setProperty("--left", `${left + scrollX}px`);
    note.style.setProperty("--top", `${top + scrollY}px`);
    note.style.setProperty("--room", `${Math.max(room, 96)}px`);
  };

  const open = (link) => {
    clearTimeout(timer);
    if (shownFor === link) return;
    close();
    if (!build(link)) return;
    // Next to its citation in the order of the Tab key, and of a screen reader.
    (link.closest(".cite") ?? link).after(note);
    note.style.setProperty("--room", "none");
    note.showPopover();
    place(link);
    shownFor = link;
    link.setAttribute("aria-describedby", note.id);
  };

  const close = () => {
    clearTimeout(timer);
    if (!shownFor) return;
    shownFor.removeAttribute("aria-describedby");
    shownFor = undefined;
    note.hidePopover();
  };

  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, WAIT);
  };
  const citation = (target) => target.closest?.('.cite a[href^="#source-"]');

  if ("popover" in HTMLElement.prototype && document.querySelector(".cite a")) {
    let touched = false;
    document.addEventListener("pointerover", ({ target, pointerType }) => {
      touched = pointerType === "touch";
      if (touched) return;
      const link = citation(target);
      if (link) later(() => open(link));
      else if (note.contains(target)) clearTimeout(timer);
      else if (shownFor && !shownFor.matches(":focus-visible")) later(close);
    });
    document.addEventListener("focusin", ({ target }) => {
      const link = citation(target);
      if (link?.matches(":focus-visible")) open(link);
      else if (shownFor && !link && !note.contains(target)) close();
    });
    // A tap opens it, a second tap follows the link. A click with a mouse always follows it.
    document.addEventListener("pointerdown", ({ target, pointerType }) => {
      touched = pointerType === "touch";
      if (shownFor && !note.contains(target) && citation(target) !== shownFor) close();
    });
    document.addEventListener("click", (event) => {
      const link = citation(event.target);
      if (link && touched && shownFor !== link) {
        event.preventDefault();
        open(link);
      } else if (link) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !shownFor) return;
      const link = shownFor;
      const inside = note.contains(document.activeElement);
      close();
      if (inside) link.focus({ preventScroll: true });
      event.preventDefault();
    });
  }
}
