// Move the focus to what was refused, so that it is read first, where `autofocus` of the element is not known.

document.getElementById("problem")?.focus();
