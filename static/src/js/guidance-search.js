// Suggests places while somebody types into a search form of the guidance. Without it the form works as it is.
// The pattern is ARIA's editable combobox with a list: the focus stays in the field, arrows move through the list,
// Enter goes to what is chosen (or searches), Escape closes. Nothing is asked for what looks like somebody's number.
const PAUSE = 150;
const LEAST = 2;
const ADDRESS = "/guidance/search/suggestions/?q=";
const PERSONAL = /@|\d(?:\W{0,3}\d){4}/;

class Suggestions {
  constructor(form, number) {
    this.field = form.querySelector("input[name=q]");
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${number}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.said = document.createElement("span");
    this.said.className = "nhsuk-u-visually-hidden";
    this.said.setAttribute("role", "status");
    const { parentNode } = this.field;
    parentNode.append(this.list, this.said);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) this.field.setAttribute(name, value);
    this.close();
    this.listen();
  }

  listen() {
    this.field.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.ask(), PAUSE);
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    // The field keeps the focus while a place is pressed, or the list would be gone before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  async ask() {
    const words = this.field.value.trim();
    if (words.length < LEAST || PERSONAL.test(words)) return this.close();
    let answer;
    try {
      answer = await fetch(ADDRESS + encodeURIComponent(words), { credentials: "omit" });
    } catch {
      return this.close(); // the line is broken: the form itself will say so
    }
    const places = answer.ok ? (await answer.json()).suggestions : [];
    // Meanwhile there may be other words in the field, or the reader may have left it.
    if (words === this.field.value.trim() && document.activeElement === this.field) this.show(places);
  }

  show(places) {
    this.close();
    this.list.replaceChildren(...places.map((place, at) => this.option(place, at)));
    this.list.hidden = places.length === 0;
    this.field.setAttribute("aria-expanded", String(places.length > 0));
    const count = places.length === 1 ? "1 suggestion" : `${places.length} suggestions`;
    this.said.textContent = places.length ? `${count}. Use the up and down arrows.` : "No suggestions.";
  }

  option(place, at) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = place.address;
    item.textContent = place.title;
    return item;
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault(); // a field of this kind would also be emptied
      this.close();
    } else if (event.key in moves && !this.list.hidden) {
      event.preventDefault();
      this.move(moves[event.key]);
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.go(this.chosen);
    }
  }

  move(by) {
    // One place more than there are options: the field itself, between the last and the first.
    const round = [null, ...this.options];
    const at = round.indexOf(this.chosen ?? null);
    this.choose(round[(at + by + round.length) % round.length]);
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    if (option) {
      option.setAttribute("aria-selected", "true");
      this.field.setAttribute("aria-activedescendant", option.id);
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  go(option) {
    if (option) window.location.assign(option.dataset.address);
  }

  close() {
    this.choose(null);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.field.setAttribute("aria-expanded", "false");
    this.said.textContent = "";
  }
}

export function startSuggestions() {
  document.querySelectorAll("form[role=search]").forEach((form, number) => new Suggestions(form, number));
}
