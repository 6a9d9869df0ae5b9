// What tests ask a page about itself. Evaluated by Playwright; nothing of it is served.
window.probes = (() => {
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const name = (element) =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""} "${element.textContent.trim().slice(0, 40)}"`;
  const isHiddenByDesign = (element) => element.closest(".nhsuk-u-visually-hidden, .nhsuk-skip-link") !== null;

  // The element, and the label that takes its clicks, as one box.
  function box(element) {
    const r = element.getBoundingClientRect();
    return { x: r.x, y: r.y, width: r.width, height: r.height, name: name(element) };
  }

  const focusable = () => [...document.querySelectorAll(FOCUSABLE)].filter((element) => shown(element));

  function isCovered(element) {
    const r = [...element.getClientRects()][0];
    const corners = [[r.left + 2, r.top + 2], [r.right - 2, r.top + 2], [r.left + 2, r.bottom - 2], [r.right - 2, r.bottom - 2]];
    return corners.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return !(top && (element.contains(top) || top.contains(element) || top.matches(`label[for="${element.id}"]`) ||
        // A radio's hint begins beside the empty corner of its circle's box.
        top.closest(".nhsuk-radios__item")?.contains(element)));
    });
  }

  // WCAG 2.5.8: 24 by 24, or a circle of 24 around the centre that touches no other target; links in a line are free.
  function smallTargets() {
    const all = focusable().filter((element) => !isHiddenByDesign(element));
    const isInLine = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline" &&
      element.parentElement.textContent.trim() !== element.textContent.trim();
    const isSmall = (r) => r.width < 24 || r.height < 24;
    return all.filter((element) => {
      const r = element.getBoundingClientRect();
      if (!isSmall(r) || isInLine(element)) return false;
      const [cx, cy] = [r.x + r.width / 2, r.y + r.height / 2];
      return all.some((other) => {
        if (other === element) return false;
        const o = other.getBoundingClientRect();
        const dx = Math.max(o.left - cx, 0, cx - o.right);
        const dy = Math.max(o.top - cy, 0, cy - o.bottom);
        const between = Math.hypot(o.x + o.width / 2 - cx, o.y + o.height / 2 - cy);
        return Math.hypot(dx, dy) < 12 || (isSmall(o) && between < 24);
      });
    }).map(name);
  }

  function textBlocks() {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (!node.textContent.trim() || !shown(parent) || isHiddenByDesign(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      let block = parent;
      while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
      found.set(block, [...(found.get(block) ?? []), ...range.getClientRects()]);
    }
    return [...found];
  }

  // Text of one block on top of text of another.
  function overlaps() {
    const blocks = textBlocks();
    const meet = (a, b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    const found = [];
    blocks.forEach(([a, boxesA], at) => {
      blocks.slice(at + 1).forEach(([b, boxesB]) => {
        if (boxesA.some((one) => boxesB.some((other) => meet(one, other)))) found.push(`${name(a)} / ${name(b)}`);
      });
    });
    return found;
  }

  // Boxes that hide a part of their text.
  function clipped() {
    return [...document.querySelectorAll("body *")].filter((element) => {
      const style = getComputedStyle(element);
      const cuts = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      return cuts && shown(element) && !isHiddenByDesign(element) && element.textContent.trim() &&
        (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    }).map(name);
  }

  // Too wide for the window, other than in a region that scrolls by itself and can be reached by keyboard.
  function tooWide() {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const all = [...document.querySelectorAll("body *")].filter((element) => shown(element) && !isHiddenByDesign(element));
    return [`page ${root.scrollWidth} > ${root.clientWidth}`,
      ...all.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1).map(name).slice(0, 5)];
  }

  // Where everything is, and whether it is seen.
  function layout() {
    return [...document.querySelectorAll("*")].map((element) => {
      const r = element.getBoundingClientRect();
      const s = getComputedStyle(element);
      const seen = [s.display, s.visibility, s.opacity, s.position, s.zIndex, s.overflowX, s.overflowY, s.clipPath];
      return [r.x, r.y, r.width, r.height, ...seen].join(" ");
    }).join("\n");
  }

  function spaceOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
      p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  }

  function moving() {
    return [...document.querySelectorAll("body, body *")].filter((element) => {
      const style = getComputedStyle(element);
      const lasts = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
      return lasts(style.animationDuration) || lasts(style.transitionDuration);
    }).map(name);
  }

  return { box, clipped, focusable, isCovered, layout, moving, name, overlaps, smallTargets, spaceOut, tooWide };
})();
