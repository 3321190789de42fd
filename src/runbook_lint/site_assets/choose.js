/* Where several rules go by one name: marks the one that the address's labels mean (?severity=page&namespace=x), and
 * hands the labels on to the page that it leads to. Without this file the reader chooses from the list.
 */
(function () {
  "use strict";
  const query = new URLSearchParams(location.search);
  if (![...query].length) return;

  /** The labels that a row shows, as `name="value"` in code. */
  function labelsOf(row) {
    return [...row.querySelectorAll("code")].flatMap((code) => {
      const match = /^([^=]+)="([\s\S]*)"$/.exec(code.textContent);
      return match ? [[match[1], match[2]]] : [];
    });
  }

  /** How many labels of a row the address names; -1 where it names another value for one. */
  function fit(row) {
    let count = 0;
    for (const [name, value] of labelsOf(row)) {
      if (!query.has(name)) continue;
      if (query.get(name) !== value) return -1;
      count += 1;
    }
    return count;
  }

  for (const list of document.querySelectorAll(".rl-choose ul")) {
    const rows = [...list.children];
    const fits = rows.map(fit);
    const best = Math.max(...fits);
    if (best < 1) continue;
    rows.forEach((row, index) => {
      row.classList.toggle("rl-this", fits[index] === best);
      row.classList.toggle("rl-not-this", fits[index] < 0);
      if (fits[index] === best) row.setAttribute("aria-current", "true");
    });
  }
  for (const link of document.querySelectorAll(".rl-choose a[href], .rl-open a[href]")) {
    const target = new URL(link.href);
    if (target.origin === location.origin && !target.search) {
      target.search = location.search;
      link.href = target.href;
    }
  }
})();
