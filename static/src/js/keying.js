// Speeds keying up: focus where typing begins, Ctrl and Enter to finish, papers asked for only without an NHS number,
// and a warning before typing is lost. Without this file the page works by its buttons.

import { startNhsNumber } from "./nhs-number.js";

class Keying {
  constructor(form) {
    this.form = form;
    this.isTyped = form.dataset.unsaved === "yes";
    this.numbers = [...form.querySelectorAll("[data-nhs-number]")];
    this.papers = form.querySelector("[data-without-number]");
  }

  start() {
    this.numbers.forEach(startNhsNumber);
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", () => (this.isTyped = false));
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("beforeunload", (event) => this.leave(event));
    this.askForPapers();
    this.focus();
  }

  typed() {
    this.isTyped = true;
    this.askForPapers();
  }

  // Enter in a line of text would finish a form by mistake.
  press(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey) {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector("[data-finish]"));
    } else if (event.target.matches("input") && this.form.contains(event.target)) {
      event.preventDefault();
    }
  }

  askForPapers() {
    if (this.papers) this.papers.hidden = this.numbers.every((input) => input.value.trim() !== "");
  }

  leave(event) {
    if (this.isTyped) event.preventDefault();
  }

  focus() {
    if (document.querySelector("[data-module='nhsuk-error-summary']")) return;
    const wanted = document.getElementById(this.form.dataset.focus);
    (wanted ?? this.form.querySelector("input:not([type=hidden]), textarea")).focus();
  }
}

export function startKeying(form) {
  if (form) new Keying(form).start();
}
