/* The page that was not found: looks up the name in the address among all alerts and services. An exact one is opened
 * (a plan's address by its file is no longer where it stands); else the nearest are offered, and the search is filled.
 */
(function () {
  "use strict";
  const FEW = 5;
  const root = new URL("..", document.currentScript.src);
  const title = document.querySelector("article h1") || document.querySelector("main h1, [role=main] h1");
  if (!title || !/^404\b/.test(title.textContent.trim())) return;

  /** The last word of the address: what somebody asked for. */
  function asked() {
    const parts = location.pathname.split("/").filter((part) => part && !/^index(\.html)?$/.test(part));
    try {
      return decodeURIComponent(parts.pop() || "").replace(/\.(?:html|md)$/, "");
    } catch {
      return "";
    }
  }

  /** Letters to change, add or leave out to make one word of another. */
  function distance(one, other) {
    let last = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let row = 1; row <= one.length; row += 1) {
      const current = [row];
      for (let column = 1; column <= other.length; column += 1) {
        const cost = last[column - 1] + (one[row - 1] === other[column - 1] ? 0 : 1);
        current.push(Math.min(cost, last[column] + 1, current[column - 1] + 1));
      }
      last = current;
    }
    return last[other.length];
  }

  /** The names nearest to a word: those that hold it or are held by it, then by letters; none that is far off. */
  function nearest(word, names) {
    const wanted = word.toLowerCase().slice(0, 100);
    return names
      .map((name) => {
        const plain = name.toLowerCase();
        const within = wanted.length > 3 && (plain.includes(wanted) || wanted.includes(plain));
        return { name, far: within ? 0.1 : distance(wanted, plain) / Math.max(wanted.length, plain.length) };
      })
      .filter(({ far }) => far <= 0.5)
      .sort((one, other) => one.far - other.far || one.name.localeCompare(other.name))
      .slice(0, FEW)
      .map(({ name }) => name);
  }

  function offer(word, names, known, more) {
    const list = document.createElement("ul");
    for (const name of names) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = new URL(known[name], root).href + location.search;
      link.textContent = name;
      item.append(link);
      list.append(item);
    }
    const text = document.createElement("p");
    text.textContent = names.length
      ? `There is no ${word} here. Did you mean:`
      : `There is no ${word} here, and nothing that is called much like it.`;
    title.after(text, ...(names.length ? [list] : []), ...more);
  }

  /** Put the word into the search; returns what to tap to ask for it. */
  function search(word) {
    const box = document.querySelector(".md-search__input");
    if (!box) return [];
    box.value = word.replace(/[-_]+/g, " ").trim() || word;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rl-button";
    button.textContent = `Search for ${word}`;
    button.addEventListener("click", () => {
      box.focus();
      box.dispatchEvent(new Event("keyup", { bubbles: true }));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return [button];
  }

  /** Every name with its address below the site's root; none where they could not be had. */
  async function load() {
    try {
      const answer = await fetch(new URL("assets/names.json", root));
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }

  async function look() {
    const word = asked();
    if (!word) return;
    const known = await load();
    const names = Object.keys(known);
    const same = names.find((name) => name === word) || names.find((name) => name.toLowerCase() === word.toLowerCase());
    const target = same ? new URL(known[same], root) : null;
    if (target && target.pathname !== location.pathname) location.replace(target.href + location.search + location.hash);
    else offer(word, nearest(word, names), known, search(word));
  }

  look();
})();
