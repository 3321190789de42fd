/* On a phone each row of a table of records is a card (records.css): its cells need their column's name beside them.
 * What is drawn as blocks is no table to a screen reader any more, so the roles are said. */
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

  function start() {
    document.querySelectorAll(".rl-records table").forEach(label);
  }

  if (typeof window.document$ !== "undefined") window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
