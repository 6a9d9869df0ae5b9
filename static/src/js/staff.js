// The back office's scripts, loaded beside app.js on staff pages only. Everything works without them.
