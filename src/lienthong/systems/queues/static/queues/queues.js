/* Liên Thông, queues: what a kiosk and a calling screen do by themselves. Both work without it. */
(() => {
  "use strict";
  const doc = document;

  /* Kiosk: back to the start when nobody touches it; warned before, and it can go on */
  const leaving = doc.querySelector("dialog[data-q-idle]");
  if (leaving && leaving.showModal) {
    const after = Number(leaving.dataset.qAfter), warning = Number(leaving.dataset.qWarning);
    const left = leaving.querySelector("[data-q-left]");
    let idle = 0;
    const back = () => { idle = 0; };
    ["pointerdown", "keydown", "input"].forEach((name) => doc.addEventListener(name, () => { if (!leaving.open) back(); }));
    leaving.addEventListener("close", back);
    setInterval(() => {
      idle += 1;
      if (idle >= after) { window.location.replace(leaving.dataset.qIdle); return; }
      if (idle >= after - warning) {
        left.textContent = after - idle;
        if (!leaving.open) leaving.showModal();
      }
    }, 1000);
  }

  /* Start of the kiosk: read anew while nobody touches it, so that hours and lines are those of now */
  const again = doc.querySelector("[data-q-again]");
  if (again) {
    let untouched = 0;
    ["pointerdown", "keydown"].forEach((name) => doc.addEventListener(name, () => { untouched = 0; }));
    setInterval(() => { untouched += 1; if (untouched >= 45) window.location.replace(again.dataset.qAgain); }, 1000);
  }

  /* Slip: printed by itself where the desk says so, once for each number */
  const slip = doc.querySelector("[data-q-print]");
  const printed = `q-printed:${window.location.pathname}`;
  if (slip && !window.sessionStorage.getItem(printed)) {
    window.sessionStorage.setItem(printed, "1");
    window.addEventListener("load", () => window.print());
  }

  /* Screen: reads the newest call aloud, by the browser's own voice, after somebody switched it on */
  const voice = doc.querySelector("[data-q-voice]");
  if (!voice || !window.speechSynthesis) return;
  let on = false, said = "";
  const newest = () => doc.querySelector("[data-q-call]");
  voice.hidden = false;
  const read = () => {
    const call = newest();
    if (!on || !call || call.dataset.qCall === said) return;
    said = call.dataset.qCall;
    const words = voice.dataset.qWords.replace("{code}", call.dataset.qSpelled).replace("{counter}", call.dataset.qCounter);
    const speech = new SpeechSynthesisUtterance(words);
    speech.lang = doc.documentElement.lang === "en" ? "en-US" : "vi-VN";
    speech.rate = 0.9;
    window.speechSynthesis.speak(speech);
  };
  voice.addEventListener("click", () => {
    on = !on;
    voice.setAttribute("aria-pressed", String(on));
    if (on) { said = ""; read(); } else window.speechSynthesis.cancel();
  });
  doc.addEventListener("htmx:afterSwap", read);
})();
