// Asks now and then whether something new came (htmx). Never while somebody fills in a form, and never of a page that nobody sees.
Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, historyEnabled: false, selfRequestsOnly: true });
let isTyped = false;

const isFilling = () => isTyped || Boolean(document.activeElement?.matches("input, select, textarea"));

document.addEventListener("input", () => { isTyped = true; });
document.addEventListener("htmx:beforeRequest", event => { if (isFilling() || document.hidden) event.preventDefault(); });
// Somebody may have begun since.
document.addEventListener("htmx:beforeSwap", event => { if (isFilling()) event.detail.shouldSwap = false; });
