// A pile of scans: one request for each file, so that each has its line as soon as it is known, and one that fails
// does not take the others with it. Without this file the pile goes as one form and its result is a page.

const WENT_WRONG = "Not sent. Send this file again";

export function startPile(form) {
  if (!form) return;
  const place = document.querySelector("[data-pile]");
  form.addEventListener("submit", (event) => {
    const input = form.querySelector("input[type=file]");
    const files = [...input.files];
    if (files.length < 2 || files.length > Number(form.dataset.most)) return;
    event.preventDefault();
    sendAll(form, input, files, place);
  });
}

async function sendAll(form, input, files, place) {
  const button = form.querySelector("button[type=submit]");
  const [said, bar, table] = ["said", "bar", "table"].map((name) => place.querySelector(`[data-${name}]`));
  button.disabled = true;
  bar.max = files.length;
  bar.hidden = false;
  for (const [number, file] of files.entries()) {
    said.textContent = `Sending file ${number + 1} of ${files.length}`;
    const { is_wrong: isWrong, rows } = await send(form, input.name, file);
    if (isWrong) return showErrors(form, input);
    rows.forEach((row) => table.tBodies[0].append(line(row)));
    table.hidden = false;
    bar.value = number + 1;
  }
  said.textContent = `Done: ${files.length} files`;
  input.value = "";
  input.dispatchEvent(new Event("change"));
  button.disabled = false;
}

async function send(form, name, file) {
  const data = new FormData(form);
  data.delete(name);
  data.append(name, file);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) return await answer.json();
  } catch {
    // Said below: this file's line is the only place where a broken connection matters.
  }
  return { rows: [{ name: file.name, words: WENT_WRONG, reference: "", url: "" }] };
}

// The page says best what is wrong with the other answers; the files are chosen again afterwards anyway.
function showErrors(form, input) {
  input.value = "";
  form.submit();
}

function line(row) {
  const made = document.createElement("tr");
  const [name, words, where] = ["th", "td", "td"].map((tag) => made.appendChild(document.createElement(tag)));
  name.scope = "row";
  name.textContent = row.name;
  words.textContent = row.words;
  where.className = "ndop-nowrap";
  if (row.url) {
    const link = where.appendChild(document.createElement("a"));
    link.href = row.url;
    link.textContent = row.reference;
  }
  return made;
}
