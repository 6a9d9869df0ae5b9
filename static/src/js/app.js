// Everything works without this file. It starts the NHS components that gain from a script, and no others.
import { initButtons, initErrorSummary, initSkipLinks } from "nhsuk-frontend";
import { startSessionTimeout } from "./session-timeout.js";

initButtons();
initErrorSummary();
initSkipLinks();
startSessionTimeout(document.querySelector("[data-module='session-timeout']"));
