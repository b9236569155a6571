/* The style page: a button beside each piece of code copies it. Without scripts one selects it. */
(() => {
  "use strict";
  document.querySelectorAll("[data-lt-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      document.querySelector("#lt-said").textContent = button.dataset.ltCopied;
      button.querySelector("span").textContent = button.dataset.ltCopied;
    });
  });
})();
