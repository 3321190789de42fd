/* Fills the labels of an alert into the commands of a page: with ?namespace=x the code's <namespace>, $NAMESPACE,
 * ${NAMESPACE} and {{ $labels.namespace }} read x, and what is copied does too. What was filled is marked, said in a
 * bar on top, and can be cleared.
 *
 * A link may come from a stranger, so only values are filled that mean nothing to a shell: letters, digits and
 * . _ : / @ - (at most 253), not beginning with - or @, with no .. between slashes, and not . or / alone.
 * Everything else is shown as it came and refused. Values are put in as text, never as HTML.
 */
(function () {
  "use strict";
  const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
  const PLAIN = /^[A-Za-z0-9_.:/][A-Za-z0-9_.:/@-]{0,252}$/;
  const NOT_LABELS = new Set(["q", "h"]); // the search's own
  const SHELL = new Set(["HOME", "IFS", "LOGNAME", "OLDPWD", "PATH", "PWD", "SHELL", "TMPDIR", "USER"]); // the shell's own
  const PLACE = new RegExp(
    [
      "<(?:(?:the|your)[ _-])?([A-Za-z][A-Za-z0-9 _-]{0,62})>",
      "\\$\\{([A-Z_][A-Z0-9_]{0,62})\\}",
      "\\$([A-Z_][A-Z0-9_]{0,62})(?![A-Za-z0-9_])",
      "\\{\\{-?\\s*(?:\\$labels|\\.Labels|\\.CommonLabels)\\.([A-Za-z_][A-Za-z0-9_]{0,62})\\s*-?\\}\\}",
    ].join("|"),
    "g"
  );

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function isSafe(value) {
    return PLAIN.test(value) && !/(?:^|\/)\.\.?(?:\/|$)/.test(value) && !/^\/+$/.test(value);
  }

  /** The address's labels: those that may be filled, and those that must not; one that is given twice must not. */
  function readLabels() {
    const safe = new Map();
    const refused = new Map();
    const query = new URLSearchParams(location.search);
    for (const name of new Set(query.keys())) {
      if (!NAME.test(name) || NOT_LABELS.has(name)) continue;
      const values = query.getAll(name);
      if (values.length === 1 && isSafe(values[0])) safe.set(name, values[0]);
      else if (values.some(Boolean)) refused.set(name, values.join(" "));
    }
    return { safe, refused };
  }

  function folded(name) {
    return name.toLowerCase().replace(/[ -]/g, "_");
  }

  /** Whether a code gives a variable its value itself: by `X=`, as what a loop goes through, or by reading it. */
  function sets(text, variable) {
    const ways = `(?:^|[\\s;&(])${variable}=|\\b(?:for|select)\\s+${variable}\\s|\\bread\\b[^\\n;|]*\\s${variable}\\b`;
    return new RegExp(ways).test(text);
  }

  /** Where a code says what a label's value is to stand for: [from, to, label]; a variable that it sets itself is its own. */
  function findPlaces(text, labels) {
    const places = [];
    for (const match of text.matchAll(PLACE)) {
      const [whole, angle, braced, bare, label] = match;
      const name = folded(angle || braced || bare || label);
      const variable = braced || bare;
      const own = variable && (SHELL.has(variable) || sets(text, variable));
      if (labels.has(name) && !own) places.push([match.index, match.index + whole.length, name]);
    }
    return places;
  }

  /** Put marks into a code's text, whatever spans the highlighter cut it into; from the end, so that places hold. */
  function fill(code, labels, used) {
    const text = code.textContent;
    const places = findPlaces(text, labels);
    if (!places.length) return null;
    const before = [...code.childNodes].map((node) => node.cloneNode(true));
    for (const [from, to, name] of places.reverse()) {
      const range = rangeOf(code, from, to);
      const mark = element("mark", { class: "rl-filled", title: text.slice(from, to) }, labels.get(name));
      range.deleteContents();
      range.insertNode(mark);
      used.add(name);
    }
    return () => code.replaceChildren(...before);
  }

  function rangeOf(code, from, to) {
    const range = document.createRange();
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const end = at + node.data.length;
      if (from >= at && from < end) range.setStart(node, from - at);
      if (to > at && to <= end) {
        range.setEnd(node, to - at);
        break;
      }
      at = end;
    }
    return range;
  }

  function said(labels, names) {
    return [...names].flatMap((name, index) => {
      return [index ? ", " : "", element("code", {}, `${name}=${labels.get(name)}`)];
    });
  }

  const { safe, refused } = readLabels();
  if (!safe.size && !refused.size) return;
  const folds = new Map([...safe].map(([name, value]) => [folded(name), value]));
  const used = new Set();
  const page = document.querySelector("article") || document.querySelector("main, [role=main]") || document.body;
  const undo = [...page.querySelectorAll("code")]
    .filter((code) => !code.closest(".rl-choose, .rl-rule"))
    .map((code) => fill(code, folds, used))
    .filter(Boolean);
  const filled = [...safe.keys()].filter((name) => used.has(folded(name)));
  const bar = element("div", { class: "rl-filled-bar", role: "status" });
  if (filled.length) {
    const clear = element("button", { type: "button", class: "rl-button" }, "Clear these values");
    const line = element("p", {}, "Filled from the address: ", ...said(safe, filled), ". Look before you run it. ", clear);
    clear.addEventListener("click", () => {
      undo.forEach((each) => each());
      const query = new URLSearchParams(location.search);
      filled.forEach((name) => query.delete(name));
      const rest = query.toString();
      history.replaceState(null, "", location.pathname + (rest ? `?${rest}` : "") + location.hash);
      line.remove();
      if (!bar.hasChildNodes()) bar.remove();
      document.dispatchEvent(new CustomEvent("rl-labels"));
    });
    bar.append(line);
  }
  if (refused.size) {
    const names = refused.keys();
    const words = "Not filled in, because a shell could read more than a value in it: ";
    bar.append(element("p", { class: "rl-refused" }, words, ...said(refused, names), "."));
  }
  if (!bar.hasChildNodes()) return;
  const title = page.querySelector("h1");
  if (title) title.after(bar);
  else page.prepend(bar);
})();
