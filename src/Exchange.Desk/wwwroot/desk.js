// Saves a draft as it is typed. Without it each button of the form saves; nothing else depends on it.
const form = document.getElementById("form");
const status = document.getElementById("saved");
const map = document.getElementById("map");
const quiet = 1500; // ms without a key
const patience = 10000; // ms until what failed is tried again
let timer, waiting = null, isSaving = false, isChanged = false, isStopped = false;

form.addEventListener("input", changed);
form.addEventListener("submit", event => {
  clearTimeout(timer);
  isStopped = !isSaving;
  if (!isSaving) return;
  // Its version is not known yet: the button is pressed once more when it is.
  event.preventDefault();
  waiting = event.submitter;
});
// Whoever leaves within these moments is asked first.
addEventListener("beforeunload", event => { if (isChanged && !isStopped) event.preventDefault(); });
addEventListener("pageshow", event => { if (event.persisted) isStopped = false; });

function changed(event) {
  if (event.target.type === "file") return;
  isChanged = true;
  later(quiet);
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}

async function save() {
  if (isSaving || isStopped || !isChanged) return;
  [isSaving, isChanged] = [true, false];
  status.textContent = form.dataset.saving;
  const fields = new FormData(form);
  fields.delete("file");
  const failure = await send(fields).catch(() => form.dataset.failed);
  isSaving = false;
  if (waiting) return form.requestSubmit(waiting);
  if (failure) {
    isChanged = true;
    status.textContent = failure;
  }
  if (isChanged && !isStopped) later(failure ? patience : quiet);
}

// What went wrong, as a sentence; undefined for nothing.
async function send(fields) {
  const answer = await fetch(`${location.pathname}?handler=Save`, { method: "POST", body: fields, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401) return form.dataset.ended;
  const said = await answer.json();
  // Another edit was first: only a person can say which one is meant.
  if (answer.status === 409) isStopped = true;
  if (!answer.ok) return said.text;
  form.elements.tag.value = said.tag;
  status.textContent = said.text;
  if (said.hasRoute || map.childElementCount > 0) await draw();
}

// The route as it grows: outside of the form, and without anything that takes the focus.
async function draw() {
  try {
    const answer = await fetch(`${location.pathname}?handler=Route`, { redirect: "manual" });
    if (answer.ok) map.innerHTML = await answer.text();
  } catch {
    // What is typed is saved; the next time the route is drawn too.
  }
}
