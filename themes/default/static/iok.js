// Small conveniences on top of pages that work without JavaScript. Words come from the page.

// A button that shows the password, made here so that it never stands where it could not work.
for (const box of document.querySelectorAll("[data-reveal]")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  const { show, hide, showLabel, hideLabel } = box.dataset;
  const set = (open) => {
    input.type = open ? "text" : "password";
    button.textContent = open ? hide : show;
    button.setAttribute("aria-label", open ? hideLabel : showLabel);
  };
  button.type = "button";
  button.className = "btn btn--small";
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => set(input.type === "password"));
  input.form.addEventListener("submit", () => set(false)); // or the browser may remember it as text
  set(false);
  box.append(button);
}

// A ready password goes into the fields of its form with one press.
for (const button of document.querySelectorAll("[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const fields = [...button.form.querySelectorAll("[autocomplete=new-password]")];
    for (const field of fields) field.value = button.dataset.fill;
    fields[0]?.focus();
  });
}

// The list of errors is read first.
document.querySelector("[data-focus]")?.focus();

// A form is sent once: the start password is shown once, and a double click would lose it.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || "again" in form.dataset) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});

// "/" moves to the search box, that of a list before that of the whole office, unless somebody is typing.
const boxes = [...document.querySelectorAll("[aria-keyshortcuts='/']")];
const search = boxes.find((box) => box.closest("main")) ?? boxes[0];
if (search) {
  const key = search.parentElement.querySelector("kbd");
  if (key) key.hidden = false;
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });
}

// A button that needs a script is hidden in the page until there is one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
