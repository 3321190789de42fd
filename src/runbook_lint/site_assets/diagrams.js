/* Draws the Mermaid diagrams of a page with the copy of Mermaid that the site carries.
   The copy is large: it is loaded when the first diagram comes near the window, and never on a page without one.
   A diagram that cannot be drawn stays readable as its source, with a note. */
(function () {
  "use strict";

  var library = new URL("vendor/mermaid.min.js", document.currentScript.src).href;
  // What would make a drawn diagram ask another host for a file: such a one stays text.
  var foreign = /\bimg\b["']?\s*:|url\s*\(|image-set\s*\(|@import|<img\b|<image\b|<style\b/i;
  // What of HTML a label may have; nothing of it loads, looks like the site, or leads anywhere.
  var tags = ["b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "code", "br", "span", "p", "div"];
  var loading = null;
  var queue = Promise.resolve();
  var count = 0;

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    if (text) { made.textContent = text; }
    return made;
  }

  function load() {
    loading = loading || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = library;
      script.onload = function () { resolve(window.mermaid); };
      script.onerror = function () { loading = null; reject(new Error("the diagram library could not be loaded")); };
      document.head.appendChild(script);
    });
    return loading;
  }

  /* Whether drawing it would load a file; a name may be written with escapes, or on a line of its own. */
  function loads(text) {
    var escaped = /\\[0-9a-fux]/i.test(text) && /@\{|%%\{|\bconfig\s*:|\bstyle\b|\bclassDef\b|\blinkStyle\b/i.test(text);
    return foreign.test(text) || escaped || (/@\{/.test(text) && /^\s*\?\s/m.test(text));
  }

  function isDark() {
    var scheme = document.body.getAttribute("data-md-color-scheme");
    return scheme ? scheme === "slate" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function settings() {
    return {
      startOnLoad: false,
      securityLevel: "strict",
      dompurifyConfig: { ALLOWED_TAGS: tags, ALLOWED_ATTR: [] },
      theme: isDark() ? "dark" : "neutral",
      fontFamily: getComputedStyle(document.body).fontFamily,
      suppressErrorRendering: true,
      maxTextSize: 200000,
      maxEdges: 2000,
      flowchart: { useMaxWidth: true, wrappingWidth: 400 },
      secure: ["secure", "securityLevel", "dompurifyConfig", "startOnLoad", "maxTextSize", "maxEdges",
               "suppressErrorRendering", "themeCSS", "fontFamily", "altFontFamily"]
    };
  }

  /* The heading above a diagram names it for those who do not see it. */
  function named(block) {
    var headings = document.querySelectorAll("h1, h2, h3, h4, h5, h6");
    var above = "";
    headings.forEach(function (heading) {
      if (heading.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) {
        above = (heading.firstChild && heading.firstChild.textContent || "").trim() || above;
      }
    });
    return above ? "Diagram: " + above : "Diagram";
  }

  function Diagram(block) {
    this.block = block;
    this.text = (block.querySelector("code") || block).textContent;
    this.place = element("div", "rl-diagram");
    this.note = element("p", "rl-diagram-note");
    this.source = element("details", "rl-diagram-source");
    this.drawn = "";
    block.parentNode.insertBefore(this.place, block);
  }

  Diagram.prototype.draw = function () {
    var self = this;
    if (loads(self.text)) {
      return self.fail("it names a file from elsewhere");
    }
    queue = queue.then(load).then(function (mermaid) {
      var theme = settings();
      if (self.drawn === theme.theme) { return null; }
      mermaid.initialize(theme);
      count += 1;
      return mermaid.render("rl-diagram-" + count, self.text).then(function (result) {
        self.show(result.svg);
        self.drawn = theme.theme;
      });
    }).catch(function (error) {
      self.fail(String(error && error.message || error).split("\n")[0]);
    });
    return queue;
  };

  Diagram.prototype.show = function (svg) {
    // Mermaid has cleaned it; it is read as a page of its own, in which nothing runs, and moved from there.
    var drawn = new DOMParser().parseFromString(svg, "text/html").body.querySelector("svg");
    if (!drawn) { throw new Error("nothing was drawn"); }
    drawn.querySelectorAll("a").forEach(function (link) { link.removeAttribute("target"); });
    var title = drawn.querySelector("title");
    var linked = drawn.querySelector("a") !== null;
    // What stands inside an image is hidden from screen readers: one with links is a group instead.
    this.place.setAttribute("role", linked ? "group" : "img");
    this.place.setAttribute("aria-label", title && title.textContent || this.label || (this.label = named(this.block)));
    this.place.replaceChildren(document.adoptNode(drawn));
    this.place.tabIndex = 0; // it may be wider than the window: the keyboard must be able to scroll it
    this.note.remove();
    if (!this.source.parentNode) {
      this.source.appendChild(element("summary", "", "The diagram as text"));
      this.block.parentNode.insertBefore(this.source, this.block);
      this.source.appendChild(this.block);
    }
  };

  Diagram.prototype.fail = function (reason) {
    this.note.textContent = "This diagram is shown as text: " + reason.replace(/[.:\s]+$/, "") + ".";
    if (!this.note.parentNode && !this.drawn) { this.place.parentNode.insertBefore(this.note, this.place); }
  };

  var seen = [];
  document.querySelectorAll(".language-mermaid").forEach(function (found) {
    var block = found.closest(".highlight") || found.closest("pre") || found;
    if (seen.indexOf(block) < 0) { seen.push(block); }
  });
  var diagrams = seen.map(function (block) { return new Diagram(block); });
  if (!diagrams.length) { return; }

  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) { return; }
      watcher.unobserve(entry.target);
      diagrams.forEach(function (diagram) { if (diagram.block === entry.target) { diagram.draw(); } });
    });
  }, { rootMargin: "600px" });
  diagrams.forEach(function (diagram) { watcher.observe(diagram.block); });

  new MutationObserver(function () {
    diagrams.forEach(function (diagram) { if (diagram.drawn) { diagram.draw(); } });
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  window.addEventListener("beforeprint", function () {
    diagrams.forEach(function (diagram) { if (!diagram.drawn) { diagram.draw(); } });
  });
})();
