// Ask the browser for a security key. Without this script the pages offer the app and the recovery
// codes, and say that a key needs it.

const fromBase64url = (text) => {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
};

const toBase64url = (buffer) => {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withIds = (list = []) => list.map((one) => ({ ...one, id: fromBase64url(one.id) }));

async function create(options) {
  const publicKey = { ...options.publicKey };
  publicKey.challenge = fromBase64url(publicKey.challenge);
  publicKey.user = { ...publicKey.user, id: fromBase64url(publicKey.user.id) };
  publicKey.excludeCredentials = withIds(publicKey.excludeCredentials);
  return navigator.credentials.create({ publicKey });
}

async function get(options) {
  const publicKey = { ...options.publicKey };
  publicKey.challenge = fromBase64url(publicKey.challenge);
  publicKey.allowCredentials = withIds(publicKey.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

const RESPONSE = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function toJson(credential) {
  const response = {};
  for (const name of RESPONSE) {
    if (credential.response[name]) response[name] = toBase64url(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

for (const form of document.querySelectorAll("[data-security-key]")) {
  const button = form.querySelector("[data-ask-key]");
  const failure = form.querySelector("[data-key-failed]");
  const missing = form.querySelector("[data-key-missing]");
  if (!window.PublicKeyCredential) {
    missing.hidden = false;
    continue;
  }
  const options = JSON.parse(document.getElementById("key-options").textContent);
  const ask = form.dataset.securityKey === "create" ? create : get;
  button.hidden = false;
  button.addEventListener("click", async () => {
    failure.hidden = true;
    button.disabled = true;
    try {
      form.querySelector("input[name$=credential]").value = toJson(await ask(options));
      form.requestSubmit();
      button.disabled = false;
    } catch {
      failure.hidden = false;
      button.disabled = false;
    }
  });
}
