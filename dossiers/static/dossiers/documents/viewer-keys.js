// Which deed of the viewer a key stands for. Knows no page.

// Keys by what they write, then by where they lie: Arabic and French keyboards differ.
export function deedOf({ key, code, shiftKey }) {
  const written = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller" };
  if (written[key]) return written[key];
  if (key === "?" || key === "؟") return "help";
  if (code === "KeyR") return shiftKey ? "turn-back" : "turn";
  const places = { KeyT: "text", Digit1: "width", Digit2: "page", Digit3: "actual" };
  places.Numpad1 = "width";
  places.Numpad2 = "page";
  places.Numpad3 = "actual";
  return shiftKey && !/^\d$/.test(key) ? undefined : places[code];
}
