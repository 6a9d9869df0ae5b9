// Drops rules for variants that no page uses, which the design system's Sass cannot leave out: a third of the file.
// A variant that a page starts to use is taken off this list.
// `trim.mjs file.css [place…]`: where places are given, only rules stay whose classes are named in a file below them.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const UNUSED = [
  "\\:active", // states as classes, for the design system's own pictures of components
  "\\:focus",
  "\\:hover",
  "\\:visited",
  "--reverse",
  "--login",
  "--brand",
  "checkboxes--small",
  "radios--small",
  "-wrapper--large",
  "nhsuk-input--large",
  "--icon",
  "--code",
  "nhsuk-button--secondary-solid",
  "nhsuk-caption-xxl",
  "nhsuk-card",
  "nhsuk-expander",
  "nhsuk-icon",
  "nhsuk-heading-xxs",
  "nhsuk-input-wrapper",
  "nhsuk-input__",
  "nhsuk-frontend-supported",
];

// Where places are given: fine adjustments of the space above a form, and of headings with classes that no page has.
const TOO_FINE = [":has(+", "class*=nhsuk-u-margin"];

// Set by scripts, or by the design system's own template of a page.
const SET_ELSEWHERE = ["nhsuk-main-wrapper", "nhsuk-width-container", "nhsuk-skip-link-focused-element"];
// What templates/nhsuk/choices.jinja puts together.
const PUT_TOGETHER = ["nhsuk-radios", "nhsuk-checkboxes"];
const OUR_PREFIXES = ["nhsuk-", "ndop-"];
const CLASS = /(?:nhsuk|ndop)-[\w-]*/g;
const SELECTED = /(?<=\.)(?:nhsuk|ndop)-[\w-]*/g;

// A comma inside brackets, as in :not(a, b), does not part two selectors.
const SELECTOR_COMMA = /,(?![^(]*\))/;

function files(place) {
  if (!statSync(place).isDirectory()) return [place];
  const names = readdirSync(place).filter((name) => name !== "__pycache__");
  return names.flatMap((name) => files(join(place, name)));
}

// A name that a template puts together, such as nhsuk-input--width-{{ n }}, stands there with a hyphen at its end.
function namedIn(places) {
  const names = places.flatMap(files).flatMap((file) => readFileSync(file, "utf8").match(CLASS) ?? []);
  const whole = new Set([...SET_ELSEWHERE, ...names]);
  const beginnings = [...PUT_TOGETHER, ...[...whole].filter((name) => name.endsWith("-") && !OUR_PREFIXES.includes(name))];
  const isNamed = (name) => whole.has(name) || beginnings.some((start) => name.startsWith(start));
  return (asked) => !TOO_FINE.some((part) => asked.includes(part)) && (asked.match(SELECTED) ?? []).every(isNamed);
}

function used(selector, isNamed) {
  const asked = selector.replace(/:not\([^)]*\)/g, "");
  return !UNUSED.some((name) => asked.includes(name)) && isNamed(asked);
}

function trim(css, isNamed) {
  return css
    .replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
      const kept = selectors.split(SELECTOR_COMMA).filter((selector) => used(selector, isNamed));
      return kept.length ? `${kept.join(",")}{${body}}` : "";
    })
    .replace(/@(?:media|supports)[^{}]*\{\}/g, "");
}

// What only Internet Explorer reads, which runs none of our pages; and conditions that stand twice in a row.
function shorten(css) {
  return css
    .replace(/@media print and \(-ms-high-contrast: ?active\)\{[^{}]*\{[^{}]*\}\}/g, "")
    .replace(/,\(-ms-high-contrast: ?active\)/g, "")
    .replace(/(@media[^{}]*\{)((?:[^{}]*\{[^{}]*\})*)\}(?:\1((?:[^{}]*\{[^{}]*\})*)\})+/g, joined);
}

function joined(found, condition) {
  return condition + found.split(condition).slice(1).map((part) => part.slice(0, -1)).join("") + "}";
}

const [file, ...places] = process.argv.slice(2);
const css = readFileSync(file, "utf8");
writeFileSync(file, places.length ? shorten(trim(css, namedIn(places))) : trim(css, () => true));
