// The session ends when nothing is done for long: said before, and what was typed survives it.
// Whoever types or clicks is here; the portal is told so once the end comes near.

const box = document.querySelector("[data-session]");
const [soon, over] = [box.querySelector("[data-soon]"), box.querySelector("[data-over]")];
const WARN = 120_000; // milliseconds before the end
const tabs = new BroadcastChannel("iok-session");
let ends = Date.now() + 1000 * box.dataset.session;
let active = false;

function lastUntil(moment) {
  ends = moment;
  active = false;
  show(null);
}

function show(part) {
  box.hidden = part === null;
  soon.hidden = part !== soon;
  over.hidden = part !== over;
}

// Any page tells the portal that somebody is here; this one tells in turn whether they still are.
async function ask() {
  const answer = await fetch("/nie-pamietam", { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const left = page.querySelector("[data-session]")?.dataset.session;
  if (!left) return false;
  const token = page.querySelector("[name=_csrf]").value;
  for (const field of document.querySelectorAll("[name=_csrf]")) field.value = token;
  lastUntil(Date.now() + 1000 * left);
  tabs.postMessage(ends);
  return true;
}

async function stay() {
  if (!(await ask())) show(over);
}

function tick() {
  const left = ends - Date.now();
  if (left <= 0) show(over);
  else if (left <= WARN && active) stay();
  else if (left <= WARN) show(soon);
}

for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, () => {
    active = true;
    if (!soon.hidden && !box.hidden) stay();
  });
}
tabs.addEventListener("message", ({ data }) => lastUntil(data));
addEventListener("focus", () => { if (!over.hidden && !box.hidden) ask(); });

// Sent too late: first somebody signs in, elsewhere, and then the same form goes with their token.
addEventListener("submit", async (event) => {
  if (Date.now() < ends) return;
  event.preventDefault();
  const { target, submitter } = event;
  if (await ask()) target.requestSubmit(submitter);
  else { show(over); over.querySelector("a").focus(); }
}, true);
setInterval(tick, 5000);
