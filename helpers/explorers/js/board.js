// The grids of a frame side by side, with signs between them, at the largest size that fits.
import { shareOf } from "./cells.js";
import { element, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { number, short } from "./number.js";
import { paletteOf, watchColours } from "./palette.js";

const WITH_TWO_DECIMALS = 34; // pixels; in a smaller cell they could not be read
const SIZES = [46, 42, 38, 34, 30, 28, 26, 24, 22, 20, 18];
const LEGIBLE = 8; // pixels; where there is room, no number is written smaller
const REST = 250; // ms without a change, after which cells may grow again and the board shrink

export class Board {
  // layout: optional (grids, width, sizes, held, sideOf) => { name, size, template }: a CSS grid in place of rows
  constructor(parent, layout = null) {
    this.layout = layout;
    this.node = element("div", "tk-board", parent);
    this.grids = new Map();
    this.signs = new Map();
    this.breaks = [];
    this.width = this.height = 0;
    this.least = new Map(); // by grid: what its longest number needs, as it was at rest
    this.sides = new Map(); // by grid: pixels of a cell
    this.inks = new Map(); // by pixels of a cell
    this.moving = false;
    this.young = this.node.dataset.young = true; // the page has not shown it yet
    this.unsettled = false; // whether cells are not yet what has been painted
    this.recolour = () => {
      this.bleach();
      this.paintAgain();
    };
    watchColours(parent, this.recolour);
    this.sight = new IntersectionObserver((entries) => this.see(entries));
    this.around = parent.parentNode;
    this.tall = 0; // pixels of all the explorer
    this.sized = new ResizeObserver(([entry]) => this.resize(entry));
    this.sized.observe(parent);
    this.gone = new AbortController();
    this.rested = () => {}; // called after each rest
  }

  remove() {
    clearTimeout(this.timer);
    this.sight.disconnect();
    this.sized.disconnect();
    this.gone.abort();
  }

  grid(id) {
    if (!this.grids.has(id)) {
      const made = new Grid(this.node, id);
      this.grids.set(id, made);
      this.sight.observe(made.node);
      this.signs.set(id, element("span", "tk-sign", this.node));
      this.signs.get(id).setAttribute("aria-hidden", "true");
    }
    return this.grids.get(id);
  }

  see(entries) {
    for (const { target, isIntersecting } of entries) {
      const grid = this.grids.get(target.dataset.grid);
      grid.seen = isIntersecting;
      if (grid.seen) grid.draw();
    }
  }

  // A frame that has changed: while changes follow each other, nothing grows or jumps.
  move(frame, say, besides) {
    const begins = this.frame && !this.moving;
    if (begins) this.begin();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), REST);
    this.paint(frame, say, besides);
    if (begins) this.node.style.minHeight = `${this.height}px`;
  }

  // The page around the explorer is laid out anew only when that grows, see resize().
  begin() {
    this.moving = this.node.dataset.moving = true;
    if (!this.tall) return; // out of sight
    this.around.style.height = `${this.tall}px`;
    this.around.style.contain = "size layout style";
  }

  rest() {
    this.settle();
    this.moving = false;
    delete this.node.dataset.moving;
    this.node.style.minHeight = this.around.style.height = this.around.style.contain = "";
    const { sides, template } = this;
    this.fit();
    if (template !== this.template || [...this.sides].some(([id, px]) => sides.get(id) !== px)) this.paintAgain();
    for (const grid of this.grids.values()) grid.draw();
    this.rested();
  }

  // While something moves, the cells that mouse, keyboard and screen reader meet are left as they
  // were, and until the picture is seen there are none; whoever turns to them needs them as they are.
  settle() {
    if (!this.unsettled) return;
    this.unsettled = false;
    for (const { id } of this.frame.grids) this.grid(id).settle(this.sides.get(id));
  }

  // besides(frame): what else of the page changes with it. Numbers are painted after all of that: to
  // write the first of them, the browser brings all styles up to date.
  paint(frame, say, besides = () => {}) {
    this.frame = frame;
    this.fit();
    this.say = say;
    const visible = this.width && this.node.isConnected;
    const shown = frame.grids.map(({ id }) => this.grid(id));
    for (const [id, grid] of this.grids) {
      if (shown.includes(grid)) continue;
      grid.hide();
      this.signs.get(id).hidden = true;
    }
    frame.grids.forEach((grid, n) => {
      const side = this.sides.get(grid.id);
      const write = side < WITH_TWO_DECIMALS ? short : number;
      shown[n].show(grid, write, visible ? this.inked(side) : null, frame.lit, say, side);
      shown[n].box.style.order = 3 * n;
      const sign = this.signs.get(grid.id);
      sign.style.order = 3 * n + 1;
      setText(sign, frame.signs[n] || "");
      sign.classList.toggle("star", frame.signs[n] === "⋆");
      sign.hidden = !frame.signs[n];
      const next = frame.grids[n + 1];
      this.breakAfter(n, next && (next.row ?? 0) !== (grid.row ?? 0));
    });
    this.unsettled = true;
    if (!this.moving && !this.young) this.settle();
    besides(frame);
    for (const grid of shown) if (grid.seen) grid.draw();
  }

  paintAgain() {
    if (this.frame) this.paint(this.frame, this.say);
  }

  // What cells of this size are painted with: another object when anything of it has changed.
  inked(side) {
    const ratio = window.devicePixelRatio;
    if (ratio !== this.ratio) this.bleach();
    const px = Math.round(side * ratio);
    if (!this.inks.has(px)) {
      this.palette ||= paletteOf(this.node);
      this.inks.set(px, { px, ratio, palette: this.palette });
      this.watch((this.ratio = ratio));
    }
    return this.inks.get(px);
  }

  // Colours, or the screen, may have changed.
  bleach() {
    this.inks.clear();
    this.palette = null;
  }

  // A window that goes to another screen may have other pixels at the same width.
  watch(ratio) {
    if (ratio === this.watched) return;
    this.watched = ratio;
    window.matchMedia(`(resolution: ${ratio}dppx)`)
      .addEventListener("change", this.recolour, { once: true, signal: this.gone.signal });
  }

  // A row of grids ends where `row` changes: an element as wide as the board wraps the rest.
  breakAfter(n, wanted) {
    if (!this.breaks[n] && wanted) {
      this.breaks[n] = element("span", "tk-break", this.node);
      this.breaks[n].style.order = 3 * n + 2;
    }
    if (this.breaks[n]) this.breaks[n].hidden = !wanted;
  }

  resize({ contentRect: { width }, borderBoxSize: [{ blockSize }] }) {
    const { style } = this.around;
    if (style.height && blockSize > this.tall) style.height = `${blockSize}px`;
    this.tall = style.height ? Math.max(this.tall, blockSize) : blockSize;
    this.height = this.node.offsetHeight;
    if (this.moving) this.node.style.minHeight = `${this.height}px`;
    if (width === this.width && this.inks.size && window.devicePixelRatio === this.ratio) return;
    this.width = width;
    this.bleach(); // it may have been out of the page, under another theme
    this.size = 0;
    this.paintAgain();
    // Hundreds of cells: a task after the page has been painted.
    if (this.young) setTimeout(() => this.grow());
  }

  grow() {
    this.young = false;
    delete this.node.dataset.young;
    this.settle();
  }

  fit() {
    const { width } = this;
    const { grids } = this.frame;
    const held = this.moving && this.size; // while something moves, cells only become smaller
    if (!held) this.least = new Map(grids.map((grid) => [grid.id, legible(grid)]));
    const sizes = held ? SIZES.filter((px) => px <= held) : SIZES;
    const alone = ({ values }) => (width - 12) / values[0].length;
    // A grid of long numbers has larger cells than the others, as far as there is room.
    const sideOf = (grid, size) => Math.max(size, SIZES.find((px) => px <= (this.least.get(grid.id) ?? 0) && px <= alone(grid)) ?? 0);
    if (width) this.size = this.sizeAt(width, sizes, sideOf, alone, held);
    const ratio = window.devicePixelRatio; // whole device pixels, for edges that are crisp
    this.sides = new Map(grids.map((grid) => [grid.id, Math.floor(sideOf(grid, this.size || 38) * ratio) / ratio]));
  }

  sizeAt(width, sizes, sideOf, alone, held) {
    const { grids } = this.frame;
    const laid = this.layout?.(grids, width, sizes, held ? this.node.dataset.layout : "", sideOf);
    if (laid && laid.template !== this.template) {
      this.node.dataset.layout = laid.name;
      this.node.style.gridTemplate = this.template = laid.template;
    }
    const beside = (size) => {
      const taken = new Map(); // by row
      for (const grid of grids) {
        const { row = 0, values } = grid;
        taken.set(row, (taken.get(row) ?? -32) + 44 + values[0].length * sideOf(grid, size));
      }
      return Math.max(...taken.values()) <= width;
    };
    // Side by side when numbers stay readable, below each other otherwise; in few steps, so that
    // the grids do not breathe while a slider moves.
    return laid?.size || sizes.find((px) => px >= 26 && beside(px))
      || sizes.find((px) => px <= 34 && grids.every((grid) => px <= alone(grid))) || 18;
  }
}

// The least pixels of a cell in which the longest number of a grid can be read.
function legible({ values }) {
  const share = Math.min(...values.map((row) => Math.min(...row.map((value) => shareOf(short(value))))));
  return SIZES.findLast((px) => share * px >= LEGIBLE) ?? SIZES[0];
}
