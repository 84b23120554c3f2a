// Passkeys. A form with data-passkey is hidden in the page until this browser can fill it in.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const acts = {
  create: async (options) => navigator.credentials.create({ publicKey: {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
  } }),
  get: async (options) => navigator.credentials.get({ publicKey: {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: described(options.allowCredentials),
  } }),
};

function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const options = JSON.parse(form.dataset.options);
  const host = options.rpId ?? options.rp.id;
  const here = location.hostname === host || location.hostname.endsWith(`.${host}`);
  if (!window.PublicKeyCredential || !here) continue;
  form.hidden = false;
  for (const other of document.querySelectorAll("[data-passkey-none]")) other.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      form.elements.passkey.value = answer(await acts[form.dataset.passkey](options));
      form.submit();
    } catch { // refused, out of time, or the device is known already
      failed.hidden = false;
    }
  });
}
