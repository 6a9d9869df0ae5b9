// The back office's scripts, loaded beside app.js on staff pages only. Everything works without them.
import { startKeying } from "./keying.js";
import { startPile } from "./pile.js";
import { startScanViewer } from "./scan-viewer.js";
import { startSecurityKey } from "./security-key.js";
import { startSettling } from "./settling.js";

startScanViewer(document.querySelector("[data-module='scan-viewer']"));
startPile(document.querySelector("[data-module='pile']"));
startKeying(document.querySelector("[data-module='keying']"));
startSettling(document.querySelector("[data-module='settling']"));
startSecurityKey(document.querySelector("[data-module='security-key']"));
