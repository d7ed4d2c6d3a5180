// All files of this folder are joined into one module, site.js: what stands here is known to the others, which
// keep their own names in a block. Without scripts the site lacks nothing but comfort.

const words = {
  filter: "Filter",
  found: "{n} of {all} shown",
  whole: "The same in the whole timeline",
  source: "Source",
  toSource: "To the list of sources",
  close: "Close",
  link: "Link to this place",
  copy: "Copy",
  copied: "Copied",
  keys: "Keyboard shortcuts",
  shortcuts: [
    ["j", "next incident of a list"],
    ["k", "previous incident of a list"],
    ["Enter", "open it"],
    ["/", "search"],
    ["Ctrl K", "search, always on"],
    ["?", "this help"],
  ],
  switch: "Single keys are shortcuts",
};

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// What a screen reader is told.
const status = make("p", { className: "hidden" });
status.setAttribute("role", "status");
document.body.append(status);
const say = (text) => {
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 50);
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  say(words.copied);
  return true;
};
