// The questions of the desk are answered by a click.

import { choose } from "./choices.js";

document.addEventListener("click", choose);
