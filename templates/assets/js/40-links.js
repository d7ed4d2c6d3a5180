// Permalinks (partials/permalink.html) change the address, and with this script copy it too. Blocks marked data-copy
// get a button that copies their text.
{
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.(".permalink");
    if (link) copy(link.href);
  });

  for (const block of all("[data-copy]")) {
    const button = make("button", { type: "button", className: "copy" }, words.copy);
    button.addEventListener("click", async () => {
      const done = await copy((block.querySelector("pre, code") ?? block).textContent.trim());
      if (!done) {
        getSelection().selectAllChildren(block);
        return;
      }
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 2000);
    });
    block.before(button);
  }

  // Where the row of the navigation is longer than the screen, it shows where the reader is.
  const here = document.querySelector(".site-header nav [aria-current]");
  const row = here?.closest("nav");
  if (row) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
