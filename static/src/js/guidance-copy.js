// A button that copies the text of a box. Without a script the box is there to select and copy from.
const DONE = "Copied";
const NOT_DONE = "Select the text and copy it";

if (navigator.clipboard) {
  for (const place of document.querySelectorAll("[data-copy]")) {
    const box = place.querySelector("textarea");
    const said = Object.assign(document.createElement("span"), { className: "ndop-copied" });
    said.setAttribute("role", "status");
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "nhsuk-button nhsuk-button--secondary ndop-copy",
      textContent: "Copy",
    });
    button.setAttribute("aria-label", `Copy: ${place.querySelector("label").textContent}`);
    button.addEventListener("click", async () => {
      box.select();
      said.textContent = await navigator.clipboard.writeText(box.value).then(() => DONE, () => NOT_DONE);
    });
    box.after(button, said);
  }
}
