/* The link on top of the home page puts the cursor into the search box; without this file it leads to the services. */
(function () {
  "use strict";
  const BOX = "[data-rl-search-input], [data-md-component='search-query'], .md-search__input";

  function open(event) {
    const box = document.querySelector(BOX);
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const toggle = document.querySelector("[data-md-toggle='search']");
    if (toggle && !toggle.checked) toggle.click();
    box.focus();
  }

  function start() {
    document.querySelectorAll(".rl-find a").forEach((link) => {
      if (link.dataset.rlReady) return;
      link.dataset.rlReady = "yes";
      link.addEventListener("click", open);
    });
  }

  if (typeof window.document$ !== "undefined") window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
