// Everything works without this file. It starts the NHS components that gain from a script.
import { initButtons, initErrorSummary, initSkipLinks } from "nhsuk-frontend";

initButtons();
initErrorSummary();
initSkipLinks();
