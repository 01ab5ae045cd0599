// The dialogs for photos and voice: a file of its own, for pages on which not everybody takes a photo or speaks.
export { openPhoto } from "./photo.js";
export { openVoice } from "./voice_dialog.js";
