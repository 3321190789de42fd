/* Stands before the theme's own search worker, which speaks in numbers: 2 asks, 3 answers.
 *
 * What is typed is taken as words. A command that is pasted has words such as `-n` and `--since=10m`, which the engine
 * would take for "nothing that has an n"; and a letter alone finds everything. What it finds is put in order: the engine
 * lets a word in a title count a thousand times, so that a command would find the page of the service that it names.
 */
(() => {
  "use strict";

  const asked = []; // answers come in the order of the questions
  const send = self.postMessage.bind(self);

  const words = (typed) => typed.replace(/(^|\s)-\w(?=\s)/g, "$1").replace(/(^|\s)[-+~^:*]+(?=\S)/g, "$1")
    .replace(/[:~^*]+/g, " ");

  self.postMessage = (message, ...rest) => {
    if (message?.type !== 3 || !Array.isArray(message.data?.items)) return send(message, ...rest);
    const items = exact.ordered(message.data.items, asked.shift() || "");
    return send({ ...message, data: { ...message.data, items } }, ...rest);
  };

  addEventListener("message", (event) => {
    const { type, data } = event.data;
    if (type !== 2 || typeof data !== "string" || event.data.asked) return;
    asked.push(data);
    event.stopImmediatePropagation();
    dispatchEvent(new MessageEvent("message", { data: { type, data: words(data), asked: true } }));
  });
})();
