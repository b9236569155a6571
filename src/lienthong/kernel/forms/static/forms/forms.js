/* Forms: which questions are asked now, sums, words of amounts, communes, lines of groups, drafts. All works without it. */
(() => {
  "use strict";
  const doc = document;
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const one = (selector, root = doc) => root.querySelector(selector);
  const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(doc.cookie) || [])[1] || (one("input[name=csrfmiddlewaretoken]") || {}).value || "";
  const later = (work, wait) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(() => work(...given), wait); }; };
  const post = (url, body) => fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" }, credentials: "same-origin" });
  const answers = (form) => {
    const data = new FormData();
    new FormData(form).forEach((value, name) => { if (typeof value === "string") data.append(name, value); });
    return data;
  };

  /* Which questions are asked, what is computed, amounts in words */
  let asking = 0;
  const ask = async (form) => {
    const turn = asking += 1;
    try {
      const reply = await post(form.dataset.ltLive, answers(form));
      if (!reply.ok || turn !== asking) return;
      const said = await reply.json();
      all("[data-lt-question]", form).forEach((place) => {
        const name = place.dataset.ltQuestion;
        place.hidden = said.hidden.includes(name) && !one(".lt-errmsg", place);
      });
      Object.entries(said.texts).forEach(([name, text]) => all(`[data-lt-computed="${CSS.escape(name)}"]`, form).forEach((place) => { place.textContent = text || "—"; }));
      Object.entries(said.words).forEach(([name, text]) => all(`[data-lt-words="${CSS.escape(name)}"]`, form).forEach((place) => { place.textContent = text; }));
    } catch (offline) { /* the page still works, the server decides when it is sent */ }
  };
  const askSoon = later(ask, 350);

  /* Drafts: kept a moment after the last key, on the server, for any device */
  const keep = async (form) => {
    const state = one("[data-lt-kept-state]", form) || one("[data-lt-kept-state]");
    try {
      const reply = await post(form.dataset.ltAutosave, answers(form));
      const said = await reply.json();
      if (reply.ok) one("input[name=_number]", form).value = said.number;
      if (state) state.textContent = said.message;
      if (reply.status === 409) delete form.dataset.ltAutosave;
    } catch (offline) { if (state) state.textContent = state.dataset.ltOffline || ""; }
  };
  const keepSoon = later(keep, 1200);

  /* Communes come with their province */
  const communes = async (select) => {
    const box = select.closest("[data-lt-address]"), list = one("[data-lt-commune]", box);
    const first = list.options[0];
    first.textContent = select.value ? list.dataset.ltChoose : list.dataset.ltFirst;
    list.replaceChildren(first);
    if (!select.value) return;
    list.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(`${box.dataset.ltPlaces}?tinh=${encodeURIComponent(select.value)}`);
      if (reply.ok) list.insertAdjacentHTML("beforeend", await reply.text());
    } finally { list.removeAttribute("aria-busy"); }
  };

  /* Lines of a group */
  const number = (group) => {
    const name = group.dataset.ltRows;
    const lines = all("[data-lt-line]", one("[data-lt-body]", group));
    lines.forEach((line, at) => {
      all("[data-lt-number]", line).forEach((place) => { place.textContent = at + 1; });
      all("[name], [id], [for], [data-lt-computed], [aria-describedby]", line).forEach((node) => {
        ["name", "id", "for", "data-lt-computed", "aria-describedby"].forEach((attribute) => {
          const value = node.getAttribute(attribute);
          if (value) node.setAttribute(attribute, value.replace(new RegExp(`(${name.replace(/[^\w-]/g, "")})-(\\d+|__at__)-`), `$1-${at}-`));
        });
      });
      const remove = one("[data-lt-remove]", line);
      if (remove) remove.value = at;
    });
    one(`input[name="${CSS.escape(name)}-rows"]`, group).value = lines.length;
    one("[data-lt-add]", group).hidden = lines.length >= Number(group.dataset.ltMost);
  };
  doc.addEventListener("click", (event) => {
    const add = event.target.closest("[data-lt-add]"), remove = event.target.closest("[data-lt-remove]");
    const group = (add || remove) && (add || remove).closest("[data-lt-rows]");
    if (!group) return;
    event.preventDefault();
    const form = group.closest("form");
    if (add) {
      const body = one("[data-lt-body]", group);
      body.append(one("template", group).content.cloneNode(true));
      number(group);
      const last = all("[data-lt-line]", body).pop();
      const first = one("input:not([type=hidden]), select, textarea", last);
      if (first) first.focus();
    } else {
      remove.closest("[data-lt-line]").remove();
      number(group);
      one("[data-lt-add]", group).focus();
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  doc.addEventListener("change", (event) => { if (event.target.matches("[data-lt-province]")) communes(event.target); });
  doc.addEventListener("input", (event) => {
    const form = event.target.matches("form") ? event.target : event.target.closest("form");
    if (!form) return;
    if (form.dataset.ltLive) askSoon(form);
    if (form.dataset.ltAutosave) keepSoon(form);
  });
  all("[data-lt-plain]").forEach((button) => { button.hidden = true; });
  all("form[data-lt-live]").forEach(ask);
})();
