// Drops rules for variants that no page uses, which the design system's Sass cannot leave out: a third of the file.
// A variant that a page starts to use is taken off this list.

import { readFileSync, writeFileSync } from "node:fs";

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

// A comma inside brackets, as in :not(a, b), does not part two selectors.
const SELECTOR_COMMA = /,(?![^(]*\))/;

function used(selector) {
  const asked = selector.replace(/:not\([^)]*\)/g, "");
  return !UNUSED.some((name) => asked.includes(name));
}

function trim(css) {
  return css
    .replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
      const kept = selectors.split(SELECTOR_COMMA).filter(used);
      return kept.length ? `${kept.join(",")}{${body}}` : "";
    })
    .replace(/@media[^{}]*\{\}/g, "");
}

const [file] = process.argv.slice(2);
writeFileSync(file, trim(readFileSync(file, "utf8")));
