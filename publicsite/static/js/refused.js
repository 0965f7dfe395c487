// Move the focus to what was refused or is asked, so that it is read first: a browser obeys `autofocus`
// only where nothing else had the focus before.

(document.querySelector("[role=alert][autofocus]") ?? document.getElementById("problem"))?.focus();
