/* What a list of results begins with: pages that are called what was typed, then those that say it word for word. */
const exact = (() => {
  "use strict";

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&" };

  /* Words only, in small letters, with a space on either side: punctuation and markup do not count. */
  function plain(html) {
    const text = String(html).replace(/<\/?mark[^>]*>/g, "").replace(/<[^>]*>/g, " ")
      .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]);
    return ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  }

  /* The last part of a page's address: an alert's name, a service's id. */
  function last(location) {
    const parts = location.replace(/#.*/, "").split("/").filter(Boolean);
    const part = parts[parts.length - 1] || "";
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  /* How well a page meets a query: 3 is its address, 2 begins its title, 1 is said on it, 0 is all else. */
  function level(group, query) {
    const page = group.find((each) => !each.location.includes("#")) || group[0];
    if (plain(last(page.location)) === query) return 3;
    if (plain(page.title).startsWith(query)) return 2;
    return query.trim().includes(" ") && group.some((each) => plain(each.text).includes(query)) ? 1 : 0;
  }

  /* The part that says it first, with a score of its own: the theme shows those with the first one's score. */
  function told(group, query) {
    const part = group.find((each) => plain(each.text).includes(query));
    const score = Math.max(...group.map((each) => each.score)) + 1;
    return part ? [{ ...part, score }, ...group.filter((each) => each !== part)] : group;
  }

  /* Groups of a page and its sections, in the engine's order where nothing is exact. */
  function ordered(groups, typed) {
    const query = plain(typed);
    if (!query.trim()) return groups;
    const levels = [[], [], [], []];
    for (const group of groups) {
      const found = level(group, query);
      levels[3 - found].push(found === 1 ? told(group, query) : group);
    }
    return levels.flat();
  }

  return { ordered };
})();
