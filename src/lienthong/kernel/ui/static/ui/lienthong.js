/* Liên Thông: what makes a page quicker. Every page works without it. Behaviour hangs on data-lt-*. */
(() => {
  "use strict";
  const doc = document, store = window.sessionStorage;
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const one = (selector, root = doc) => root.querySelector(selector);
  const say = (words) => { const live = one("#lt-said"); if (live && words) live.textContent = words; };
  const remember = (name, value) => { doc.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
  const inField = (node) => node.closest && node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  /* Lists: the row under the keys, ticks, the bar for all ticked */
  let current = -1, lastTick = -1;
  const rows = () => all("[data-lt-row]");
  const go = (step) => {
    const list = rows();
    if (!list.length) return;
    current = Math.max(0, Math.min(list.length - 1, current + step));
    list.forEach((row, at) => row.classList.toggle("is-cur", at === current));
    const link = one("[data-lt-open]", list[current]);
    if (link) link.focus({ preventScroll: true });
    list[current].scrollIntoView({ block: "nearest" });
  };
  const ticks = () => all("input[data-lt-tick]");
  const count = () => {
    const chosen = ticks().filter((tick) => tick.checked);
    ticks().forEach((tick) => { const row = tick.closest("[data-lt-row]"); if (row) row.classList.toggle("is-sel", tick.checked); });
    all("[data-lt-bulk]").forEach((bar) => {
      bar.hidden = !chosen.length;
      all("[data-lt-count]", bar).forEach((place) => { place.textContent = chosen.length; });
      all("[data-lt-untick]", bar).forEach((button) => { button.hidden = false; });
    });
  };
  const untick = () => { ticks().forEach((tick) => { tick.checked = false; }); count(); };
  const tickRow = (upTo) => {
    const list = rows(), from = upTo && lastTick >= 0 ? Math.min(lastTick, current) : current;
    const to = upTo && lastTick >= 0 ? Math.max(lastTick, current) : current;
    for (let at = from; at <= to; at += 1) {
      const tick = list[at] && one("input[data-lt-tick]", list[at]);
      if (tick) tick.checked = upTo ? true : !tick.checked;
    }
    lastTick = current;
    count();
  };

  /* Keys: single keys only outside fields, never while an input method composes, and they can be switched off */
  let prefix = "";
  const press = (key) => {
    const target = all("[data-lt-key]").find((node) => node.dataset.ltKey.toLowerCase() === key.toLowerCase() && !node.closest("[hidden]"));
    if (!target || target.getAttribute("aria-disabled") === "true") return false;
    target.click();
    return true;
  };
  const help = () => {
    const sheet = one("#lt-keys") || one(".lt-keys");
    if (!sheet) return;
    if (sheet.showModal) { if (!sheet.open) sheet.showModal(); } else sheet.scrollIntoView();
  };
  const escape = () => {
    const open = one("details.lt-menu[open]");
    if (open) { open.open = false; one("summary", open).focus(); } else untick();
  };
  /* In a list the keys walk its rows; on a page opened from a list they walk to the neighbours */
  const walk = (key, step) => { if (rows().length) go(step); else press(key); };
  const single = {
    j: () => walk("J", 1), k: () => walk("K", -1), "/": () => { const find = one("[data-lt-find]"); if (find) find.focus(); }, "?": help,
    x: () => tickRow(false), X: () => tickRow(true),
    e: () => press("E"), c: () => press("C"), b: () => press("B"),
  };
  doc.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return;
    const { key } = event;
    let done = false;
    if (event.ctrlKey) {
      const main = key === "Enter" && ((event.target.form && one("[data-lt-primary]", event.target.form)) || one("[data-lt-primary]"));
      if (main) { main.click(); done = true; }
    } else if (key === "Escape") escape();
    else if (/^F(2|3|4|6|7|8|9|10)$/.test(key)) done = press(key);
    else if (!inField(event.target) && doc.body.dataset.ltKeys !== "off") {
      if (prefix) { done = press(`G ${key}`); prefix = ""; }
      else if (key === "g" || key === "G") { prefix = "g"; setTimeout(() => { prefix = ""; }, 1500); }
      else if ((key === "x" || key === "X") && current < 0) done = press("X");
      else if (single[key]) { single[key](); done = true; }
      else if (/^[\w[\]]$/.test(key)) done = press(key);
    }
    if (done) event.preventDefault();
  });

  /* Drafts: what is typed stays in this tab until the server has taken it */
  const draftKey = (form) => `lt-draft:${form.dataset.ltDraft}:${location.pathname}`;
  const kept = (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && field.autocomplete !== "one-time-code";
  const keep = (form) => {
    const values = [...form.elements].filter(kept).map((field) => [field.name, field.value, field.checked]);
    try { store.setItem(draftKey(form), JSON.stringify(values)); } catch (full) { /* the form itself still holds it */ }
  };
  const restore = (form) => {
    if (form.dataset.ltReady) return;
    form.dataset.ltReady = "1";
    const draft = JSON.parse(store.getItem(draftKey(form)) || "[]");
    let changed = false;
    [...form.elements].filter(kept).forEach((field) => {
      const mark = field.type === "checkbox" || field.type === "radio";
      const found = draft.find(([name, value]) => name === field.name && (!mark || value === field.value));
      if (!found || field.getAttribute("aria-invalid")) return;
      if (mark ? field.checked !== found[2] : field.value !== found[1]) { changed = true; if (mark) [, , field.checked] = found; else [, field.value] = found; }
    });
    if (changed) say(one("#lt-said").dataset.ltRestored);
  };
  /* The page after a sent form says whether the server took it: not if it refuses, asks to sign in, or shows errors */
  const settle = () => {
    const trip = performance.getEntriesByType("navigation")[0];
    const waiting = one("[data-lt-kept], input[type=password], [autocomplete=one-time-code]") || (trip && trip.type !== "navigate");
    Object.keys(store).filter((name) => name.startsWith("lt-draft:") && name.endsWith(":sent")).forEach((name) => {
      const draft = name.slice(0, -5);
      const wrong = all("form[data-lt-draft]").some((form) => draftKey(form) === draft && one("[aria-invalid=true], .lt-summary", form));
      if (!waiting && !wrong) store.removeItem(draft);
      store.removeItem(name);
    });
  };

  /* Forms: sent once, with the progress of files */
  const busy = (form, on) => all("button[type=submit]", form).forEach((button) => { if (on) button.setAttribute("aria-busy", "true"); else button.removeAttribute("aria-busy"); });
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-lt-draft")) { keep(form); store.setItem(`${draftKey(form)}:sent`, "1"); }
    if (!form.hasAttribute("data-lt-once")) return;
    if (form.dataset.ltSent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.ltSent = "1";
    busy(form, true);
    say(one("#lt-said") && one("#lt-said").dataset.ltLeaving);
  }, true);
  const release = (form) => { delete form.dataset.ltSent; busy(form, false); };
  window.addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-lt-once]").forEach(release); });
  doc.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (!form) return;
    release(form);
    if (!form.hasAttribute("data-lt-draft")) return;
    store.removeItem(`${draftKey(form)}:sent`);
    if (event.detail.xhr.status < 400) store.removeItem(draftKey(form));
  });
  doc.addEventListener("htmx:xhr:progress", (event) => {
    const bar = one("[data-lt-upload] progress", event.target.closest("form") || event.target);
    if (bar && event.detail.lengthComputable) { bar.hidden = false; bar.value = (100 * event.detail.loaded) / event.detail.total; }
  });
  doc.addEventListener("htmx:configRequest", (event) => {
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(doc.cookie);
    if (token) event.detail.headers["X-CSRFToken"] = token[1];
  });

  /* After a part was replaced: focus what must be read first, else what was focused before, else the heading */
  let before = "";
  const mark = (node) => ["id", "data-lt-key", "href"].filter((name) => node.getAttribute && node.getAttribute(name))
    .map((name) => `[${name}="${CSS.escape(node.getAttribute(name))}"]`)[0] || "";
  doc.addEventListener("htmx:beforeSwap", () => { before = mark(doc.activeElement); });
  doc.addEventListener("htmx:afterSwap", (event) => {
    const part = event.detail.target, { hash } = location;
    ready(doc);
    if (part.id === "lt-toasts" || part.hasAttribute("data-lt-quiet")) return;
    current = -1;
    const named = /^#[\w-]+$/.test(hash) && !one(before || "nothing", part) ? one(`${hash} h2, ${hash} h3`, part) : null;
    const place = one("[data-lt-focus]", part) || one(".lt-summary, [aria-invalid=true]", part) || named || (before && one(before, part)) || one("h1, h2, h3", part);
    if (!place) return;
    if (!place.matches("a, button, summary, input, select, textarea")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (place.matches("h1, h2, h3")) say(place.textContent);
  });

  /* The list one came from: its rows are remembered, so that a page of one of them leads to its neighbours */
  const trail = "lt-trail";
  const leave = () => {
    const links = all("[data-lt-row] [data-lt-open]").map((link) => new URL(link.href).pathname);
    if (links.length) store.setItem(trail, JSON.stringify({ from: location.pathname + location.search, links }));
  };
  const neighbours = (place) => {
    const kept = JSON.parse(store.getItem(trail) || "null"), at = kept ? kept.links.indexOf(location.pathname) : -1;
    place.hidden = at < 0;
    if (at < 0) return;
    const lead = (name, path) => all(`[data-lt-${name}]`, place).forEach((link) => { link.hidden = !path; if (path) link.href = path; });
    lead("earlier", kept.links[at - 1]);
    lead("later", kept.links[at + 1]);
    lead("list", kept.from);
    all("[data-lt-place]", place).forEach((words) => { words.textContent = `${at + 1}/${kept.links.length}`; });
  };

  const toast = (node) => {
    if (node.dataset.ltReady) return;
    node.dataset.ltReady = "1";
    if (!node.hasAttribute("data-lt-stays")) setTimeout(() => node.remove(), 8000);
  };
  doc.addEventListener("change", (event) => {
    if (event.target.matches("[data-lt-tick]")) { lastTick = rows().indexOf(event.target.closest("[data-lt-row]")); count(); }
    const named = event.target.type === "file" && event.target.parentElement.querySelector("[data-lt-file-name]");
    if (named) named.textContent = [...event.target.files].map((file) => file.name).join(", ");
    if (event.target.matches("[data-lt-tick-all]")) { ticks().forEach((tick) => { tick.checked = event.target.checked; }); count(); }
  });
  doc.addEventListener("input", (event) => { const form = event.target.closest("form[data-lt-draft]"); if (form) keep(form); });
  doc.addEventListener("click", (event) => {
    if (event.target.closest("[data-lt-open]")) leave();
    if (event.target.closest("[data-lt-untick]")) untick();
    if (event.target.closest("[data-lt-back]")) window.history.back();
    if (event.target.closest("[data-lt-print]")) window.print();
    if (event.target.closest("[data-lt-keys-open]")) help();
    const theme = event.target.closest("[data-lt-theme-set]"), keys = event.target.closest("[data-lt-keys-set]");
    if (theme) { const name = theme.dataset.ltThemeSet; remember("lt-theme", name); if (name) doc.documentElement.dataset.theme = name; else delete doc.documentElement.dataset.theme; }
    if (keys) { remember("lt-keys", keys.dataset.ltKeysSet); doc.body.dataset.ltKeys = keys.dataset.ltKeysSet; }
    if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
  });

  function ready(root) {
    all("form[data-lt-draft]", root).forEach(restore);
    all("[data-lt-display]", root).forEach((line) => { line.hidden = false; });
    all("[data-lt-toast]", root).forEach(toast);
    const parts = one("[data-lt-parts]", root);
    if (parts && !one("#lt-sends")) doc.head.append(Object.assign(doc.createElement("script"), { id: "lt-sends", src: parts.dataset.script }));
    all("[data-lt-neighbours]", root).forEach(neighbours);
    all("[data-lt-back]", root).forEach((button) => { button.hidden = window.history.length < 2; });
    count();
  }
  settle();
  ready(doc);
  const first = one("[data-lt-focus]:not([data-lt-specimen] *)");
  if (first) first.focus();
})();
