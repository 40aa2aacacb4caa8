/*! Poliflash 1.0.0 (MIT): story cards and key figures on any page. It stores nothing on the visitor's
    device, asks nobody but the host it came from, and needs no unsafe-inline. */
(() => {
  "use strict";
  // Another copy was here first, whatever its version; or constructed style sheets are missing,
  // and a strict policy would leave cards bare: what the page shows already stays.
  if (!window.customElements || customElements.get("poliflash-cards")) return;
  if (!("adoptedStyleSheets" in Document.prototype)) return;

  const script = document.currentScript || document.querySelector('script[src*="/poliflash.js"]');
  const DATA = script && script.src && new URL("../v1/", script.src);
  const SIZES = ["(min-width: 48rem) 24rem, 100vw", "(min-width: 36rem) 16rem, 100vw", "(min-width: 48rem) 48rem, 100vw"];
  const EVERY = 300e3; // milliseconds between two looks at a channel
  const SAID = {
    it: ["Le storie non sono raggiungibili in questo momento.", "Non c’è ancora niente da mostrare."],
    en: ["The stories cannot be reached at the moment.", "There is nothing to show yet."],
  };
  const CSS = `.poliflash{--_ink:var(--poliflash-ink,#14202b);--_soft:var(--poliflash-soft,#4c5a67);--_card:var(--poliflash-card,#fff);--_line:var(--poliflash-line,#d5d9de);--_focus:var(--poliflash-focus,#0b4a86);--_research_innovation:#0b5394;--_at_polito:#0b6b62;--_students:#6a3d9a;--_awards:#8a4b00;--_external:#4c5a67;--_radius:var(--poliflash-radius,0.7em);container:poliflash / inline-size;font-family:var(--poliflash-font,inherit);line-height:1.5;text-align:start;overflow-wrap:break-word}@supports (color:light-dark(#000,#fff)){.poliflash{--_ink:var(--poliflash-ink,light-dark(#14202b,#eef2f5));--_soft:var(--poliflash-soft,light-dark(#4c5a67,#b1bdc8));--_card:var(--poliflash-card,light-dark(#fff,#16202a));--_line:var(--poliflash-line,light-dark(#d5d9de,#344352));--_focus:var(--poliflash-focus,light-dark(#0b4a86,#9ccaff));--_research_innovation:light-dark(#0b5394,#8cc2ff);--_at_polito:light-dark(#0b6b62,#6fd6c8);--_students:light-dark(#6a3d9a,#cdb0f5);--_awards:light-dark(#8a4b00,#f5c06a);--_external:light-dark(#4c5a67,#b4c0cb)}}.poliflash[data-theme="light"]{color-scheme:light}.poliflash[data-theme="dark"]{color-scheme:dark}.poliflash *,.poliflash ::after{box-sizing:border-box}.poliflash .poliflash-list{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--poliflash-column,17em)),1fr));gap:var(--poliflash-gap,1.25em);margin:0;padding:0;list-style-type:""}.poliflash .poliflash-item{display:flex;min-width:0;margin:0;padding:0}.poliflash .poliflash-item::before,.poliflash .poliflash-item::marker{content:none}.poliflash .poliflash-card{--_accent:var(--poliflash-accent,var(--_research_innovation));position:relative;display:flex;flex:1;flex-direction:column;min-width:0;overflow:hidden;border:1px solid var(--_line);border-radius:var(--_radius);background:var(--_card);color:var(--_soft);transition:box-shadow 0.18s}.poliflash [data-section="at_polito"]{--_accent:var(--poliflash-accent,var(--_at_polito))}.poliflash [data-section="students"]{--_accent:var(--poliflash-accent,var(--_students))}.poliflash [data-section="awards"]{--_accent:var(--poliflash-accent,var(--_awards))}.poliflash [data-section="external"]{--_accent:var(--poliflash-accent,var(--_external))}.poliflash .poliflash-card:hover{box-shadow:0 0.4em 1.4em rgb(10 37 64 / 16%)}.poliflash .poliflash-title{order:3;margin:0.3em 0.94em 0.4em;padding:0;border:0;color:var(--_ink);font-family:var(--poliflash-title-font,inherit);font-size:1.22em;font-weight:650;line-height:1.28;letter-spacing:normal;text-transform:none;text-wrap:pretty}.poliflash .poliflash-title a{border:0;background:none;color:inherit;text-decoration:none}.poliflash .poliflash-title a::after{content:"";position:absolute;inset:0;border-radius:var(--_radius)}.poliflash .poliflash-card:hover a{text-decoration:underline 2px var(--_accent);text-underline-offset:0.16em}.poliflash .poliflash-title a:focus-visible{outline:none;text-decoration:underline 2px}.poliflash .poliflash-title a:focus-visible::after{outline:3px solid var(--_focus);outline-offset:-3px}.poliflash .poliflash-picture{order:1;position:relative;aspect-ratio:16 / 9;margin:0;overflow:hidden;background:color-mix(in srgb,var(--_accent) 16%,var(--_card));font-size:0.85em}.poliflash .poliflash-picture img{position:absolute;inset:0;width:100%;max-width:none;height:100%;margin:0;border:0;border-radius:0;object-fit:cover}.poliflash .poliflash-kicker,.poliflash .poliflash-source{margin:0.95em 1.35em 0;color:inherit;font-size:0.85em}.poliflash .poliflash-kicker{order:2;display:flex;flex-wrap:wrap;gap:0.1em 0.8em}.poliflash .poliflash-section{color:var(--_accent);font-weight:650}.poliflash .poliflash-language{padding-inline:0.5em;border:1px solid;border-radius:1em}.poliflash .poliflash-teaser{order:4;margin:0 1.15em 0.9em;color:inherit;font-size:1em}.poliflash .poliflash-source{order:5;margin-block:auto 0;padding-block:0.7em 0.85em;border-block-start:1px solid var(--_line)}.poliflash .poliflash-plain{border-block-start:4px solid var(--_accent)}.poliflash .poliflash-plain .poliflash-title{font-size:1.4em;margin-inline:0.82em}.poliflash .poliflash-empty{margin:0;padding:1.5em;border:1px dashed var(--_line);border-radius:var(--_radius);background:var(--_card);color:var(--_soft)}.poliflash .poliflash-foot{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 1.5em;margin:0.8em 0 0;color:inherit;font-size:0.9em}.poliflash .poliflash-more{display:inline-flex;align-items:center;min-height:2em;color:inherit;text-decoration:underline;text-underline-offset:0.18em}.poliflash .poliflash-more:hover{text-decoration-thickness:2px}.poliflash .poliflash-more:focus-visible{outline:3px solid;outline-offset:2px}.poliflash .poliflash-list-layout{grid-template-columns:minmax(0,1fr)}@container poliflash (min-width:520px){.poliflash .poliflash-list-layout .poliflash-card:not(.poliflash-plain),.poliflash .poliflash-featured>:first-child .poliflash-card:not(.poliflash-plain){display:grid;grid-template:auto auto 1fr auto / minmax(0,5fr) minmax(0,9fr)}.poliflash .poliflash-list-layout .poliflash-picture,.poliflash .poliflash-featured>:first-child .poliflash-picture{grid-area:1 / 1 / -1 / 2;aspect-ratio:auto;min-height:9em}.poliflash .poliflash-list-layout .poliflash-source,.poliflash .poliflash-featured>:first-child .poliflash-source{grid-row:4}.poliflash .poliflash-featured{grid-template-columns:repeat(2,minmax(0,1fr))}.poliflash .poliflash-featured>:first-child{grid-column:1 / -1}.poliflash .poliflash-featured>:first-child .poliflash-card:not(.poliflash-plain){grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.poliflash .poliflash-featured>:first-child .poliflash-title{font-size:1.5em;margin-inline:0.77em}}@container poliflash (min-width:880px){.poliflash .poliflash-featured{grid-template-columns:repeat(3,minmax(0,1fr))}.poliflash .poliflash-featured>:first-child:not(:only-child){grid-area:span 2 / span 2}.poliflash .poliflash-featured>:first-child:not(:only-child) .poliflash-card.poliflash-card{display:flex}.poliflash .poliflash-featured>:first-child:not(:only-child) .poliflash-picture{flex:1 1 auto;aspect-ratio:16 / 9}}@media (prefers-reduced-motion:reduce){.poliflash .poliflash-card{transition:none}}@media (prefers-contrast:more){.poliflash{--_line:currentcolor;--_soft:var(--_ink)}}@media (forced-colors:active){.poliflash .poliflash-title a:focus-visible::after{outline-color:Highlight}}@media print{.poliflash{color-scheme:light}.poliflash .poliflash-item{break-inside:avoid}}:host{display:block}:host([hidden]){display:none}.poliflash-message{margin:0}.poliflash-unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.poliflash-wait .poliflash-card>:not(.poliflash-picture),.poliflash-wait>p{visibility:hidden}`;
  let sheet;

  /** An absolute http(s) address, or null; `base` only for what the page's author wrote. */
  const address = (text, base) => {
    try {
      const url = new URL(text, base);
      return /^https?:$/.test(url.protocol) ? url.href : null;
    } catch {
      return null;
    }
  };

  /** A srcset whose addresses are all allowed, or null. */
  const srcset = (text) =>
    text && text.split(/,\s+/).every((one) => address(one.trim().split(" ")[0])) ? text : null;

  /** An element; text is never read as markup. The names of our classes are parts, too. */
  const el = (tag, facts, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(facts || {}))
      if (value != null && value !== false) made.setAttribute(name, value);
    if (/^poliflash(?!-boot)/.test(made.className)) made.part = made.className.replace(/poliflash-?/g, "").trim() || "root";
    made.append(...inside.filter((one) => one));
    return made;
  };

  const time = (date, words, name) => words && el("time", { class: name, datetime: date }, words);

  const link = (one, lang) => {
    const href = address(one.url);
    return href ? el("a", { href, rel: "noopener", hreflang: lang }, one.title) : one.title;
  };

  const image = ({ src, alt, width, height, webp, jpeg }, sizes) => {
    if (!src) return el("i");
    const set = srcset(jpeg);
    const img = el("img", {
      src, srcset: set, sizes: set && sizes, alt: alt || "", width, height,
      loading: "lazy", decoding: "async", referrerpolicy: "no-referrer",
    });
    const light = srcset(webp);
    return light ? el("picture", null, el("source", { type: "image/webp", srcset: light, sizes }), img) : img;
  };

  /** Parts of a line, with spaces between those that are there. */
  const spaced = (...parts) => parts.filter((one) => one).flatMap((one, at) => (at ? [" ", one] : [one]));

  const updated = (doc) => [`${doc.words.updated} `, time(doc.updated, doc.day)];

  const more = (doc, host, name) => {
    const own = host.getAttribute("more-href");
    const href = own ? address(own, document.baseURI) : address(doc.more);
    return href && el("a", { class: name, href }, host.getAttribute("more-label") || doc.words.more);
  };

  const credits = (one, words) =>
    [one.source, one.attribution, one.image && one.image.credit && `${words.photo} ${one.image.credit}`]
      .filter((part) => part)
      .join(" · ");

  const heading = (one, { level, lang }, name) => el(`h${level}`, { class: name, lang }, link(one, lang));

  const teaser = (one, { lang }, name) => one.teaser && el("p", { class: name, lang }, one.teaser);

  const tongue = ({ doc, lang }, name) => lang && el("span", { class: name }, doc.words.in[lang] || lang);

  /** A story in the look of the kit. */
  const card = (one, facts) =>
    el(
      "article",
      { class: `poliflash-card${one.image ? "" : " poliflash-plain"}`, "data-section": one.section },
      heading(one, facts, "poliflash-title"),
      one.image && el("div", { class: "poliflash-picture" }, image(one.image, facts.sizes)),
      el(
        "p",
        { class: "poliflash-kicker" },
        ...spaced(
          el("span", { class: "poliflash-section" }, one.kicker),
          time(one.date, one.day),
          tongue(facts, "poliflash-language"),
        ),
      ),
      teaser(one, facts, "poliflash-teaser"),
      el("p", { class: "poliflash-source" }, credits(one, facts.doc.words)),
    );

  /** A story as bootstrap-italia marks up its cards. */
  const itCard = (one, facts) => {
    const wide = facts.wide && one.image;
    const picture =
      one.image &&
      el(
        "div",
        { class: "it-card-image-wrapper" },
        el(
          "div",
          { class: "ratio ratio-16x9" },
          el("figure", { class: "figure img-full" }, image({ ...one.image, webp: null }, facts.sizes)),
        ),
      );
    const title = heading(one, facts, "it-card-title");
    const rest = [
      el(
        "div",
        { class: "it-card-body" },
        teaser(one, facts, "it-card-text"),
        el("address", { class: "it-card-signature" }, credits(one, facts.doc.words)),
      ),
      el(
        "footer",
        { class: "it-card-related it-card-footer" },
        el(
          "div",
          { class: "it-card-taxonomy" },
          ...spaced(
            el(
              "a",
              { class: "it-card-category it-card-link" },
              el("span", { class: "visually-hidden" }, `${facts.doc.words.section} `),
              one.kicker,
            ),
            tongue(facts, "badge bg-secondary"),
          ),
        ),
        time(one.date, one.day, "it-card-date"),
      ),
    ];
    return el(
      "article",
      {
        class: `it-card${wide ? " it-card-inline" : ""}${one.image ? " it-card-image" : ""} it-card-height-full rounded shadow-sm border`,
      },
      ...(wide ? [el("div", { class: "it-card-inline-content" }, title, ...rest), picture] : [title, picture, ...rest]),
    );
  };

  // What is read: one feed per address, however many elements show it.

  const feeds = new Map();

  const plan = (feed) => {
    clearTimeout(feed.timer);
    if (!feed.url || !feed.readers.size || document.hidden) return;
    feed.timer = setTimeout(load, Math.max(0, feed.next - Date.now()), feed);
  };

  const load = async (feed) => {
    if (feed.busy) return;
    feed.busy = true;
    try {
      // The browser asks with the ETag it holds: an unchanged channel costs one 304.
      const answer = await fetch(feed.url, { cache: "no-cache", credentials: "omit" });
      const text = answer.ok ? await answer.text() : "";
      if (text !== feed.text) feed.doc = JSON.parse(text);
      feed.text = text;
      feed.failures = 0;
    } catch {
      feed.failures += 1; // cards that are shown stay
    }
    feed.busy = false;
    const wait = feed.failures ? Math.min(15e3 * 2 ** feed.failures, 12 * EVERY) : EVERY;
    feed.next = Date.now() + wait * (1 + Math.random() / 4); // not all pages at once
    for (const reader of [...feed.readers]) reader.hear();
    plan(feed);
  };

  document.addEventListener("visibilitychange", () => feeds.forEach((feed) => plan(feed)));

  const feedOf = (url) => {
    if (!feeds.has(url)) feeds.set(url, { url, readers: new Set(), failures: url ? 0 : 1, next: 0 });
    return feeds.get(url);
  };

  // Where it is shown.

  const release = (host) => {
    unseen.unobserve(host);
    host.style.minHeight = "";
  };
  const unseen = new IntersectionObserver((all) => {
    for (const { target, isIntersecting } of all) if (!isIntersecting) release(target);
  });
  const telling = (node) =>
    node.nodeType === 1 ? node.localName !== "noscript" : node.nodeType === 3 && node.data.trim();

  class Embed extends HTMLElement {
    #feed;
    #shown; // the document that is shown; true when that there is none was told
    #light; // whether ours stands in the page itself instead of in a shadow
    #spare = []; // what the page put into the element, while ours stands in its place
    #status = el("p", { class: "poliflash-message", role: "status" });
    #late = false;

    connectedCallback() {
      this.#soon();
    }

    disconnectedCallback() {
      if (!this.#feed) return;
      this.#feed.readers.delete(this);
      plan(this.#feed);
      this.#feed = null;
    }

    attributeChangedCallback() {
      this.#shown = null;
      this.#soon();
    }

    /** `it` or `en`: the nearest ancestor's language, through shadows too. */
    get language() {
      let node = this;
      while (node && !(node.getAttribute && node.getAttribute("lang"))) node = node.parentNode || node.host;
      return node && /^it\b/i.test(node.getAttribute("lang")) ? "it" : "en";
    }

    get theme() {
      const theme = this.getAttribute("theme");
      return /^(light|dark)$/.test(theme) ? theme : null;
    }

    number(name, least, most, usual) {
      return Math.min(Math.max(parseInt(this.getAttribute(name), 10) || usual, least), most);
    }

    get #box() {
      return this.#light ? this : this.shadowRoot;
    }

    #soon() {
      if (!this.#late) queueMicrotask(() => this.#look());
      this.#late = true;
    }

    #look() {
      this.#late = false;
      if (!this.isConnected) return;
      this.#dress(this.getAttribute("theme") === "bootstrap-italia");
      const own = this.getAttribute("src");
      const url = own ? address(own, document.baseURI) : DATA && this.path && address(this.path, DATA);
      const feed = feedOf(url);
      if (feed !== this.#feed) {
        this.disconnectedCallback();
        this.#feed = feed;
        feed.readers.add(this);
        if (!feed.doc && !feed.failures) this.#reserve();
        plan(feed);
      }
      this.hear();
    }

    #dress(light) {
      if (light === this.#light) return;
      if (this.#light) this.replaceChildren(...this.#spare);
      this.#light = light;
      this.#shown = null;
      if (light) {
        this.#spare = [...this.childNodes];
        if (this.shadowRoot) this.shadowRoot.replaceChildren(el("slot"));
        if (getComputedStyle(this).display === "inline") this.style.display = "block";
        return;
      }
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
    }

    #place(...nodes) {
      for (const node of [...this.#box.childNodes]) if (node !== this.#status) node.remove();
      this.#box.prepend(...nodes);
      if (this.#status.parentNode !== this.#box) this.#box.append(this.#status);
    }

    /** Show what the page put into the element; whether there is any. */
    #yield() {
      this.#place(...(this.#light ? this.#spare : [el("slot")]));
      return (this.#light ? this.#spare : [...this.childNodes]).some(telling);
    }

    /** Keep the room that cards will take, so that nothing below has to move. */
    #reserve() {
      const room = this.sketch(this.#light);
      this.#place(room);
      this.style.minHeight = `${this.offsetHeight}px`;
      if (!this.#yield() && !this.#light) this.#place(room);
    }

    /** Show what the feed has, unless it is shown already. */
    hear() {
      const { doc, failures } = this.#feed;
      if (this.#late || this.#shown === (doc || failures > 0)) return;
      if (this.#light && document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.#soon(), { once: true });
        return;
      }
      const { language } = this;
      const news = this.#shown && doc && doc.words && doc.words.changed;
      const before = this.offsetHeight;
      const held = (this.#light ? this.getRootNode() : this.#box).activeElement;
      const href = held && this.#box.contains(held) && held.href;
      let made = null;
      let told = SAID[language][0];
      try {
        made = doc && this.draw(doc, this.#light);
        if (doc && !made) told = doc.words.empty || SAID[language][1];
      } catch {
        // Not what it says it is: as good as none.
      }
      this.#shown = doc || true;
      if (made) this.#place(made);
      const message = made ? news : this.#yield() ? "" : told;
      this.#status.className = made ? "poliflash-unseen visually-hidden" : "poliflash-message";
      this.#status.textContent = message || "";
      if (href) [...this.#box.querySelectorAll("a")].find((a) => a.href === href)?.focus({ preventScroll: true });
      this.#settle(before);
    }

    /** Give back room that is not needed: at once, or as soon as nobody sees anything move. */
    #settle(before) {
      release(this);
      const { top, bottom, height } = this.getBoundingClientRect();
      if (height >= before || bottom >= innerHeight || top + before <= 0) return;
      this.style.minHeight = `${before}px`;
      unseen.observe(this);
    }
  }

  const some = (count, one) => Array.from({ length: count }, () => one);

  /** Our nodes without anything to read or to reach: their room is what counts. */
  const blank = (made) => {
    made.ariaHidden = "true";
    made.classList.add("poliflash-wait", "invisible");
    return made;
  };

  class Cards extends Embed {
    static observedAttributes = [
      "channel", "lang", "limit", "heading-level", "layout", "theme", "more-href", "more-label", "src",
    ];

    get path() {
      const channel = this.getAttribute("channel") || "stories";
      if (!/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(channel)) return null;
      return channel + (/^sources\//.test(channel) ? "" : `.${this.language}`) + ".json";
    }

    get limit() {
      return this.number("limit", 1, 12, 6);
    }

    draw(doc, light) {
      const cards = doc.cards.filter((one) => one && one.title).slice(0, this.limit);
      if (!cards.length) return null;
      const layout = { list: "list-layout", featured: "featured" }[this.getAttribute("layout")] || "grid";
      const level = this.number("heading-level", 2, 6, 3);
      const items = cards.map((one, at) => {
        const lead = layout === "featured" && !at;
        const wide = lead || layout === "list-layout";
        const facts = { doc, level, wide, sizes: lead ? SIZES[2] : SIZES[+wide] };
        if (one.language !== doc.language) facts.lang = one.language;
        const image = one.image && (!one.image.src || address(one.image.src)) ? one.image : null;
        const name = light ? `col-12${wide ? "" : " col-md-6 col-lg-4"} mb-3 mb-md-4` : "poliflash-item";
        return el("li", { class: name }, (light ? itCard : card)({ ...one, image }, facts));
      });
      const root = (name, list, ...foot) =>
        el(
          "section",
          { class: name, lang: doc.language, "data-theme": this.theme },
          el("ul", { class: list, "aria-label": doc.words.list }, ...items),
          ...foot,
        );
      return light
        ? root(
            "poliflash-bootstrap-italia",
            "it-card-list row",
            el("p", { class: "small mb-0" }, ...updated(doc), " · ", more(doc, this)),
          )
        : root(
            "poliflash",
            `poliflash-list poliflash-${layout}`,
            el("p", { class: "poliflash-foot" }, ...spaced(el("span", null, ...updated(doc)), more(doc, this, "poliflash-more"))),
          );
    }

    /** Cards of the usual length with nothing to read, to be measured. */
    sketch(light) {
      const one = {
        title: "······· ".repeat(11), kicker: "·", teaser: "······· ".repeat(32), day: "·", source: "·",
        image: { src: "" },
      };
      return blank(this.draw({ cards: some(this.limit, one), words: {}, day: "·" }, light));
    }
  }

  class Figures extends Embed {
    static observedAttributes = ["page", "lang", "theme", "src"];

    get path() {
      const page = this.getAttribute("page") || "innovation";
      return /^[a-z0-9-]+$/.test(page) ? `../../pages/${page}/figures.${this.language}.json` : null;
    }

    draw(doc) {
      const figures = doc.figures.filter((one) => one && one.label);
      if (!figures.length) return null;
      const items = figures.map((one) =>
        el(
          "li",
          { class: "poliflash-figure" },
          el("strong", { class: "poliflash-value" }, one.value, one.unit && ` ${one.unit}`),
          el("span", { class: "poliflash-label" }, one.label),
          el(
            "small",
            { class: "poliflash-note" },
            [one.as_of_words, one.stale && doc.words.stale, one.example && doc.words.example, one.note]
              .filter((part) => part)
              .join(" · "),
          ),
        ),
      );
      return el(
        "section",
        { class: "poliflash", lang: doc.language, "data-theme": this.theme },
        el("ul", { class: "poliflash-list poliflash-figures", "aria-label": doc.title }, ...items),
      );
    }

    sketch() {
      return blank(this.draw({ figures: some(4, { value: "·", label: "······· ".repeat(6), as_of_words: "·" }), words: {} }));
    }
  }

  customElements.define("poliflash-cards", Cards);
  customElements.define("poliflash-figures", Figures);

  // Frames of ours say how high they are.
  addEventListener("message", ({ data, source }) => {
    if (!DATA || !data || data.type !== "poliflash:height" || !(data.height > 0)) return;
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source && frame.src.startsWith(DATA.href))
        frame.style.height = `${Math.min(Math.ceil(data.height), 20000)}px`;
  });
})();
