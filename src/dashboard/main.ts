import { chosen } from "./i18n/language.ts";
import { App } from "./shell/app.ts";
import { applyTheme } from "./shell/theme.ts";

applyTheme();
// In the reader's language from the first word on.
await chosen.start();
customElements.define("dorg-app", App);
