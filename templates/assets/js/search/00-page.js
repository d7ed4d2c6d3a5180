// The search page (templates/pages/search.html). All files of this folder are joined into one module, search.js.
// The address bar holds all that was asked, so that a view can be shared. The index is loaded when first asked.

const words = {
  count: (n) => ngettext("{n} incident", "{n} incidents", n),
  searching: gettext("Searching…"),
  none: gettext("No incident found"),
  noneOfAll: gettext("No incident found with all of these words"),
  noneFor: gettext("Nothing in the records matches “{q}”."),
  noneAddress: gettext("No record rests on this address."),
  fewer: gettext("Search for fewer words:"),
  host: gettext("Records that rest on other pages of"),
  some: gettext("Incidents with some of these words"),
  unfiltered: gettext("Search without the filters"),
  missing: gettext("The search index could not be loaded. The lists below lead to every incident."),
  narrow: gettext("Narrow the list"),
  listed: gettext("The {n} most frequent are listed; write to find others."),
  remove: gettext("Remove {name}"),
};

const finder = document.querySelector(".finder");
const form = document.querySelector("#finder");
const box = form.elements.q;
const found = document.querySelector("#found");
const invitation = found.textContent; // to those who have not asked yet
const list = document.querySelector("#results");
const more = document.querySelector(".more");
const chosen = document.querySelector(".chosen");
const details = [...document.querySelectorAll(".facet")];

const CHOICES = ["type", "status", "year"]; // one value each, in menus
const FACETS = ["tag", "actor", "system"]; // any number of values, in lists that are loaded when they are opened

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const say = (text) => {
  if (found.textContent !== text) found.textContent = text;
};

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
