/* Says how old things are in the reader's own time (days by UTC): the review of a page, and the site itself.
 * <p class="rl-review" data-rl-reviewed="2026-11-05" data-rl-due="2027-02-03" data-rl-by="Jo">; the footer's
 * <span class="rl-build" data-built="2026-11-21" data-commit="…">. Without this file the dates stand there.
 */
(function () {
  "use strict";
  const DAY = 86400000;
  const OLD = 7; // days after which a site says so on every page

  /** The days since an ISO date; below 0 where it is still to come, NaN for no date. */
  function daysSince(text) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text || "");
    if (!parts) return NaN;
    return Math.floor(Date.now() / DAY) - Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY;
  }

  function many(count) {
    return count === 1 ? "1 day" : `${count} days`;
  }

  function ago(days) {
    if (days === 0) return "today";
    if (days === 1) return "yesterday";
    return days > 0 ? `${many(days)} ago` : `in ${many(-days)}`;
  }

  function sayReview(place) {
    const { rlReviewed: on, rlDue: due, rlBy: by } = place.dataset;
    const since = daysSince(on);
    if (Number.isNaN(since)) return;
    const late = daysSince(due);
    const who = by ? ` by ${by}` : "";
    place.title = `Reviewed on ${on}${due ? `, due on ${due}` : ""}`;
    if (late > 0) {
      place.classList.add("rl-overdue");
      const strong = document.createElement("strong");
      strong.textContent = `Review overdue by ${many(late)}: what stands here may no longer be true.`;
      place.replaceChildren(strong, ` Reviewed ${ago(since)}${who}, on ${on}.`);
      return;
    }
    const next = Number.isNaN(late) ? "" : late === 0 ? ", due today" : `, due ${ago(late)}`;
    place.textContent = `Reviewed ${ago(since)}${who}${next}.`;
  }

  function sayBuild(build) {
    const days = daysSince(build.dataset.built);
    if (Number.isNaN(days)) return;
    build.append(` (${ago(days)})`);
    if (days <= OLD) return;
    const commit = (build.dataset.commit || "").slice(0, 10);
    const banner = document.createElement("p");
    banner.className = "rl-old";
    banner.textContent =
      `This site is ${many(days)} old${commit ? ` (commit ${commit})` : ""}: what has changed since is not in it.`;
    const page = document.querySelector("article") || document.querySelector("main, [role=main]") || document.body;
    const title = page.querySelector("h1");
    if (title) title.after(banner);
    else page.prepend(banner);
  }

  document.querySelectorAll(".rl-review[data-rl-reviewed]").forEach(sayReview);
  document.querySelectorAll(".rl-build[data-built]").forEach(sayBuild);
})();
