/* Says of <time class="rl-due" datetime="2026-12-01"> that it is past, as of the reader's own day:
 * a site that was built last month does not know what is overdue today. */
(function () {
  "use strict";
  const DAY = 24 * 60 * 60 * 1000;

  function mark(time) {
    if (time.dataset.rlJudged) return;
    time.dataset.rlJudged = "yes";
    const due = Date.parse(`${time.getAttribute("datetime")}T00:00:00Z`);
    const now = new Date();
    const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    const days = Math.round((today - due) / DAY);
    if (!(days > 0)) return;
    const late = document.createElement("span");
    late.className = "rl-late";
    late.textContent = `${days} day${days === 1 ? "" : "s"} late`;
    time.after(" ", late);
    const row = time.closest("tr");
    if (row) row.classList.add("rl-row-late");
  }

  function start() {
    document.querySelectorAll("time.rl-due[datetime]").forEach(mark);
  }

  if (typeof window.document$ !== "undefined") window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
