// All messages in English. Its keys are the keys of every language.
import messages from "./en.json" with { type: "json" };
import govern from "./govern.en.json" with { type: "json" };
import look from "./look.en.json" with { type: "json" };
import refusals from "./refusals.en.json" with { type: "json" };

const english = { ...messages, ...govern, ...look, ...refusals };
export default english;
