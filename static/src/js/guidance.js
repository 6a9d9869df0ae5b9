// Everything works without this file. It starts the NHS components that gain from a script.
import { initButtons, initErrorSummary, initSkipLinks } from "nhsuk-frontend";
import { startSuggestions } from "./guidance-search.js";
import { openForPrint } from "./guidance-print.js";

initButtons();
initErrorSummary();
initSkipLinks();
startSuggestions();
openForPrint();
