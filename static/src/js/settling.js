// Typing something else picks it.
export function startSettling(form) {
  form?.addEventListener("input", (event) => {
    const question = event.target.closest("fieldset.ndop-question");
    const other = question?.querySelector("[value=other]");
    if (other && event.target.name !== other.name) other.checked = true;
  });
}
