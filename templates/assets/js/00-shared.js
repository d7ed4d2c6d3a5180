// All files of this folder are joined into one module, site.js: what stands here is known to the others, which
// keep their own names in a block. Without scripts the site lacks nothing but comfort.

const words = {
  filter: gettext("Filter"),
  found: gettext("{n} of {all} shown"),
  whole: gettext("The same in the whole timeline"),
  source: gettext("Source"),
  toSource: gettext("To the list of sources"),
  close: gettext("Close"),
  link: gettext("Link to this place"),
  copy: gettext("Copy"),
  copied: gettext("Copied"),
  keys: gettext("Keyboard shortcuts"),
  shortcuts: [
    ["j", gettext("next incident of a list")],
    ["k", gettext("previous incident of a list")],
    ["Enter", gettext("open it")],
    ["/", gettext("search")],
    ["Ctrl K", gettext("search, always on")],
    ["?", gettext("this help")],
  ],
  switch: gettext("Single keys are shortcuts"),
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
