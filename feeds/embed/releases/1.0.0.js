/*! Poliflash 1.0.0, MIT: story cards and key figures on any page. */
(() => {
  "use strict";
  // Too old, or a second copy.
  if (!("adoptedStyleSheets" in Document.prototype) || customElements.get("poliflash-cards")) return;

  const script = document.currentScript || document.querySelector('script[src*="/poliflash.js"]');
  const DATA = script?.src && new URL("../v1/", script.src);
  const EVERY = 300e3; // milliseconds between two looks
  const DOWN = {
    it: "Le storie non sono raggiungibili in questo momento.",
    en: "The stories cannot be reached at the moment.",
  };
  const CSS = `.poliflash{--_ink:var(--poliflash-ink,#14202b);--_soft:var(--poliflash-soft,#4c5a67);--_card:var(--poliflash-card,#fff);--_line:var(--poliflash-line,#d5d9de);--_focus:var(--poliflash-focus,#0b4a86);--_research_innovation:#0b5394;--_at_polito:#0b6b62;--_students:#6a3d9a;--_awards:#8a4b00;--_external:#4c5a67;--_radius:var(--poliflash-radius,.7em);container:poliflash/inline-size;font-family:var(--poliflash-font,inherit);line-height:1.5;text-align:start;overflow-wrap:break-word}@supports (color:light-dark(#000,#fff)){.poliflash{--_ink:var(--poliflash-ink,light-dark(#14202b,#eef2f5));--_soft:var(--poliflash-soft,light-dark(#4c5a67,#b1bdc8));--_card:var(--poliflash-card,light-dark(#fff,#16202a));--_line:var(--poliflash-line,light-dark(#d5d9de,#344352));--_focus:var(--poliflash-focus,light-dark(#0b4a86,#9ccaff));--_research_innovation:light-dark(#0b5394,#8cc2ff);--_at_polito:light-dark(#0b6b62,#6fd6c8);--_students:light-dark(#6a3d9a,#cdb0f5);--_awards:light-dark(#8a4b00,#f5c06a);--_external:light-dark(#4c5a67,#b4c0cb)}}.poliflash[data-theme="light"]{color-scheme:light}.poliflash[data-theme="dark"]{color-scheme:dark}.poliflash *,.poliflash ::after{box-sizing:border-box}.poliflash-list{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--poliflash-column,20em)),1fr));gap:var(--poliflash-gap,1.25em);margin:0;padding:0;list-style-type:""}.poliflash-item{display:flex;min-width:0;margin:0;padding:0}.poliflash-item::before,.poliflash-item::marker{content:none}.poliflash-card{--_accent:var(--poliflash-accent,var(--_research_innovation));position:relative;display:flex;flex:1;flex-direction:column;min-width:0;overflow:hidden;border:1px solid var(--_line);border-radius:var(--_radius);background:var(--_card);color:var(--_soft);transition:box-shadow .18s}.poliflash [data-section="at_polito"]{--_accent:var(--poliflash-accent,var(--_at_polito))}.poliflash [data-section="students"]{--_accent:var(--poliflash-accent,var(--_students))}.poliflash [data-section="awards"]{--_accent:var(--poliflash-accent,var(--_awards))}.poliflash [data-section="external"]{--_accent:var(--poliflash-accent,var(--_external))}.poliflash-card:hover{box-shadow:0 .4em 1.4em rgb(10 37 64/16%)}.poliflash-title{order:3;margin:.3em .94em .4em;padding:0;border:0;color:var(--_ink);font-family:var(--poliflash-title-font,inherit);font-size:1.22em;font-weight:650;line-height:1.28;letter-spacing:normal;text-transform:none;text-wrap:pretty}.poliflash-title a{border:0;background:none;color:inherit;text-decoration:none}.poliflash-title a::after{content:"";position:absolute;inset:0;border-radius:var(--_radius)}.poliflash-card:hover a{text-decoration:underline 2px var(--_accent);text-underline-offset:.16em}.poliflash-title a:focus-visible{outline:none;text-decoration:underline 2px}.poliflash-title a:focus-visible::after{outline:3px solid var(--_focus);outline-offset:-3px}.poliflash-picture{order:1;position:relative;aspect-ratio:16/9;margin:0;overflow:hidden;background:color-mix(in srgb,var(--_accent) 16%,var(--_card));font-size:.85em}.poliflash-picture img{position:absolute;inset:0;width:100%;max-width:none;height:100%;margin:0;border:0;border-radius:0;object-fit:cover}.poliflash-kicker,.poliflash-source{margin:.95em 1.35em 0;color:inherit;font-size:.85em}.poliflash-kicker{order:2;display:flex;flex-wrap:wrap;gap:.1em .8em}.poliflash-section{color:var(--_accent);font-weight:650}.poliflash-language{padding-inline:.5em;border:1px solid;border-radius:1em}.poliflash-teaser{order:4;margin:0 1.15em .9em;color:inherit;font-size:1em}.poliflash-source{order:5;margin-block:auto 0;padding-block:.7em .85em;border-block-start:1px solid var(--_line)}.poliflash-plain{border-block-start:4px solid var(--_accent)}.poliflash-plain .poliflash-title{font-size:1.4em;margin-inline:.82em}.poliflash-empty{margin:0;padding:1.5em;border:1px dashed var(--_line);border-radius:var(--_radius);background:var(--_card);color:var(--_soft)}.poliflash-foot{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 1.5em;margin:.8em 0 0;color:inherit;font-size:.9em}.poliflash-more{display:inline-flex;align-items:center;min-height:2em;color:inherit;text-decoration:underline;text-underline-offset:.18em}.poliflash-more:hover{text-decoration-thickness:2px}.poliflash-more:focus-visible{outline:3px solid;outline-offset:2px}.poliflash-list-layout{grid-template-columns:minmax(0,1fr)}@container poliflash (min-width:520px){.poliflash-list-layout .poliflash-card:not(.poliflash-plain),.poliflash-featured>:first-child .poliflash-card:not(.poliflash-plain){display:grid;grid-template:auto auto 1fr auto/minmax(0,5fr) minmax(0,9fr)}.poliflash-list-layout .poliflash-picture,.poliflash-featured>:first-child .poliflash-picture{grid-area:1/1/-1/2;aspect-ratio:auto;min-height:9em}.poliflash-list-layout .poliflash-source,.poliflash-featured>:first-child .poliflash-source{grid-row:4}.poliflash-featured{grid-template-columns:repeat(2,minmax(0,1fr))}.poliflash-featured>:first-child{grid-column:1/-1}.poliflash-featured>:first-child .poliflash-card:not(.poliflash-plain){grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.poliflash-featured>:first-child .poliflash-title{font-size:1.5em;margin-inline:.77em}}@container poliflash (min-width:880px){.poliflash-featured{grid-template-columns:repeat(3,minmax(0,1fr))}.poliflash-featured>:first-child:not(:only-child){grid-area:span 2/span 2}.poliflash-featured>:first-child:not(:only-child) .poliflash-card.poliflash-card{display:flex}.poliflash-featured>:first-child:not(:only-child) .poliflash-picture{flex:1 0 auto;aspect-ratio:16/9}.poliflash-featured>:nth-child(-n + 3):not(:first-child) .poliflash-picture{display:none}.poliflash-featured>:nth-child(-n + 3):not(:first-child) .poliflash-card{border-block-start:4px solid var(--_accent)}}@media (prefers-reduced-motion:reduce){.poliflash-card{transition:none}}@media (prefers-contrast:more){.poliflash{--_line:currentcolor;--_soft:var(--_ink)}}@media (forced-colors:active){.poliflash[data-theme]{color-scheme:inherit}.poliflash-title a:focus-visible::after{outline-color:Highlight}}@media print{.poliflash.poliflash{color-scheme:light}.poliflash-item{break-inside:avoid}}:host{display:flow-root}:host([hidden]){display:none}.poliflash-message{margin:0}.poliflash-unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.poliflash-wait :is(p,h2,h3,h4,h5,h6){visibility:hidden}.poliflash-numbers{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,11em),1fr));gap:var(--poliflash-gap,1.25em);margin:0;padding:0;list-style-type:""}.poliflash-figure :is(p,a){margin:0;color:inherit}.poliflash-figure a{display:inline-block;min-height:24px}.poliflash-mark{display:inline-block;padding-inline:.5em;border:1px solid;border-radius:1em}.poliflash-value{font-size:2.2em;font-weight:700;line-height:1.2}.poliflash-as-of,.poliflash-note{font-size:.85em}@media print{.poliflash-wait{display:none}}`;
  let sheet;

  /** An absolute http(s) address, or null. */
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

  /** Text is never markup; our classes are parts. */
  const el = (tag, facts, ...inside) => {
    const made = document.createElement(tag);
    const all = typeof facts === "string" ? { class: facts } : facts || {};
    for (const [name, value] of Object.entries(all))
      if (value != null) made.setAttribute(name, value);
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

  const sized = (from, width) => `(min-width: ${from}rem) ${width}rem, 100vw`;

  /** With spaces between. */
  const spaced = (...parts) => parts.filter((one) => one).flatMap((one, at) => (at ? [" ", one] : [one]));

  const more = (doc, host, name) => {
    const own = host.getAttribute("more-href");
    const href = own ? address(own, document.baseURI) : address(doc.more);
    return href && el("a", { class: name, href }, host.getAttribute("more-label") || doc.words.more);
  };

  const credits = (one, words) =>
    [one.source, one.attribution, one.image?.credit && `${words.photo} ${one.image.credit}`]
      .filter((part) => part)
      .join(" · ");

  const heading = (one, { level, lang }, name) => el(`h${level}`, { class: name, lang }, link(one, lang));

  const teaser = (one, { lang }, name) => one.teaser && el("p", { class: name, lang }, one.teaser);

  const tongue = ({ doc, lang }, name) => lang && el("span", name, doc.words.in[lang] || lang);

  const card = (one, facts) => [
    heading(one, facts, "poliflash-title"),
    one.image && el("div", "poliflash-picture", image(one.image, facts.sizes)),
    el("p", "poliflash-kicker", ...spaced(
      el("span", "poliflash-section", one.kicker),
      time(one.date, one.day),
      tongue(facts, "poliflash-language"),
    )),
    teaser(one, facts, "poliflash-teaser"),
    el("p", "poliflash-source", credits(one, facts.doc.words)),
  ];

  /** As bootstrap-italia marks up cards. */
  const itCard = (one, facts) => {
    const section = el("span", "visually-hidden", `${facts.doc.words.section} `);
    const text = [
      heading(one, facts, "it-card-title"),
      el("div", "it-card-body",
        teaser(one, facts, "it-card-text"),
        el("address", "it-card-signature", credits(one, facts.doc.words)),
      ),
      el("footer", "it-card-related it-card-footer",
        el("div", "it-card-taxonomy",
          ...spaced(el("a", "it-card-category it-card-link text-decoration-none", section, one.kicker), tongue(facts, "badge bg-secondary")),
        ),
        time(one.date, one.day, "it-card-date"),
      ),
    ];
    if (!one.image) return text;
    const figure = el("figure", "figure img-full", image({ ...one.image, webp: null }, facts.sizes));
    const picture = el("div", "it-card-image-wrapper", el("div", "ratio ratio-16x9", figure));
    if (facts.wide) return [el("div", "it-card-inline-content", ...text), picture];
    text.splice(1, 0, picture);
    return text;
  };

  // One feed per address.

  const feeds = new Map();

  const plan = (feed) => {
    clearTimeout(feed.timer);
    if (!feed.url || !feed.readers.size || document.hidden) return;
    const wait = feed.next - Date.now();
    if (wait > 0) feed.timer = setTimeout(load, wait, feed);
    else load(feed);
  };

  const load = async (feed) => {
    if (feed.busy) return;
    feed.busy = true;
    let wait = EVERY;
    try {
      // A 304, or preloaded in this mode.
      const answer = await fetch(feed.url, { cache: "no-cache", signal: AbortSignal.timeout(60e3) });
      const text = answer.ok ? await answer.text() : "";
      if (text !== feed.text) feed.doc = Object(JSON.parse(text));
      // Caches may have had it.
      if (feed.text == null && [...document.querySelectorAll("link")].some((one) => one.href === feed.url)) wait = 3e3;
      feed.text = text;
      feed.failures = 0;
    } catch {
      feed.failures += 1; // what is shown stays
    }
    feed.busy = false;
    if (feed.failures) wait = Math.min(15e3 * 2 ** feed.failures, 12 * EVERY);
    feed.next = Date.now() + wait * (1 + Math.random() / 4);
    for (const reader of [...feed.readers]) reader.hear();
    plan(feed);
  };

  document.addEventListener("visibilitychange", () => feeds.forEach(plan));

  const feedOf = (url) => {
    if (!feeds.has(url)) feeds.set(url, { url, readers: new Set(), failures: url ? 0 : 1, next: 0 });
    return feeds.get(url);
  };

  const unseen = new IntersectionObserver((all) => {
    for (const { target, isIntersecting } of all) if (!isIntersecting) target.free();
  });

  // What follows a hand surprises nobody.
  for (const type of ["click", "keydown", "beforeprint"])
    addEventListener(type, () => {
      for (const { readers, next } of feeds.values())
        if (next || type === "beforeprint") readers.forEach((one) => one.free());
    }, true);

  const telling = (node) =>
    node.nodeType === 1 ? node.localName !== "noscript" : node.nodeType === 3 && node.data.trim();

  class Embed extends HTMLElement {
    #feed;
    #shown; // a document, or true where none could be
    #light; // true with no shadow
    #spare = []; // what stood in it
    #status = el("p", { class: "poliflash-message mb-0", role: "status" });
    #late = false;
    #blank; // only room is in it
    #room = this; // what keeps room: this, or a list whose rows share it

    connectedCallback() {
      this.#soon();
    }

    disconnectedCallback() {
      if (!this.#feed) return;
      this.#feed.readers.delete(this);
      plan(this.#feed);
      this.#feed = null;
    }

    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      this.#shown = null;
      this.#soon();
    }

    /** The nearest ancestor's, through shadows too. */
    get language() {
      let node = this;
      while (node && !node.getAttribute?.("lang")) node = node.parentNode || node.host;
      return node && /^it\b/i.test(node.getAttribute("lang")) ? "it" : "en";
    }

    root(doc, ...inside) {
      const theme = this.getAttribute("theme");
      const facts = { class: `poliflash${this.#light ? "-bootstrap-italia" : ""}`, lang: doc.language };
      if (/^(light|dark)$/.test(theme)) facts["data-theme"] = theme;
      return el("section", facts, ...inside);
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
      const light = this.getAttribute("theme") === "bootstrap-italia";
      if (light && document.readyState === "loading") {
        // Not all is there yet.
        document.addEventListener("DOMContentLoaded", () => this.#soon());
        return;
      }
      const own = this.getAttribute("src");
      const url = own ? address(own, document.baseURI) : DATA && this.path && address(this.path, DATA);
      const feed = feedOf(url);
      if (feed !== this.#feed) {
        this.disconnectedCallback();
        this.#feed = feed;
        feed.readers.add(this);
        plan(feed);
      }
      this.#dress(light);
      this.#reserve();
      this.hear();
    }

    #dress(light) {
      if (light === this.#light) return;
      if (this.#light) this.replaceChildren(...this.#spare);
      this.#light = light;
      this.#shown = null;
      if (light) {
        this.#spare = [...this.childNodes];
        this.shadowRoot?.replaceChildren(el("slot"));
        if (getComputedStyle(this).display === "inline") this.style.display = "flow-root";
        return;
      }
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
    }

    #place(...nodes) {
      for (const node of [...this.#box.childNodes]) if (node !== this.#status) node.remove();
      this.#box.prepend(...nodes);
      this.#blank = false;
      if (this.#status.parentNode !== this.#box) this.#box.append(this.#status);
    }

    get #spared() {
      return (this.#light ? this.#spare : [...this.childNodes]).some(telling);
    }

    /** Show what the page put in, if any. */
    #yield() {
      this.#place(...(this.#light ? this.#spare : [el("slot")]));
      return this.#spared;
    }

    /** Keep room at once: mice have pages laid out before a frame. */
    #reserve() {
      const { doc, failures } = this.#feed;
      if (doc || failures || this.#shown) return;
      this.style.minHeight = "";
      this.#place(this.sketch(this.#light));
      this.#blank = true;
      if (this.#light || this.#spared) return this.#kept();
      const slot = el("slot");
      slot.onslotchange = () => this.#spared && this.#kept(slot.remove());
      this.#status.before(slot);
      requestAnimationFrame(() => this.#kept());
    }

    #kept() {
      if (this.#shown) return;
      // The page may keep some.
      if (this.offsetWidth > 99 && !parseInt(getComputedStyle(this).minHeight)) this.#keep(this, this.offsetHeight);
      if (this.#light || this.#spared || !this.isConnected) this.#yield();
    }

    /** Show what the feed has. */
    hear() {
      const { doc, failures } = this.#feed;
      if (this.#late || !(doc || failures) || this.#shown === (doc || true)) return;
      const news = this.#shown && this.#shown !== true;
      if (this.#blank) this.#yield();
      const before = this.offsetHeight;
      const held = (this.#light ? this.getRootNode() : this.#box).activeElement;
      const href = this.#box.contains(held) && held.href;
      let made;
      let told = DOWN[this.language];
      try {
        made = doc && this.draw(doc, this.#light);
        if (doc) told = made ? news && doc.words.changed : doc.words.empty;
      } catch {
        // As good as none.
      }
      this.#shown = doc || true;
      if (made) this.#place(made);
      else if (this.#yield()) told = "";
      this.#status.className = made ? "poliflash-unseen visually-hidden" : "poliflash-message mb-0";
      this.#status.lang = this.language;
      this.#status.textContent = told || "";
      if (href) [...this.#box.querySelectorAll("a")].find((a) => a.href === href)?.focus({ preventScroll: true });
      this.#settle(before, made?.querySelector("ul"));
    }

    #keep(room, height) {
      this.#room = room;
      room.style.minHeight = `${height}px`;
    }

    /** Give back spare room, the page's too. */
    free() {
      unseen.unobserve(this);
      this.#room.style.minHeight = this.style.minHeight = 0;
    }

    /** Now, or when nobody sees it. */
    #settle(before, list) {
      this.free();
      if (!before) return;
      const { top, bottom, height } = this.getBoundingClientRect();
      if (height >= before || bottom >= innerHeight || top + before <= 0) return;
      this.#keep(list || this, (list || this).offsetHeight + before - height);
      unseen.observe(this);
    }
  }

  const words = (count) => "nnnnnnn ".repeat(count);

  /** Only takes room. */
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
      const cards = doc.cards.filter((one) => one?.title).slice(0, this.limit);
      if (!cards.length) return null;
      const layout = { list: "list-layout", featured: "featured" }[this.getAttribute("layout")] || "grid";
      const level = this.number("heading-level", 2, 6, 3);
      const items = cards.map((one, at) => {
        const lead = layout === "featured" && !at;
        const wide = lead || layout === "list-layout";
        const facts = { doc, level, wide, sizes: lead ? sized(48, 48) : wide ? sized(36, 16) : sized(48, 24) };
        if (one.language !== doc.language) facts.lang = one.language;
        const image = one.image && (!one.image.src || address(one.image.src)) ? one.image : null;
        const story = { ...one, image };
        if (!light) {
          const its = { class: `poliflash-card${image ? "" : " poliflash-plain"}`, "data-section": one.section };
          return el("li", "poliflash-item", el("article", its, ...card(story, facts)));
        }
        const look = `it-card${image ? `${wide ? " it-card-inline" : ""} it-card-image` : ""}`;
        const its = `${look} it-card-height-full rounded shadow-sm border`;
        const place = `col-12${wide ? "" : " col-md-6 col-lg-4"} mb-3 mb-md-4`;
        return el("li", { class: place }, el("article", its, ...itCard(story, facts)));
      });
      const list = { class: light ? "it-card-list row" : `poliflash-list poliflash-${layout}`, "aria-label": doc.words.list };
      const told = [`${doc.words.updated} `, time(doc.updated, doc.day)];
      return this.root(
        doc,
        el("ul", list, ...items),
        light
          ? el("p", "small mb-0 mx-1 px-2", ...told, " · ", more(doc, this))
          : el("p", "poliflash-foot", ...spaced(el("span", null, ...told), more(doc, this, "poliflash-more"))),
      );
    }

    sketch(light) {
      const one = { title: words(9), kicker: "·", teaser: words(28), day: "·", source: "·", image: { src: "" } };
      return blank(this.draw({ cards: Array(this.limit).fill(one), words: {}, day: "·" }, light));
    }
  }

  class Figures extends Embed {
    static observedAttributes = ["page", "lang", "theme", "src"];

    get path() {
      const page = this.getAttribute("page") || "innovation";
      return /^[a-z0-9-]+$/.test(page) ? `../../pages/${page}/figures.${this.language}.json` : null;
    }

    draw({ words, figures, title, language }) {
      const part = (tag, name, ...inside) => el(tag, `poliflash-${name}`, ...spaced(...inside));
      const items = figures.map((one) => {
        const href = address(one.source);
        const known = one.number != null;
        const value = part(known ? "data" : "span", known ? "value" : "missing", one.value);
        if (known) value.value = one.number;
        const item = part("li", one.stale ? "figure poliflash-stale" : "figure",
          part("p", "number", value, one.unit && part("span", "unit", one.unit)),
          part("p", "label", one.label),
          part("p", "as-of",
            time(one.as_of, one.as_of_words),
            one.stale && part("span", "mark poliflash-mark-stale", words.stale),
            one.example && part("span", "mark", words.example),
          ),
          (one.note || href) && part("p", "note", one.note,
            href && el("a", { href, rel: "noopener" }, words.source, part("span", "unseen", `: ${one.label}`)),
          ),
        );
        item.dataset.figure = one.id;
        return item;
      });
      const list = { class: "poliflash-numbers", "aria-label": title };
      return items.length ? this.root({ language }, el("ul", list, ...items)) : null;
    }

    sketch() {
      const one = { number: 1, value: "·", label: words(6), as_of_words: "·" };
      return blank(this.draw({ figures: Array(4).fill(one), words: {} }));
    }
  }

  customElements.define("poliflash-cards", Cards);
  customElements.define("poliflash-figures", Figures);

  // Frames say how high they are.
  addEventListener("message", ({ data, source }) => {
    if (!DATA || data?.type !== "poliflash:height" || !(data.height > 0)) return;
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source && frame.src.startsWith(DATA.href))
        frame.style.height = `${Math.min(Math.ceil(data.height), 20000)}px`;
  });
})();
