// The scan beside the fields: page and zoom by buttons, and by keys that no one types with and that no browser or
// screen reader uses. Without this file the pages are plain pictures in a pane that scrolls.

const STEP = 1.25;
const SMALLEST = 0.5;
const LARGEST = 4;
const KEYS = { KeyN: "next", KeyP: "previous", KeyL: "larger", KeyS: "smaller", KeyF: "fit", KeyO: "turn",
  KeyJ: "down", KeyK: "up" };

class ScanViewer {
  constructor(root) {
    this.pane = root.querySelector("[data-pages]");
    this.pages = [...root.querySelectorAll("[data-page]")];
    this.bar = root.querySelector("[data-bar]");
    this.where = root.querySelector("[data-where]");
    this.zoom = 1;
    this.turns = this.pages.map(() => 0);
    this.actions = {
      next: () => this.go(this.current() + 1),
      previous: () => this.go(this.current() - 1),
      larger: () => this.enlarge(this.zoom * STEP),
      smaller: () => this.enlarge(this.zoom / STEP),
      fit: () => this.enlarge(1),
      turn: () => this.turn(),
      down: () => this.move(1),
      up: () => this.move(-1),
    };
  }

  start() {
    this.bar.hidden = false;
    // The picture is all there is to see; as links the pages would only be stops on the way to the fields.
    this.pages.forEach((page) => page.replaceChildren(page.querySelector("img")));
    this.pane.classList.add("ndop-scan__pages--laid-out");
    this.bar.addEventListener("click", (event) => this.actions[event.target.dataset.do]?.());
    document.addEventListener("keydown", (event) => this.press(event));
    this.pane.addEventListener("scroll", () => this.tell());
    new ResizeObserver(() => this.layOut()).observe(this.pane);
    this.layOut();
  }

  press(event) {
    if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && KEYS[event.code]) {
      event.preventDefault();
      this.actions[KEYS[event.code]]();
    }
  }

  // The page across the middle of the pane.
  current() {
    const middle = this.pane.scrollTop + this.pane.clientHeight / 2;
    const below = this.pages.findIndex((page) => page.offsetTop + page.offsetHeight >= middle);
    return below === -1 ? this.pages.length - 1 : below;
  }

  go(number) {
    const page = this.pages[Math.min(Math.max(number, 0), this.pages.length - 1)];
    this.pane.scrollTop = page.offsetTop;
    this.tell();
  }

  move(direction) {
    this.pane.scrollTop += direction * this.pane.clientHeight * 0.6;
  }

  turn() {
    this.turns[this.current()] += 1;
    this.layOut();
  }

  // Keeps the spot in the middle of the pane where it is.
  enlarge(zoom) {
    const before = this.zoom;
    this.zoom = Math.min(Math.max(zoom, SMALLEST), LARGEST);
    const half = [this.pane.clientWidth / 2, this.pane.clientHeight / 2];
    const spot = [this.pane.scrollLeft + half[0], this.pane.scrollTop + half[1]];
    this.layOut();
    this.pane.scrollLeft = (spot[0] * this.zoom) / before - half[0];
    this.pane.scrollTop = (spot[1] * this.zoom) / before - half[1];
  }

  layOut() {
    const width = this.pane.clientWidth * this.zoom;
    this.pages.forEach((page, at) => {
      const image = page.querySelector("img");
      const ratio = image.getAttribute("height") / image.getAttribute("width");
      const isOnItsSide = this.turns[at] % 2 === 1;
      const imageWidth = isOnItsSide ? width / ratio : width;
      page.style.width = `${width}px`;
      page.style.height = `${isOnItsSide ? imageWidth : imageWidth * ratio}px`;
      image.style.width = `${imageWidth}px`;
      image.style.height = `${imageWidth * ratio}px`;
      image.style.transform = `translate(-50%, -50%) rotate(${this.turns[at] * 90}deg)`;
    });
    this.tell();
  }

  tell() {
    const words = `Page ${this.current() + 1} of ${this.pages.length}`;
    if (this.where.textContent !== words) this.where.textContent = words;
  }
}

export function startScanViewer(root) {
  if (root?.querySelector("[data-pages]")) new ScanViewer(root).start();
}
