/* On a phone each row of a table of records is a card (records.css): its cells need their column's name beside them.
 * What is drawn as blocks is no table to a screen reader any more, so the roles are said.
 * Any other table that is wider than a phone becomes one of records there. */
(function () {
  "use strict";

  function label(table) {
    if (table.dataset.rlLabelled) return;
    table.dataset.rlLabelled = "yes";
    table.setAttribute("role", "table");
    const heads = [...table.querySelectorAll("thead th")];
    for (const head of heads) head.setAttribute("role", "columnheader");
    for (const group of table.querySelectorAll("thead, tbody")) group.setAttribute("role", "rowgroup");
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      if (row.parentElement.tagName === "THEAD") continue;
      [...row.cells].forEach((cell, index) => {
        cell.setAttribute("role", "cell");
        const name = heads[index] ? heads[index].textContent.trim() : "";
        if (name) cell.dataset.label = name;
        if (/^[-–]?$/.test(cell.textContent.trim())) cell.classList.add("rl-empty");
      });
    }
  }

  const PHONE = window.matchMedia("(max-width: 44.9375em)");

  /** Make cards of the tables that would have to be scrolled sideways. */
  function narrow() {
    if (!PHONE.matches) return;
    for (const table of document.querySelectorAll("article table:not([class])")) {
      const outer = table.closest(".md-typeset__scrollwrap") || table;
      if (table.closest(".rl-records") || !table.tHead || outer.scrollWidth <= outer.clientWidth) continue;
      const records = document.createElement("div");
      records.className = "rl-records rl-compact";
      outer.replaceWith(records);
      records.append(outer);
    }
  }

  function start() {
    narrow();
    document.querySelectorAll(".rl-records table").forEach(label);
  }

  if (typeof window.document$ !== "undefined") window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
