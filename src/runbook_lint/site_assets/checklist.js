/* Task lists that can be ticked. Ticks are kept in this browser only, for each page by an item's own text, so that
 * an item that was rewritten is not ticked; nothing is sent anywhere. It reads the texts before placeholders.js,
 * which comes later by name, fills them. Without this file the boxes are just drawn.
 */
(function () {
  "use strict";
  const HOUR = 3600000;
  const STALE = 12; // hours after which ticks are most likely another incident's
  const KEY = `rl-ticks:${location.pathname}`;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** What is kept of this page: {at: when it was last ticked, done: texts}. */
  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
      return { at: Number(kept.at) || 0, done: new Set(Array.isArray(kept.done) ? kept.done : []) };
    } catch {
      return { at: 0, done: new Set() };
    }
  }

  function save(state) {
    try {
      if (state.done.size) localStorage.setItem(KEY, JSON.stringify({ at: state.at, done: [...state.done] }));
      else localStorage.removeItem(KEY);
    } catch {
      // a browser that keeps nothing: the ticks hold until the page is left
    }
  }

  /** An item's own words and commands, without those of the items below it. */
  function textOf(item) {
    const copy = item.cloneNode(true);
    copy.querySelectorAll("li.task-list-item, button, .headerlink").forEach((each) => each.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /** A short name for a text: what is kept must not be another copy of the page. */
  function nameOf(text) {
    let hash = 5381;
    for (const letter of text) hash = (Math.imul(hash, 33) ^ letter.codePointAt(0)) >>> 0;
    return `${hash.toString(36)}.${text.length}`;
  }

  function readItems() {
    const times = new Map();
    return [...document.querySelectorAll("li.task-list-item")].flatMap((item) => {
      const box = item.querySelector("input[type=checkbox]");
      if (!box || box.closest("li.task-list-item") !== item) return [];
      const text = textOf(item);
      const time = (times.get(text) || 0) + 1; // the same words twice are two items
      times.set(text, time);
      return [{ item, box, text, name: `${nameOf(text)}.${time}` }];
    });
  }

  function when(at) {
    const hours = Math.floor((Date.now() - at) / HOUR);
    if (hours < STALE) return "";
    return hours < 48 ? `, last ticked ${hours} hours ago` : `, last ticked ${Math.floor(hours / 24)} days ago`;
  }

  function start(items) {
    const state = load();
    const written = items.map(({ box }) => box.checked);
    const count = element("span", { role: "status" });
    const reset = element("button", { type: "button", class: "rl-button" }, "Reset ticks");
    const bar = element("div", { class: "rl-ticks" }, count, reset);

    function show() {
      const done = items.filter(({ box }) => box.checked).length;
      count.textContent = `${done} of ${items.length} done${done && state.at ? when(state.at) : ""}`;
      count.classList.toggle("rl-stale", Boolean(done && state.at && when(state.at)));
      reset.hidden = !items.some(({ box }, index) => box.checked !== written[index]);
      for (const { item, box } of items) item.classList.toggle("rl-done", box.checked);
    }

    items.forEach(({ box, text, name }) => {
      box.disabled = false;
      box.autocomplete = "off";
      box.setAttribute("aria-label", text.slice(0, 120));
      if (state.done.has(name)) box.checked = true;
      box.addEventListener("change", () => {
        if (box.checked) state.done.add(name);
        else state.done.delete(name);
        state.at = Date.now();
        save(state);
        show();
      });
    });
    reset.addEventListener("click", () => {
      items.forEach(({ box }, index) => (box.checked = written[index]));
      state.done.clear();
      state.at = 0;
      save(state);
      show();
      items[0].box.focus();
    });
    // what is kept of items that are no longer here is let go with the next tick
    for (const name of [...state.done]) if (!items.some((each) => each.name === name)) state.done.delete(name);
    items[0].item.closest("ul, ol").before(bar);
    show();
  }

  const items = readItems();
  if (items.length) start(items);
})();
