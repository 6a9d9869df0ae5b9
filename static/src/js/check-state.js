// Keeps the page of a check up to date until the check is over: asks often at first, then less and less.
// Without this file the page has a link that loads it again; so it has with it, when the service does not answer.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const SLOWER = 1.3;

export function startCheckState(place) {
  if (!place || isOver(place)) return;
  const said = document.querySelector("[data-check-said]");
  let wait = FIRST_WAIT;
  const ask = async () => {
    if (await update(place, said)) return;
    wait = Math.min(wait * SLOWER, LONGEST_WAIT);
    window.setTimeout(ask, wait);
  };
  window.setTimeout(ask, wait);
}

// Tells whether there is nothing more to ask for.
async function update(place, said) {
  try {
    const answer = await fetch(place.dataset.url, { redirect: "manual" });
    if (answer.type === "opaqueredirect") return true;
    if (answer.ok) show(place, said, await answer.text());
  } catch {
    // Asked again later; meanwhile the page shows what was true a moment ago.
  }
  return isOver(place);
}

function show(place, said, text) {
  const before = place.querySelector("[data-said]");
  const now = document.adoptNode(new DOMParser().parseFromString(text, "text/html").querySelector("[data-said]"));
  if (now.isEqualNode(before)) return;
  const isWatched = before.contains(document.activeElement);
  before.replaceWith(now);
  if (isWatched) place.querySelector("[data-look], a").focus();
  // Every tenth is enough to be told aloud.
  if (said.textContent !== now.dataset.said) said.textContent = now.dataset.said;
}

function isOver(place) {
  return "over" in place.querySelector("[data-said]").dataset;
}
