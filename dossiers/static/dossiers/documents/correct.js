// Enlarge the pages beside the form of corrections. Without it a link opens each in a new window.

import { openPagePanel } from "../filing/page-panel.js";

openPagePanel(document.querySelector("[data-sheets]"));
