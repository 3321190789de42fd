// What the theme's frame lacks for those who hear a page instead of seeing it.
(() => {
  "use strict";

  for (const search of document.querySelectorAll(".md-search[role=dialog]:not([aria-label])")) {
    search.setAttribute("aria-label", "Search");
  }
})();
