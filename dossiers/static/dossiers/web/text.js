// Words as they are compared and filled. Knows no page.

// Marks away, hamza and ya forms alike: enough to find a kind in a list of forty.
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\u0649/g, "\u064a") // ى → ي
    .replace(/\u0629/g, "\u0647"); // ة → ه
}

// "Page %(place)s" with { place: 3 } is "Page 3", as gettext writes it.
export function fill(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}
