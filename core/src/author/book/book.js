"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  // The search, on the front page: every word must occur; names count before texts.
  const data = by("entries");
  const field = by("q");
  if (data && field) {
    const fold = (text) => text.toLowerCase().replace(/_/g, " ");
    const entries = JSON.parse(data.textContent).map(([kind, name, href, text]) =>
      ({ kind, name, href, low: fold(name), all: fold(kind + " " + name + " " + text) }));
    const found = by("found"), many = by("many"), hits = by("hits");
    const most = 60;
    const search = () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      found.hidden = words.length === 0;
      const scored = [];
      if (words.length > 0) {
        entries.forEach((entry, at) => {
          if (!words.every((word) => entry.all.includes(word))) return;
          const own = words.every((word) => entry.low.includes(word));
          scored.push([entry.low === words.join(" ") ? 0 : entry.low.startsWith(words[0]) && own ? 1 : own ? 2 : 3, at, entry]);
        });
      }
      scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      hits.replaceChildren(...scored.slice(0, most).map(([, , entry]) => {
        const item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
        link.href = entry.href;
        link.textContent = entry.name;
        kind.className = "k";
        kind.textContent = " " + entry.kind;
        item.append(link, kind);
        return item;
      }));
      const said = words.length === 0 ? "" : scored.length === 0 ? many.dataset.none : scored.length === 1 ? many.dataset.one
        : scored.length > most ? many.dataset.most : many.dataset.many;
      many.textContent = said.replace("#", String(scored.length));
    };
    field.addEventListener("input", search);
    field.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) { field.value = asked; search(); }
  }
  // The contents take little room on a narrow screen.
  const contents = document.querySelector("#contents details");
  if (contents && matchMedia("(max-width:63.9rem)").matches) contents.open = false;
  // What an address leads to may be folded.
  const unfold = () => {
    let at = location.hash ? by(decodeURIComponent(location.hash.slice(1))) : null;
    for (; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  // In the picture, what hangs together with a box stands out.
  for (const picture of document.querySelectorAll("svg")) {
    const boxes = [...picture.querySelectorAll("a")], lines = [...picture.querySelectorAll("path")];
    const show = (key) => {
      picture.classList.toggle("some", key !== null);
      const on = new Set([key]);
      for (const line of lines) {
        const hangs = key !== null && (line.dataset.a === key || line.dataset.b === key);
        line.classList.toggle("on", hangs);
        if (hangs) { on.add(line.dataset.a); on.add(line.dataset.b); }
      }
      for (const box of boxes) box.classList.toggle("on", on.has(box.dataset.k));
    };
    for (const box of boxes) {
      for (const event of ["mouseenter", "focus"]) box.addEventListener(event, () => show(box.dataset.k));
      for (const event of ["mouseleave", "blur"]) box.addEventListener(event, () => show(null));
    }
  }
})();
