// Everything works without this file. It starts the NHS components that gain from a script.
import { initButtons, initErrorSummary, initSkipLinks } from "nhsuk-frontend";
import { startSuggestions } from "./guidance-search.js";

initButtons();
initErrorSummary();
initSkipLinks();
startSuggestions();
