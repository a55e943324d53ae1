/* What an answer needs once somebody is at it: files that go up at once, canned replies, mentions. The answer box
   loads it when it gets the focus or a file. */
export { startCanned } from "./canned.js";
export { startMentions } from "./mention.js";
export { Uploads, startRemoval } from "./uploads.js";
export { startHeld } from "./held.js";
export { startFixing } from "./fix.js";
