// Adds a passkey, or signs in with one (WebAuthn). Without it the code of an authenticator serves; nothing else depends on it.
const part = document.getElementById("passkey");
const form = part.closest("form");
const status = part.querySelector("[role=status]");
let isBusy = false;

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  part.hidden = false;
  document.getElementById("no-passkey")?.remove();
}

part.querySelector("button").addEventListener("click", async () => {
  if (isBusy) return;
  // What is missing is said by the page that answers.
  if ([...form.querySelectorAll("[data-needed]")].some(field => !field.value)) return form.submit();
  isBusy = true;
  status.textContent = part.dataset.waiting;
  status.textContent = await answer().catch(() => part.dataset.failed) ?? "";
  isBusy = false;
});

// Sends the form with what the authenticator answers to a fresh challenge; what went wrong, as a sentence.
async function answer() {
  const token = "__RequestVerificationToken";
  const fields = new FormData();
  fields.append(token, form.elements[token].value);
  const given = await fetch(`${location.pathname}?handler=Challenge`, { method: "POST", body: fields, redirect: "manual" });
  const said = await given.json();
  if (!given.ok) return said.text;
  const credential = part.dataset.ceremony === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(said.options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(said.options) });
  form.elements.passkey.value = JSON.stringify({ challenge: said.id, credential });
  form.submit();
}
