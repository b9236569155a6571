/* Liên Thông: large files go in parts (tus 1.0): paused, gone on with after a broken line or a reload, refused at once.
   Loaded by lienthong.js where a page has a field for it. Without it, or when it fails, the form carries the file itself. */
(() => {
  "use strict";
  if (window.ltParts) return;
  window.ltParts = true;
  const doc = document, store = window.sessionStorage;
  const LEAST = 1 << 20, PART = 8 << 20, WAITS = [1, 2, 4, 8, 15, 30];
  const sendings = new Map();
  const one = (selector, root) => root.querySelector(selector);
  const pause = (seconds) => new Promise((done) => { setTimeout(done, 1000 * seconds); });
  const base64 = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));

  class Sending {
    constructor(input, file) {
      this.input = input; this.file = file; this.name = input.name; this.offset = 0; this.state = "sending";
      this.box = input.closest("[data-lt-upload]");
      this.panel = one("[data-lt-parts]", this.box);
      this.bar = one("progress", this.box);
      this.words = one("output", this.panel);
      this.key = `lt-part:${this.name}:${file.name}:${file.size}:${file.lastModified}`;
    }

    start() {
      sendings.set(this.input, this);
      this.ended = this.run();
    }

    ask(method, address, headers = {}, body = null) {
      return new Promise((done, fail) => {
        const xhr = this.xhr = new XMLHttpRequest();
        xhr.open(method, address);
        const token = (/(?:^|; )csrftoken=([^;]+)/.exec(doc.cookie) || [])[1] || "";
        Object.entries({ "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers }).forEach(([name, value]) => xhr.setRequestHeader(name, value));
        xhr.upload.onprogress = (event) => this.show(this.offset + event.loaded);
        xhr.onload = () => done(xhr);
        xhr.onerror = xhr.onabort = xhr.ontimeout = () => fail(new Error("broken"));
        xhr.send(body);
      });
    }

    async place() {
      const known = store.getItem(this.key);
      if (known) {
        const told = await this.ask("HEAD", known);
        if (told.status === 200) { this.offset = Number(told.getResponseHeader("Upload-Offset")); return known; }
        store.removeItem(this.key);
      }
      const { address, place } = this.panel.dataset;
      const told = `filename ${base64(this.file.name)},place ${base64(place || "")}`;
      const begun = await this.ask("POST", address, { "Upload-Length": String(this.file.size), "Upload-Metadata": told });
      if (begun.status !== 201) throw this.refusal(begun);
      this.offset = 0;
      store.setItem(this.key, begun.getResponseHeader("Location"));
      return begun.getResponseHeader("Location");
    }

    refusal(xhr) {
      if (xhr.status >= 500 || xhr.status === 429 || xhr.status === 410) return new Error("broken");
      let words = "";
      try { words = JSON.parse(xhr.responseText).title || ""; } catch { words = ""; }
      return Object.assign(new Error("refused"), { words });
    }

    async part(address) {
      const headers = { "Upload-Offset": String(this.offset), "Content-Type": "application/offset+octet-stream" };
      const sent = await this.ask("PATCH", address, headers, this.file.slice(this.offset, this.offset + PART));
      const stands = sent.getResponseHeader("Upload-Offset");
      if (stands && (sent.status === 204 || sent.status === 409)) { this.offset = Number(stands); return; }
      throw this.refusal(sent);
    }

    async run() {
      let tries = 0;
      this.panel.hidden = false;
      while (this.alive()) {
        if (this.state === "paused") { await new Promise((go) => { this.go = go; }); continue; }
        try {
          this.show(this.offset);
          const address = await this.place();
          while (this.state === "sending" && this.offset < this.file.size) { await this.part(address); tries = 0; this.show(this.offset); }
          if (this.offset >= this.file.size) return this.done(address);
        } catch (failure) {
          if (failure.message === "refused") return this.refused(failure.words);
          if (this.state !== "sending") continue;
          if (tries >= WAITS.length) return this.refused("");
          this.say(this.panel.dataset.waiting);
          await pause(WAITS[tries]);
          tries += 1;
        }
      }
      return undefined;
    }

    alive() { return sendings.get(this.input) === this && this.input.isConnected; }
    say(words) { this.words.textContent = words || ""; }
    show(bytes) {
      const share = Math.min(100, Math.floor((100 * bytes) / this.file.size));
      this.bar.hidden = false;
      this.bar.value = share;
      this.say(`${share}%`);
    }
    toggle() {
      const stopped = this.state === "paused";
      this.state = stopped ? "sending" : "paused";
      const button = one("button", this.panel);
      button.textContent = stopped ? button.dataset.pause : button.dataset.resume;
      if (stopped && this.go) this.go(); else if (!stopped) { this.xhr.abort(); this.say(this.panel.dataset.paused); }
    }
    done(address) {
      this.state = "done";
      const mark = this.mark = Object.assign(doc.createElement("input"), { type: "hidden", name: this.name });
      mark.value = `tus:${address.split("/").filter(Boolean).pop()}`;
      this.input.removeAttribute("name");
      this.box.append(mark);
      one("button", this.panel).hidden = true;
      this.say(this.panel.dataset.sent);
    }
    refused(words) {
      this.state = "refused";
      this.bar.hidden = true;
      one("button", this.panel).hidden = true;
      store.removeItem(this.key);
      this.say(words);
      if (!words) return; // the form carries it itself
      this.input.value = "";
      this.input.setAttribute("aria-invalid", "true");
      const named = one("[data-lt-file-name]", this.box);
      if (named) named.textContent = "";
    }
    drop() {
      if (this.state === "sending" && this.xhr) this.xhr.abort();
      this.state = "dropped";
      if (this.go) this.go();
      if (this.mark) this.mark.remove();
      this.input.name = this.name;
    }
  }

  doc.addEventListener("change", (event) => {
    const input = event.target, box = input.type === "file" && input.closest("[data-lt-upload]");
    const panel = box && one("[data-lt-parts]", box);
    if (!panel) return;
    const before = sendings.get(input), button = one("button", panel), file = input.files[0];
    sendings.delete(input);
    if (before) before.drop();
    input.removeAttribute("aria-invalid");
    panel.hidden = true;
    one("progress", box).hidden = true;
    button.hidden = false;
    button.textContent = button.dataset.pause;
    if (file && input.files.length === 1 && file.size >= LEAST) new Sending(input, file).start();
  });
  doc.addEventListener("click", (event) => {
    const button = event.target.closest("[data-lt-parts] button");
    const input = button && one("input[type=file]", button.closest("[data-lt-upload]"));
    if (input && sendings.has(input)) sendings.get(input).toggle();
  });
  // Before all others hear it: a form waits for what is still being sent, and is sent when that has arrived.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    const open = [...sendings.values()].filter((each) => each.alive() && each.input.form === form && ["sending", "paused"].includes(each.state));
    if (!open.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    open.filter((each) => each.state === "paused").forEach((each) => each.toggle());
    Promise.all(open.map((each) => each.ended)).then(() => { if (form.isConnected && open.every((each) => each.input.getAttribute("aria-invalid") !== "true")) form.requestSubmit(submitter); });
  }, true);
})();
