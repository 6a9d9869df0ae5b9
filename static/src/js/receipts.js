// Checks a receipt and its file in the browser: the file is never sent anywhere. It finds the same as
// `manage.py verify_receipt`; the words for what it finds stand in the page. Files are read a piece at a time.
import { hashes, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

hashes.sha512 = sha512;
const TYPE = "ndop-receipt+json";
const ALGORITHM = "Ed25519";
const LARGEST_RECEIPT = 100_000;
const PIECE = 4 * 1024 * 1024;
const LOOKS_LIKE_A_RECEIPT = /^\s*[\w-]+\.[\w-]+\.[\w-]+\s*$/;
const IN_LONDON = { timeZone: "Europe/London" };
const DAY = new Intl.DateTimeFormat("en-GB", { ...IN_LONDON, day: "numeric", month: "long", year: "numeric" });
const TIME = new Intl.DateTimeFormat("en-GB", { ...IN_LONDON, hour: "numeric", minute: "2-digit", hourCycle: "h23" });

class Found extends Error {}

function decode(part) {
  return Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function json(part) {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(decode(part)));
}

function orElse(found, get) {
  try {
    return get();
  } catch {
    throw new Found(found);
  }
}

// What a receipt says, if it was signed with one of these keys.
function open(receipt, keys) {
  const parts = receipt.trim().split(".");
  const header = orElse("no-receipt", () => json(parts[0]));
  if (parts.length !== 3 || typeof header !== "object" || header === null) throw new Found("no-receipt");
  if (header.typ !== TYPE || header.alg !== ALGORITHM) throw new Found("other-kind");
  const key = keys.find((known) => known.kid === header.kid);
  if (!key) throw new Found("unknown-key");
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  const isOurs = orElse("altered", () => verify(decode(parts[2]), signed, decode(key.x), { zip215: false }));
  if (!isOurs) throw new Found("altered");
  return orElse("altered", () => json(parts[1]));
}

function compare(claims, hash) {
  if (hash !== null && hash !== claims.result.sha256) return hash === claims.input.sha256 ? "LIST" : "NEITHER";
  if (claims.test) return "TEST";
  if (claims.expired || Date.now() >= Date.parse(claims.valid_until)) return "EXPIRED";
  return hash === null ? "RECEIPT_ALONE" : "RESULT";
}

async function hashOf(file, tell) {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += PIECE) {
    hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    tell((100 * Math.min(at + PIECE, file.size)) / file.size);
  }
  return bytesToHex(hash.digest());
}

function timeWords(instant) {
  const [hours, minutes] = TIME.format(instant).split(":").map(Number);
  if (minutes === 0 && hours % 12 === 0) return hours ? "midday" : "midnight";
  return `${hours % 12 || 12}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""}${hours < 12 ? "am" : "pm"}`;
}

const WRITTEN = {
  text: String,
  hash: String,
  count: (number) => number.toLocaleString("en-GB"),
  instant: (iso) => `${DAY.format(new Date(iso))}, ${timeWords(new Date(iso))}`,
};

function fillIn(root, claims) {
  root.querySelectorAll("[data-claim]").forEach((place) => {
    const value = place.dataset.claim.split(".").reduce((inner, key) => inner[key], claims);
    place.textContent = WRITTEN[place.dataset.as ?? "text"](value);
  });
}

class ReceiptCheck {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("[data-form]");
    this.receipt = root.querySelector("[data-receipt]");
    this.file = root.querySelector("[data-file]");
    this.progress = root.querySelector("[data-progress]");
    this.place = root.querySelector("[data-finding]");
    this.claims = root.querySelector("[data-claims]");
    this.turn = 0;
  }

  start() {
    this.root.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    ["dragenter", "dragover"].forEach((name) => this.form.addEventListener(name, (event) => this.over(event, true)));
    ["dragleave", "drop"].forEach((name) => this.form.addEventListener(name, (event) => this.over(event, false)));
    this.form.addEventListener("drop", (event) => this.drop([...event.dataTransfer.files]));
  }

  over(event, isOver) {
    event.preventDefault();
    this.form.classList.toggle("ndop-drop--over", isOver);
  }

  // Which of the dropped files is the receipt shows in what they hold, not in their names.
  async drop(files) {
    for (const file of files) {
      const isReceipt = file.size <= LARGEST_RECEIPT && LOOKS_LIKE_A_RECEIPT.test(await file.text());
      const chosen = new DataTransfer();
      chosen.items.add(file);
      (isReceipt ? this.receipt : this.file).files = chosen.files;
    }
    if (this.receipt.files.length) await this.check();
  }

  async check() {
    const turn = (this.turn += 1);
    this.show(turn, null);
    try {
      const claims = open(await this.read(), await this.keys());
      const [file] = this.file.files;
      const hash = file ? await hashOf(file, (percent) => this.tell(turn, percent)) : null;
      this.show(turn, compare(claims, hash), claims);
    } catch (error) {
      this.show(turn, error instanceof Found ? error.message : "unreadable");
    }
  }

  async read() {
    const [receipt] = this.receipt.files;
    if (!receipt) {
      this.receipt.focus();
      throw new Found("no-receipt-chosen");
    }
    return receipt.slice(0, LARGEST_RECEIPT).text();
  }

  async keys() {
    try {
      const answer = await fetch(this.root.dataset.keys, { cache: "no-cache" });
      if (!answer.ok) throw new Found("no-keys");
      return (await answer.json()).keys;
    } catch {
      throw new Found("no-keys");
    }
  }

  tell(turn, percent) {
    if (turn !== this.turn) return;
    this.progress.hidden = false;
    this.progress.querySelector("progress").value = percent;
  }

  // Whoever starts again while a file is read sees only what the newest check finds.
  show(turn, found, claims) {
    if (turn !== this.turn) return;
    this.progress.hidden = true;
    this.claims.hidden = !claims;
    const words = found && this.root.querySelector(`template[data-found="${found}"]`).content.cloneNode(true);
    if (claims) [this.claims, words].forEach((place) => fillIn(place, claims));
    this.place.replaceChildren(...(words ? [words] : []));
  }
}

const root = document.querySelector("[data-module='receipts']");
if (root) new ReceiptCheck(root).start();
