"use strict";
/* Stands before the theme's own search worker: what is typed is taken as words. A command that is pasted has words such
 * as `-n` and `--since=10m`, which the engine would take for "nothing that has an n"; a letter alone finds too much. */
addEventListener("message", (event) => {
  const { type, data } = event.data;
  if (type !== 2 || typeof data !== "string") return;
  const plain = data.replace(/(^|\s)-\w(?=\s)/g, "$1").replace(/(^|\s)[-+~^:*]+(?=\S)/g, "$1")
    .replace(/[:~^*]+/g, " ");
  if (plain === data) return;
  event.stopImmediatePropagation();
  dispatchEvent(new MessageEvent("message", { data: { type, data: plain } }));
});
