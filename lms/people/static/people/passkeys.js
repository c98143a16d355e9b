// Passkeys: asks the browser for what a form needs, puts the answer into the form and sends it.
// A form says by data-passkey what it does ("create" or "get") and by data-begin where the options are.
(() => {
  "use strict";
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (bytes) => bytes === null ? undefined :
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const readable = (options) => {
    const known = options.publicKey;
    known.challenge = toBytes(known.challenge);
    if (known.user) known.user.id = toBytes(known.user.id);
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (known[list]) known[list] = known[list].map((one) => ({...one, id: toBytes(one.id)}));
      else delete known[list];
    }
    for (const name of Object.keys(known)) if (known[name] === null) delete known[name];
    return {publicKey: known};
  };

  const writable = (found) => {
    const said = found.response;
    const response = {clientDataJSON: toText(said.clientDataJSON)};
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (said[name]) response[name] = toText(said[name]);
    return JSON.stringify({id: found.id, rawId: toText(found.rawId), type: found.type, response,
      clientExtensionResults: {}});
  };

  const run = async (form) => {
    const answer = await fetch(form.dataset.begin, {method: "POST", credentials: "same-origin",
      headers: {"X-CSRFToken": form.elements.csrfmiddlewaretoken.value}});
    if (answer.redirected) return location.assign(location.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const options = readable(await answer.json());
    const found = await navigator.credentials[form.dataset.passkey](options);
    form.elements.answer.value = writable(found);
    form.submit();
  };

  for (const form of forms) {
    form.hidden = false;
    const wrong = form.querySelector("[data-passkey-wrong]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wrong.hidden = true;
      run(form).catch(() => { wrong.hidden = false; wrong.focus(); });
    });
  }
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
})();
