// Warns before the session ends, and lets the person carry on with one action. The server keeps the real clock.
//
// The element carries: data-idle-seconds, data-warning-seconds, data-hard-seconds (left until the session ends for
// good) and data-extend-url. It holds a <dialog> with a form that ends the session, and two live regions. Before the
// end for good the dialog offers no time: it says `data-last-words` and shows `data-last`, once.

const SECOND = 1000;
const MINUTE = 60;

export function inWords(seconds) {
  if (seconds <= MINUTE) {
    const tens = Math.max(10, Math.ceil(seconds / 10) * 10);
    return tens === MINUTE ? "1 minute" : `${tens} seconds`;
  }
  return `${Math.ceil(seconds / MINUTE)} minutes`;
}

class SessionTimeout {
  constructor(root) {
    this.root = root;
    this.dialog = root.querySelector("dialog");
    this.form = root.querySelector("form");
    this.left = root.querySelector("[data-time-left]");
    this.announce = root.querySelector("[data-announce]");
    this.problem = root.querySelector("[data-problem]");
    this.hardEnd = Date.now() + Number(root.dataset.hardSeconds) * SECOND;
    this.wasTold = false;
    this.restart();
  }

  start() {
    this.root.querySelector("[data-stay]").addEventListener("click", () => this.goBack());
    // The Escape key closes the dialog, which must mean the same as its safe button.
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.goBack();
    });
    this.listenToOtherTabs();
    this.timer = window.setInterval(() => this.tick(), SECOND);
  }

  // A page opened in another tab is activity too: without this, an idle tab would end the session of a busy one.
  listenToOtherTabs() {
    this.channel = new BroadcastChannel("session-timeout");
    this.channel.onmessage = () => this.carryOn();
    this.channel.postMessage("active");
  }

  restart() {
    this.end = Math.min(Date.now() + Number(this.root.dataset.idleSeconds) * SECOND, this.hardEnd);
  }

  tick() {
    const seconds = (this.end - Date.now()) / SECOND;
    if (seconds <= 0) {
      window.clearInterval(this.timer);
      this.form.submit();
    } else if (seconds <= Number(this.root.dataset.warningSeconds)) {
      this.warn(seconds);
    }
  }

  warn(seconds) {
    const words = inWords(seconds);
    if (this.left.textContent !== words) {
      this.left.textContent = words;
    }
    if (!this.dialog.open && !this.wasTold) {
      this.announce.textContent = "";
      this.problem.textContent = "";
      if (this.isLast()) this.sayLastWords();
      this.dialog.showModal();
    }
  }

  isLast() {
    return this.end === this.hardEnd;
  }

  sayLastWords() {
    this.root.querySelectorAll("[data-last-words]").forEach((element) => {
      element.textContent = element.dataset.lastWords;
    });
    this.root.querySelector("[data-last]").hidden = false;
  }

  goBack() {
    if (this.isLast()) {
      this.wasTold = true;
      this.dialog.close();
    } else {
      this.stay();
    }
  }

  async stay() {
    try {
      const answer = await fetch(this.root.dataset.extendUrl, {
        method: "POST",
        body: new FormData(this.form),
        credentials: "same-origin",
        redirect: "error",
      });
      if (answer.ok) {
        this.channel.postMessage("active");
        this.carryOn();
      } else {
        this.form.submit();
      }
    } catch {
      this.problem.textContent = "We could not reach the service. Check your connection and try again.";
    }
  }

  carryOn() {
    this.restart();
    if (this.dialog.open) {
      this.dialog.close();
      this.announce.textContent = "You have more time.";
    }
  }
}

export function startSessionTimeout(root) {
  if (root && typeof HTMLDialogElement === "function" && typeof BroadcastChannel === "function") {
    new SessionTimeout(root).start();
  }
}
