// Live reload, and problems laid over the page. Added to pages by `timeline serve` (markup.py), never by `build`.
// The same file runs in a SharedWorker, which holds one event stream for all tabs: a browser opens six
// connections to a host, and each stream takes one of them up.
"use strict";

(() => {
  const PREFIX = "/_timeline/";
  const NAME = "timeline-live";

  // Open the event stream, and open it again for as long as the server is away.
  function listen(tell) {
    const source = new EventSource(`${PREFIX}events`);
    source.onmessage = (event) => tell(event.data);
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000, tell);
    };
  }

  // ------------------------------------------------------------ in the SharedWorker
  if (typeof SharedWorkerGlobalScope !== "undefined" && self instanceof SharedWorkerGlobalScope) {
    const tabs = new Set();
    let latest = null;
    self.onconnect = (event) => {
      const tab = event.ports[0];
      tabs.add(tab);
      tab.onmessage = () => tabs.delete(tab); // it says only that it goes
      if (latest !== null) tab.postMessage(latest);
    };
    listen((version) => {
      latest = version;
      for (const tab of tabs) tab.postMessage(version);
    });
    return;
  }

  // ------------------------------------------------------------ in a page
  const tag = document.currentScript;
  const shown = { path: tag.dataset.path, digest: tag.dataset.digest, version: null };

  // Storage may be denied; live reload works without.
  const memory = {
    get(key) {
      try { return JSON.parse(sessionStorage.getItem(`${NAME}-${key}`)); } catch { return null; }
    },
    set(key, value) {
      try { sessionStorage.setItem(`${NAME}-${key}`, JSON.stringify(value)); } catch { /* denied */ }
    },
  };

  // Ask what the page should be, one question at a time. A tab nobody sees asks when it is seen.
  let asking = false;
  let again = false;
  let missed = false;
  async function check() {
    missed = document.hidden;
    if (missed) return;
    again = asking;
    if (asking) return;
    asking = true;
    try {
      do {
        again = false;
        const answer = await fetch(`${PREFIX}state?path=${encodeURIComponent(shown.path)}`, { cache: "no-store" });
        if (answer.ok) take(await answer.json());
      } while (again);
    } catch {
      // The server is away: the stream will say when it is back.
    } finally {
      asking = false;
    }
  }

  function heard(version) {
    if (version !== shown.version) check();
  }

  function take(state) {
    shown.version = state.version;
    lay(state.problems);
    if (state.digest === shown.digest) return;
    const same = state.content === shown.digest.split("-")[0];
    if (same && swap(state.styles)) shown.digest = state.digest;
    else reload(state.digest);
  }

  // Put changed stylesheets in the place of the old ones, which stay until the new ones are there.
  function swap(styles) {
    const links = document.querySelectorAll('link[rel~="stylesheet" i][href]:not([data-live-old])');
    if (links.length !== styles.length) return false;
    links.forEach((link, i) => {
      const [address, digest] = styles[i];
      const before = link.dataset.liveAddress ?? link.getAttribute("href");
      const same = before === address;
      if (same && !digest) return; // from elsewhere
      const wanted = same ? `${address}${address.includes("?") ? "&" : "?"}${digest}` : address;
      if (wanted === link.getAttribute("href")) return;
      const fresh = link.cloneNode();
      fresh.href = wanted;
      fresh.dataset.liveAddress = address;
      link.dataset.liveOld = "";
      fresh.onload = () => link.remove();
      fresh.onerror = () => location.reload();
      link.after(fresh);
    });
    return true;
  }

  function reload(digest) {
    // What a reload did not bring, another one will not bring.
    const attempt = [shown.path, shown.digest, digest].join(" ");
    if (memory.get("tried") === attempt) return;
    memory.set("tried", attempt);
    memory.set("scroll", { path: shown.path, left: scrollX, top: scrollY });
    location.reload();
  }

  // Browsers keep the place themselves, but not where the page was short when they looked.
  function restoreScroll() {
    const place = memory.get("scroll");
    memory.set("scroll", null);
    if (!place || place.path !== shown.path) return;
    const go = () => scrollTo({ left: place.left, top: place.top, behavior: "instant" });
    go();
    if (document.readyState !== "complete") addEventListener("load", go, { once: true });
  }

  // ------------------------------------------------------------ problems
  const CSS = `
    :host { all: initial; }
    @media print { :host { display: none; } }
    section {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 60vh; overflow: auto;
      padding: .75rem 4rem .75rem 1rem; color: #f4f4f5; background: #18181b; border-top: 4px solid #fbbf24;
      font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; box-shadow: 0 -4px 24px rgb(0 0 0 / .4);
    }
    section.errors { border-top-color: #f87171; }
    h2 { display: inline; margin: 0; font: inherit; font-weight: 700; }
    summary { cursor: pointer; }
    pre { margin: .5rem 0 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
    button {
      position: absolute; top: .5rem; right: .75rem; padding: .25rem .6rem; color: inherit; background: #3f3f46;
      border: 1px solid #71717a; border-radius: 4px; font: inherit; cursor: pointer;
    }
    :focus-visible { outline: 2px solid #fbbf24; outline-offset: 2px; }`;

  let host = null;
  let laid = null;

  function lay(problems) {
    const text = problems && `${problems.title}\n${problems.text}`;
    if (!problems) memory.set("closed", null);
    if (text === laid) return;
    laid = text;
    const closed = problems && memory.get("closed") === text;
    host ??= makeHost();
    host.shadowRoot.replaceChildren(...(problems && !closed ? [makePanel(problems)] : []));
  }

  function makeHost() {
    const element = Object.assign(document.createElement("timeline-problems"), { lang: "en", dir: "ltr" });
    // Styled by script: a policy without 'unsafe-inline' allows that, and no style of the page reaches it.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    element.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    element.setAttribute("aria-live", "polite");
    document.documentElement.append(element);
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && host.shadowRoot.firstChild) close();
    });
    return element;
  }

  function close() {
    memory.set("closed", laid);
    host.shadowRoot.replaceChildren();
  }

  // Errors are shown, warnings told of. All of it is text, whatever it says.
  function makePanel(problems) {
    const [section, details, summary, title, text, button] =
      ["section", "details", "summary", "h2", "pre", "button"].map((name) => document.createElement(name));
    title.id = "title";
    title.textContent = problems.title;
    text.textContent = problems.text;
    text.tabIndex = 0;
    details.open = problems.errors;
    summary.append(title);
    details.append(summary, text);
    button.type = "button";
    button.textContent = "Close";
    button.onclick = close;
    section.setAttribute("role", "region");
    section.setAttribute("aria-labelledby", "title");
    section.classList.toggle("errors", problems.errors);
    section.append(details, button);
    return section;
  }

  // ------------------------------------------------------------ one stream for all tabs
  function connect() {
    if (typeof SharedWorker !== "function") return takeTurns();
    try {
      const worker = new SharedWorker(tag.src, NAME);
      worker.onerror = takeTurns;
      worker.port.onmessage = (event) => heard(event.data);
      addEventListener("pagehide", () => worker.port.postMessage("gone"), { once: true });
    } catch {
      takeTurns();
    }
  }

  // Without SharedWorker one tab holds the stream and tells the others; when it is closed, the next one does.
  function takeTurns() {
    if (!navigator.locks || typeof BroadcastChannel !== "function") return listen(heard);
    const others = new BroadcastChannel(NAME);
    others.onmessage = (event) => heard(event.data);
    navigator.locks.request(NAME, () => new Promise(() => listen((version) => {
      others.postMessage(version);
      heard(version);
    })));
  }

  if (!memory.get("tried")?.startsWith(`${shown.path} ${shown.digest} `)) memory.set("tried", null);
  restoreScroll();
  document.addEventListener("visibilitychange", () => { if (missed) check(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { connect(); check(); } });
  connect();
  check();
})();
