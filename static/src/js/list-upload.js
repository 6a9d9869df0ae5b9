// Sends a list in parts, so that a broken line costs one part and not the file. Without this file the form goes whole.
//
// The form carries data-begin (a new upload: its fields are checked by the server, which answers with the upload, or
// with the page and what is wrong), or data-parts and its peers (an upload that is carried on with the same file).

const OFFSET = "Upload-Offset";
const FIRST_WAIT = 1;
const LONGEST_WAIT = 30;
const CUT_OFF = 400;
const CONFLICT = 409;
const SERVER_ERROR = 500;

export function startListUpload(form) {
  if (!form) return;
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file && !form.dataset.parts) return; // the server says that a file is missing
    event.preventDefault();
    if (file) new Upload(form, file).start();
    else new Upload(form, null).stop("Choose the file first.");
  });
}

class Upload {
  constructor(form, file) {
    [this.form, this.file] = [form, file];
    this.place = document.querySelector("[data-upload]");
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.wait = FIRST_WAIT;
    this.announced = -1;
  }

  part(name) {
    return this.place.querySelector(`[data-upload-${name}]`);
  }

  async start() {
    this.part("problem").textContent = "";
    if (this.form.dataset.parts) {
      const { name, size, parts, part, finish, cancel } = this.form.dataset;
      if (name !== this.file.name || Number(size) !== this.file.size) {
        this.stop(`This is another file. Choose ${name} as it was.`);
        return;
      }
      await this.run({ parts, finish, cancel, part: Number(part) });
    } else {
      await this.begin();
    }
  }

  async begin() {
    const data = new FormData(this.form);
    data.delete("list");
    data.append("file_name", this.file.name);
    data.append("size", this.file.size);
    try {
      const answer = await fetch(this.form.dataset.begin, { method: "POST", body: data, redirect: "manual" });
      if (answer.status === 201) await this.run(await answer.json());
      else if (answer.status === 422) showPage(await answer.text(), this.file);
      else this.stop(words(answer));
    } catch {
      this.stop("We could not reach the service. Check your connection and try again.");
    }
  }

  async run(upload) {
    this.upload = upload;
    this.show();
    let received = await this.patiently(() => this.ask("GET"));
    while (received !== null && received < this.file.size) {
      received = await this.patiently(() => this.sendPart(received));
      if (received !== null) this.say(received);
    }
    if (received !== null) await this.finish();
  }

  show() {
    this.form.hidden = true;
    document.querySelectorAll("[data-upload-remove]").forEach((other) => (other.hidden = true));
    this.part("cancel").action = this.upload.cancel;
    this.part("cancel").addEventListener("submit", () => (this.isOver = true));
    this.part("name").textContent = this.file.name;
    this.part("body").hidden = false;
    this.part("heading").focus();
    this.guard = (event) => this.isOver || event.preventDefault();
    window.addEventListener("beforeunload", this.guard);
  }

  // Repeats what a broken line stopped, with longer and longer pauses; null when it is of no use.
  async patiently(act) {
    for (;;) {
      if (this.isOver) return null;
      try {
        const received = await act();
        this.wait = FIRST_WAIT;
        return received;
      } catch (error) {
        if (error instanceof Refused) return this.stop(error.message);
        this.part("said").textContent = "The connection is broken. We keep trying.";
        await pause(this.wait);
        this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      }
    }
  }

  // A part that did arrive, though we never heard of it, is not kept twice: the server says where to go on.
  sendPart(starts) {
    const end = starts + this.upload.part;
    return this.ask("POST", this.file.slice(starts, end), { [OFFSET]: String(starts) });
  }

  async ask(method, body, headers = {}) {
    const type = { "Content-Type": "application/octet-stream" };
    const answer = await this.fetch(this.upload.parts, { method, body, headers: { ...type, ...headers } });
    if (answer.ok || answer.status === CONFLICT) return (await answer.json()).received;
    throw await this.reason(answer);
  }

  async finish() {
    this.part("said").textContent = "All of the file has arrived. We are putting it together.";
    const done = await this.patiently(async () => {
      const answer = await this.fetch(this.upload.finish, { method: "POST" });
      if (answer.ok) return (await answer.json()).url;
      throw await this.reason(answer);
    });
    if (done === null) return;
    this.isOver = true;
    window.location.assign(done);
  }

  fetch(url, options) {
    return fetch(url, { ...options, headers: { "X-CSRFToken": this.token, ...options.headers }, redirect: "manual" });
  }

  // What is of no use to repeat is said; a body cut off on its way, and trouble on the other side, are tried again.
  async reason(answer) {
    if (answer.headers.get("Content-Type") === "application/json") return new Refused((await answer.json()).problem);
    const isWorthATry = answer.status === CUT_OFF || answer.status >= SERVER_ERROR;
    return isWorthATry ? new Error("not taken") : new Refused(words(answer));
  }

  say(received) {
    const percent = Math.floor((100 * received) / this.file.size);
    this.part("bar").value = percent;
    this.part("figures").textContent = `${percent}% sent`;
    const tens = Math.floor(percent / 10);
    if (tens > this.announced) this.part("said").textContent = `${tens * 10}% sent`;
    this.announced = Math.max(tens, this.announced);
  }

  stop(problem) {
    this.isOver = true;
    this.part("body").hidden = true;
    this.part("said").textContent = "";
    this.part("problem").textContent = problem;
    this.form.hidden = false;
    return null;
  }
}

class Refused extends Error {}

function words(answer) {
  if (answer.type === "opaqueredirect") return "You are signed out. Sign in, then carry on: what has arrived is kept for 24 hours.";
  if (answer.status === 404) return "This upload is not here any more. Begin again.";
  return "We could not take the file. Load this page again, then try once more.";
}

// The page says best what is wrong; the file that was chosen stays chosen.
function showPage(text, file) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  const chosen = new DataTransfer();
  chosen.items.add(file);
  document.querySelector("main input[type=file]").files = chosen.files;
  startListUpload(document.querySelector("[data-module='list-upload']"));
  const summary = document.querySelector(".nhsuk-error-summary");
  summary.tabIndex = -1;
  summary.focus();
}

function pause(seconds) {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, seconds * 1000);
    window.addEventListener("online", () => (window.clearTimeout(timer), resolve()), { once: true });
  });
}
