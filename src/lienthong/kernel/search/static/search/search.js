/* Search: the arrow keys walk from the question to the hits and back. The page works without it. */
(() => {
  "use strict";
  const field = document.querySelector("[data-se-field]");
  const hits = () => [...document.querySelectorAll(".se-hits [data-lt-open]")];
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = hits(), at = links.indexOf(document.activeElement), inField = document.activeElement === field;
    if (!inField && at < 0) return;
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    const target = next < 0 ? field : links[next];
    if (!target || (inField && event.key === "ArrowUp")) return;
    target.focus();
    event.preventDefault();
  });
})();
