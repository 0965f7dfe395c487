// Move the focus to what was refused, so that it is read first. Without it the address does (#problem).

document.getElementById("problem")?.focus();
