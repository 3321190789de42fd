/* What stands behind the theme's search box on a large site: it asks Pagefind, and answers as the theme expects.
 *
 * The theme (Material for MkDocs) speaks to a worker: 0 sets up, 1 says that it is ready, 2 asks, 3 answers.
 * Titles and excerpts are put into the page as HTML by the theme, so everything here is escaped.
 */
(() => {
  "use strict";

  const MOST = 12; // pages in the list; each costs a small request
  const WAIT = 80; // milliseconds after the last key
  const root = new URL("../../../", self.location.href);
  let engine = null;
  let newest = 0;

  function load() {
    engine = engine || import(new URL("pagefind/pagefind.js", root).href).then(async (pagefind) => {
      await pagefind.options({
        excerptLength: 24,
        ranking: { termFrequency: 0.6, termSaturation: 1.2, pageLength: 0.4, termSimilarity: 8.0 },
      });
      await pagefind.init();
      return pagefind;
    });
    engine.catch(() => { engine = null; }); // the next key tries again
    return engine;
  }

  const escaped = (text) => String(text)
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

  /* An excerpt has its own marks and is escaped but for ampersands that it took from entities. */
  const excerpt = (html) => escaped(html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&"))
    .replace(/&lt;mark&gt;/g, "<mark>").replace(/&lt;\/mark&gt;/g, "</mark>");

  /* The address of a page from the site's root, as the theme joins it with its own base. */
  const place = (url) => decodeURI(new URL(url, root).href).replace(decodeURI(root.href), "");

  function item(part, words, score) {
    const terms = Object.fromEntries(words.map((word) => [word, true]));
    return { location: place(part.url), title: escaped(part.title), text: excerpt(part.excerpt), score, terms };
  }

  /* A page and the sections of it that were found, the page first. */
  function group(data, words, score) {
    const at = (url) => (data.meta.url || url.replace(/#.*/, "")) + (url.match(/#.*/) || [""])[0];
    const page = { url: at(data.url.replace(/#.*/, "")), title: data.meta.title || data.url, excerpt: data.excerpt };
    const parts = (data.sub_results || []).filter((part) => part.url.includes("#"));
    const own = (data.sub_results || []).find((part) => !part.url.includes("#"));
    if (parts.length && !own) page.excerpt = "";
    const shown = parts.slice(0, 3).map((part) => ({ ...part, url: at(part.url) }));
    return [page, ...shown].map((part) => item(part, words, score));
  }

  async function search(query) {
    const words = query.split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = await (await load()).search(query);
    const pages = await Promise.all(found.results.slice(0, MOST).map((result) => result.data()));
    return exact.ordered(pages.map((data, index) => group(data, words, found.results[index].score)), query);
  }

  async function answer(query) {
    const mine = ++newest;
    await new Promise((done) => setTimeout(done, WAIT));
    if (mine !== newest) return;
    let items = [];
    try {
      items = await search(query);
    } catch (error) {
      console.warn("search:", error);
    }
    if (mine === newest) postMessage({ type: 3, data: { items } });
  }

  addEventListener("message", (event) => {
    if (event.data.type === 0) postMessage({ type: 1 });
    if (event.data.type === 2) answer(String(event.data.data));
  });
})();
