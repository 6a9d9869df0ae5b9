// Asks a security key through the browser. The form carries data-ask ("create" or "get") and data-challenge, the
// server's options as JSON; its hidden field `credential` takes the answer. The server checks everything.

const PROBLEM = "Your security key did not answer. Try again, or use another way.";
const NOT_HERE = "This browser cannot use security keys at this address.";

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(list = []) {
  return list.map((credential) => ({ ...credential, id: toBytes(credential.id) }));
}

function readOptions(form) {
  const options = JSON.parse(form.dataset.challenge).publicKey;
  options.challenge = toBytes(options.challenge);
  options.allowCredentials = withBytes(options.allowCredentials);
  options.excludeCredentials = withBytes(options.excludeCredentials);
  if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
  return { publicKey: options };
}

function asJson(credential) {
  const response = {};
  ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  });
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

function say(form, words) {
  const problem = form.querySelector("[data-problem]");
  problem.hidden = !words;
  problem.textContent = words;
}

async function ask(form) {
  say(form, "");
  try {
    const credential = await navigator.credentials[form.dataset.ask](readOptions(form));
    form.querySelector("[name=credential]").value = asJson(credential);
    form.submit();
  } catch (error) {
    say(form, error.name === "SecurityError" ? NOT_HERE : PROBLEM);
  }
}

export function startSecurityKey(form) {
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (navigator.credentials) ask(form);
    else say(form, NOT_HERE);
  });
}
