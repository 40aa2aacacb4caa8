// The cards that a frame's address asks for; the page around it is told how high they are.
(() => {
  "use strict";
  const main = document.querySelector("main");
  const cards = document.createElement("poliflash-cards");
  const asked = new URLSearchParams(location.search);
  for (const name of ["channel", "limit", "heading-level", "layout", "theme"])
    if (asked.has(name)) cards.setAttribute(name, asked.get(name));
  // One document in all languages; whatever else the address says, it lies beside this frame.
  if (asked.has("alone") && /^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(asked.get("channel")))
    cards.setAttribute("src", new URL(`${asked.get("channel")}.json`, location));

  // No page is known here whose colours to follow: those of the visitor's system, unless told.
  const theme = /^(light|dark)$/.test(asked.get("theme")) ? asked.get("theme") : "light dark";
  const style = new CSSStyleSheet();
  style.replaceSync(
    `:root{color-scheme:${theme};font:1rem/1.5 system-ui,sans-serif}` +
      "body{display:flow-root;margin:0;padding:1px;background:canvas;color:canvastext}" +
      // Below the cards nothing stands that could move: no room is kept.
      "poliflash-cards{min-height:0!important}",
  );
  document.adoptedStyleSheets = [style];
  if (cards.getAttribute("theme") === "bootstrap-italia") cards.removeAttribute("theme");

  // The height is no secret: whoever frames this page may know it. Without a width (the frame is
  // hidden, or not laid out yet) words stand one above the other, as high as a tower; and what
  // only keeps the cards' room is not as high as they are.
  const tell = () => {
    if (!innerWidth || cards.shadowRoot?.querySelector(".poliflash-wait")) return;
    cards.free?.();
    parent.postMessage({ type: "poliflash:height", height: document.body.offsetHeight }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  main.append(cards);
  queueMicrotask(
    () => cards.shadowRoot && new MutationObserver(tell).observe(cards.shadowRoot, { childList: true }),
  );
})();
