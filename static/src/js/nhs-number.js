// Says while typing whether an NHS number can be one. Only a help: the server decides, and nothing is ever held back.

const LENGTH = 10;
const LAST_DIGIT = 9;
const MODULUS = 11;

// Weights 10 to 2 over the first nine digits; 11 less the remainder is the tenth, 11 counts as 0, and 10 never is.
export function hasValidCheckDigit(digits) {
  const total = [...digits.slice(0, LAST_DIGIT)].reduce((sum, digit, at) => sum + Number(digit) * (LENGTH - at), 0);
  return (MODULUS - (total % MODULUS)) % MODULUS === Number(digits[LAST_DIGIT]);
}

export function remark(text) {
  const digits = text.replace(/[\s\u2010-\u2013-]/g, "");
  if (digits.length < LENGTH) return "";
  if (!/^\d{10}$/.test(digits)) return "This is not 10 digits";
  if (Number(digits) === 0 || !hasValidCheckDigit(digits)) return "This is not a real number";
  return "This can be a real number";
}

export function startNhsNumber(input) {
  const said = document.createElement("span");
  said.className = "ndop-remark";
  said.setAttribute("role", "status");
  const label = input.closest(".nhsuk-form-group").querySelector("label");
  label.classList.add("ndop-remarked");
  label.after(said);
  const say = () => {
    const words = remark(input.value);
    if (said.textContent !== words) said.textContent = words;
    said.classList.toggle("ndop-remark--wrong", words !== "" && !words.startsWith("This can"));
  };
  input.addEventListener("input", say);
  // What the server said about this number says it better.
  if (!input.matches(".nhsuk-input--error")) say();
}
