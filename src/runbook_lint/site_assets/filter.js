/* Filters for tables of Markdown: <div class="rl-filtered" data-rl-filter="Service | Severity | Day:year" markdown>
 * around one or more tables. Each name is a column's heading; `:year` takes the years of its cells, `:contains` keeps
 * every part of a cell that commas separate (the default), `:whole` the cell as it is.
 * `data-rl-noun` names a row ("alert"); `data-rl-name` is put before the names in the address, for a second one
 * on a page; `data-rl-text="off"` leaves out the box for text.
 * The state stands in the address, so that a filtered table can be sent to somebody. Without this file it is whole.
 */
(function () {
  "use strict";
  const FEW = 2; // rows below which there is nothing to choose
  let controls = 0;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function textOf(node) {
    return node.textContent.replace(/\s+/g, " ").trim();
  }

  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  /** The values that a cell counts under. */
  function valuesOf(cell, form) {
    const text = cell.dataset.rlValue || textOf(cell);
    if (form === "year") return text.match(/\b\d{4}\b/g) || [];
    if (form === "whole") return text ? [text] : [];
    return text.split(/\s*,\s*/).filter((part) => part && part !== "-" && part !== "–");
  }

  function readFields(block) {
    return (block.dataset.rlFilter || "").split("|").map((part) => part.trim()).filter(Boolean).map((part) => {
      const [, title, form] = part.match(/^(.*?)(?::(year|contains|whole))?$/);
      const key = folded(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
      return { title, form: form || "contains", key: (block.dataset.rlName || "") + (form === "year" ? "year" : key) };
    });
  }

  /** Every row of the block's tables, with its folded text and the values of each field. */
  function readRows(tables, fields) {
    const rows = [];
    for (const table of tables) {
      const heads = [...table.querySelectorAll("thead th")].map((cell) => folded(textOf(cell)));
      const columns = fields.map((field) => heads.indexOf(folded(field.title)));
      for (const row of table.querySelectorAll("tbody tr")) {
        const values = fields.map((field, index) => {
          const cell = row.cells[columns[index]];
          return cell ? valuesOf(cell, field.form) : [];
        });
        rows.push({ row, values, text: folded(textOf(row)) });
      }
    }
    return rows;
  }

  function sortedValues(rows, index, form) {
    const found = [...new Set(rows.flatMap((each) => each.values[index]))];
    found.sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    return form === "year" ? found.reverse() : found;
  }

  /** A field with its label beside it: one around it would take a list's choices for words of its own. */
  function control(label, input) {
    controls += 1;
    input.id = `rl-filter-${controls}`;
    return element("div", { class: "rl-filter__field" }, element("label", { for: input.id }, label), input);
  }

  function selectOf(field, index, rows) {
    const values = sortedValues(rows, index, field.form);
    if (values.length < 2) return null;
    const any = element("option", { value: "" }, "All");
    return element("select", {}, any, ...values.map((value) => element("option", { value }, value)));
  }

  /** Hides what holds no row any more: a table in its wrapper, a group with its heading. */
  function hideEmpty(block, tables, active) {
    for (const table of tables) {
      const left = [...table.tBodies].some((body) => [...body.rows].some((row) => !row.hidden));
      const box = table.closest(".md-typeset__scrollwrap") || table;
      box.hidden = !left;
    }
    for (const group of block.querySelectorAll("details, .rl-group")) {
      const inside = [...group.querySelectorAll("tbody tr")];
      if (!inside.length) continue;
      const left = inside.some((row) => !row.hidden);
      group.hidden = !left;
      if (group.tagName !== "DETAILS") continue;
      if (!("rlOpen" in group.dataset)) group.dataset.rlOpen = group.open ? "yes" : "";
      group.open = active ? left : Boolean(group.dataset.rlOpen);
    }
  }

  function keepInAddress(states) {
    const query = new URLSearchParams(location.search);
    for (const [key, value] of states) value ? query.set(key, value) : query.delete(key);
    const text = query.toString();
    history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  function start(block) {
    if (block.dataset.rlReady) return;
    const tables = [...block.querySelectorAll("table")].filter((table) => table.tBodies.length);
    const fields = readFields(block);
    const rows = readRows(tables, fields);
    if (rows.length < FEW) return;
    block.dataset.rlReady = "yes";
    const noun = block.dataset.rlNoun || "row";
    const query = new URLSearchParams(location.search);
    const form = element("form", { class: "rl-filter", role: "search", "aria-label": "Filter the table" });
    const choices = [];
    fields.forEach((field, index) => {
      const select = selectOf(field, index, rows);
      if (!select) return;
      const wanted = folded(query.get(field.key) || "");
      const option = [...select.options].find((each) => folded(each.value) === wanted);
      select.value = option ? option.value : "";
      choices.push({ field, index, select });
      form.append(control(field.form === "year" ? "Year" : field.title, select));
    });
    const textKey = (block.dataset.rlName || "") + "text";
    const box = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    if (block.dataset.rlText !== "off") {
      box.value = query.get(textKey) || "";
      form.append(control("Text", box));
    }
    const reset = element("button", { type: "button", class: "rl-filter__reset" }, "Show all");
    const count = element("p", { class: "rl-filter__count", role: "status", "aria-live": "polite" });
    form.append(reset, count);

    function apply() {
      const words = folded(box.value).split(/\s+/).filter(Boolean);
      const wanted = choices.filter((each) => each.select.value);
      let shown = 0;
      for (const each of rows) {
        const fits =
          wanted.every((choice) => each.values[choice.index].includes(choice.select.value)) &&
          words.every((word) => each.text.includes(word));
        each.row.hidden = !fits;
        if (fits) shown += 1;
      }
      const active = wanted.length > 0 || words.length > 0;
      hideEmpty(block, tables, active);
      reset.hidden = !active;
      const nouns = noun + (rows.length === 1 ? "" : "s");
      count.textContent = active ? `${shown} of ${rows.length} ${nouns}` : `${rows.length} ${nouns}`;
      return [...choices.map((each) => [each.field.key, each.select.value]), [textKey, box.value.trim()]];
    }

    function changed() {
      keepInAddress(apply());
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", changed);
    form.addEventListener("input", changed);
    reset.addEventListener("click", () => {
      for (const each of choices) each.select.value = "";
      box.value = "";
      changed();
      (choices.length ? choices[0].select : box).focus();
    });
    block.prepend(form);
    apply();
  }

  function startAll() {
    document.querySelectorAll(".rl-filtered").forEach(start);
  }

  // Material says when a page is there, also one that it fetched itself.
  if (typeof window.document$ !== "undefined") window.document$.subscribe(startAll);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
