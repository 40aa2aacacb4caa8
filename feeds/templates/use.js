/* The page /use: what is chosen is shown, and every text follows. The texts are the server's; only
   their {places} are filled here. Nothing is kept on the visitor's device. */
"use strict";
{
  const form = document.getElementById("options");
  const stage = document.getElementById("stage");
  const words = document.getElementById("copy").dataset;
  const snippet = document.querySelector("#component code");
  const radio = (name) => document.querySelector(`input[name="${name}"]:checked`).value;

  const places = () => {
    const asked = Object.fromEntries(new FormData(form));
    const facts = form.channel.selectedOptions[0].dataset[radio("lang")];
    const own = asked.theme === "bootstrap-italia";
    return { ...asked, plain: own ? asked.theme : "plain", ...JSON.parse(facts) };
  };

  const unescaped = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  const fill = (of) => {
    for (const place of document.querySelectorAll("[data-pattern]")) {
      const pattern = place.dataset.pattern;
      const text = pattern.replace(/\{([a-z]+)\}/g, (all, name) => of[name] ?? all);
      place.textContent = pattern === "{title}" ? unescaped(text) : text;
    }
  };

  /* What is shown is what is copied: the element is read from the very text. */
  const show = (of) => {
    const read = new DOMParser().parseFromString(snippet.textContent, "text/html");
    stage.replaceChildren(document.importNode(read.querySelector("poliflash-cards"), true));
    stage.dataset.theme = of.theme;
    document.getElementById("dressed").hidden = of.theme !== "bootstrap-italia";
    document.getElementById("alone").hidden = !of.alone;
  };

  const follow = () => {
    const of = places();
    fill(of);
    show(of);
  };

  /* The address can be sent to somebody, or kept. */
  const note = () => {
    const asked = new URLSearchParams(new FormData(form));
    history.replaceState(null, "", `?${asked}${location.hash}`);
  };

  const taken = () => {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList) field.value = value;
      else if (field && [...field.options].some((one) => one.value === value)) field.value = value;
    }
  };

  const said = document.getElementById("said");
  const say = (text) => {
    said.textContent = "";
    setTimeout(() => { said.textContent = text; }, 50);
  };

  const selected = (code) => {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  /* Without https there is no clipboard: then the old way, and at last the reader's own hand. */
  const copied = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      selected(code);
      return document.execCommand("copy");
    }
  };

  const button = (box) => {
    const made = document.createElement("button");
    const label = document.createElement("span");
    const what = document.createElement("span");
    made.type = "button";
    label.textContent = words.button;
    what.className = "unseen";
    what.textContent = `: ${box.querySelector(".label").textContent}`;
    made.append(label, what);
    made.addEventListener("click", async () => {
      const done = await copied(box.querySelector("code"));
      say(done ? words.copied : words.byHand);
      label.textContent = done ? words.copied : words.button;
      made.classList.toggle("done", done);
      setTimeout(() => {
        label.textContent = words.button;
        made.classList.remove("done");
      }, 2500);
    });
    box.append(made);
  };

  for (const box of document.querySelectorAll(".code")) button(box);
  document.querySelector(".bench").hidden = false;
  document.getElementById("widths").addEventListener("change", () => {
    stage.dataset.width = radio("width");
  });
  form.addEventListener("change", () => { follow(); note(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  taken();
  follow();
}
