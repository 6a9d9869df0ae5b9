// Scripts of organisations' pages, loaded beside app.js there only. Everything works without them.
