// Passkeys: asks the browser for one, puts the answer into the form and sends it. The words stand in the page.
// The conversion of buffers is that of allauth (mfa/js/webauthn-json.js).
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const options = async (form) => {
    if (form.dataset.ltPasskeyOptions) return JSON.parse(form.dataset.ltPasskeyOptions);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };
  const supported = window.webauthnJSON && window.webauthnJSON.supported();
  document.querySelectorAll("form[data-lt-passkey]").forEach((form) => {
    const failure = form.querySelector("[data-lt-passkey-failure]");
    form.querySelectorAll("button").forEach((button) => { button.disabled = !supported; });
    if (supported) form.querySelectorAll("[data-lt-passkey-without]").forEach((words) => { words.hidden = true; });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failure.hidden = true;
      try {
        const found = await window.webauthnJSON[form.dataset.ltPasskey](await options(form));
        form.elements.credential.value = JSON.stringify(found);
        form.submit();
      } catch {
        // Cancelled, too late, or no passkey of this account on the device: the browser tells no more.
        failure.hidden = false;
      }
    });
  });
});
