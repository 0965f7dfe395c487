// Send a kept form at once when its owner has signed in again. Without it one press does.

document.querySelector("[data-resend]")?.requestSubmit();
