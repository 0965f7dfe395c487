// What every shortcut asks first. No page is touched here: whoever listens decides what a key does.
// Without scripts there are no shortcuts; every deed has a link or a button.

const SINGLE_KEYS = "single-keys";

// Keys of one character can be switched off on this device (WCAG 2.1.4): for people who dictate,
// and for hands that brush keys.
export function areSingleKeysOn() {
  return localStorage.getItem(SINGLE_KEYS) !== "off";
}

export function switchSingleKeys(isOn) {
  if (isOn) localStorage.removeItem(SINGLE_KEYS);
  else localStorage.setItem(SINGLE_KEYS, "off");
}

export function hasModifier({ altKey, ctrlKey, metaKey }) {
  return altKey || ctrlKey || metaKey;
}

// Whether a key would write something where it is pressed.
export function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}
