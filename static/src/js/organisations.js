// Scripts of organisations' pages, loaded beside app.js there only. Everything works without them.
import { startCheckState } from "./check-state.js";
import { startListUpload } from "./list-upload.js";

startCheckState(document.querySelector("[data-module='check-state']"));
startListUpload(document.querySelector("[data-module='list-upload']"));
