/* One button on a runbook, plan or alert page: copies what the incident's channel needs to know, as plain text, from
 * what stands on the page. It comes after placeholders.js by name, so that the commands are the filled ones.
 */
(function () {
  "use strict";
  const PLAIN = /^[A-Za-z0-9_.:/@-]{1,253}$/;
  const fives = document.querySelectorAll(".rl-five");
  const title = document.querySelector("article h1, main h1, h1");
  if (!fives.length || !title) return;

  function textOf(node) {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".headerlink, .md-clipboard, .md-code__nav, button").forEach((each) => each.remove());
    return copy.textContent.replace(/[^\S\n]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
  }

  function labels() {
    return [...new URLSearchParams(location.search)]
      .filter(([name, value]) => /^[A-Za-z_]\w{0,62}$/.test(name) && PLAIN.test(value) && name !== "q" && name !== "h")
      .map(([name, value]) => `${name}=${value}`);
  }

  /** Rota, telephone and channel as they stand on the page, with the address behind them where the text has none. */
  function calls() {
    return [...document.querySelectorAll(".rl-who li:not(.rl-summary)")].map((item) => {
      const link = item.querySelector("a[href]");
      const url = link && !link.href.startsWith("tel:") && !link.href.startsWith(location.origin) ? ` ${link.href}` : "";
      return textOf(item) + url;
    });
  }

  /** The five answers; on a page for several rules of one name, the rule that the address means. */
  function answers() {
    const which = fives.length === 1 ? ":scope > ul > li" : ".rl-choose li.rl-this";
    return [...(fives.length === 1 ? fives[0] : document).querySelectorAll(which)].map(textOf);
  }

  function summary() {
    const lines = [textOf(title), ...labels()];
    document.querySelectorAll(".rl-overdue").forEach((each) => lines.push(textOf(each)));
    lines.push("", ...answers());
    const who = calls();
    if (who.length) lines.push("", ...who);
    lines.push("", location.href);
    return lines.join("\n") + "\n";
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea"); // a page without https has no clipboard to ask
      area.value = text;
      area.style.position = "fixed";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.className = "rl-button";
  button.textContent = "Copy a summary for the channel";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    told.textContent = (await copy(summary())) ? "Copied." : "Could not be copied: select the text by hand.";
    button.focus();
  });
  const calling = fives.length === 1 && document.querySelector(".rl-who > ul");
  const bar = document.createElement(calling ? "li" : "p");
  bar.className = "rl-summary";
  bar.append(button, " ", told);
  if (calling) calling.append(bar);
  else (document.querySelector(".rl-choose") || fives[0]).after(bar);
})();
