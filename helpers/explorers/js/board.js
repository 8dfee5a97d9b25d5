// The grids of a frame side by side, with signs between them, at the largest size that fits.
import { element, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { number, short } from "./number.js";
import { paletteOf, watchColours } from "./palette.js";

const WITH_TWO_DECIMALS = 34; // pixels; in a smaller cell they could not be read
const SIZES = [46, 42, 38, 34, 30, 28, 26, 24, 22, 20, 18];
const REST = 250; // ms without a change, after which cells may grow again and the board shrink

export class Board {
  // layout: optional (grids, width, sizes, least) => { name, size, template }: a CSS grid in place of rows
  constructor(parent, layout = null) {
    this.layout = layout;
    this.node = element("div", "tk-board", parent);
    this.grids = new Map();
    this.signs = new Map();
    this.breaks = [];
    this.width = this.height = 0;
    this.side = 38; // pixels of a cell
    this.moving = false;
    this.young = this.node.dataset.young = true; // the page has not shown it yet
    this.unsettled = false; // whether cells are not yet what has been painted
    this.recolour = () => {
      this.ink = null;
      this.paintAgain();
    };
    watchColours(parent, this.recolour);
    this.sight = new IntersectionObserver((entries) => this.see(entries));
    this.around = parent.parentNode;
    this.tall = 0; // pixels of all the explorer
    this.sized = new ResizeObserver(([entry]) => this.resize(entry));
    this.sized.observe(parent);
    this.gone = new AbortController();
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
    const { size, template } = this;
    this.fit();
    if (size !== this.size || template !== this.template) this.paintAgain();
    for (const grid of this.grids.values()) grid.draw();
  }

  // While something moves, the cells that mouse, keyboard and screen reader meet are left as they
  // were, and until the picture is seen there are none; whoever turns to them needs them as they are.
  settle() {
    if (!this.unsettled) return;
    this.unsettled = false;
    for (const { id } of this.frame.grids) this.grid(id).settle(this.side);
  }

  // besides(frame): what else of the page changes with it. Numbers are painted after all of that: to
  // write the first of them, the browser brings all styles up to date.
  paint(frame, say, besides = () => {}) {
    const rows = new Map();
    for (const { row = 0, values } of frame.grids) {
      rows.set(row, [...(rows.get(row) || []), values[0].length]);
    }
    this.columns = [...rows.values()]; // of the grids of each row
    this.frame = frame;
    this.fit();
    this.say = say;
    const write = this.size < WITH_TWO_DECIMALS ? short : number;
    const ink = this.inked();
    const shown = frame.grids.map(({ id }) => this.grid(id));
    for (const [id, grid] of this.grids) {
      if (shown.includes(grid)) continue;
      grid.hide();
      this.signs.get(id).hidden = true;
    }
    frame.grids.forEach((grid, n) => {
      shown[n].show(grid, write, ink, frame.lit, say, this.side);
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

  // What the cells are painted with: another object when anything of it has changed.
  inked() {
    if (!this.width || !this.node.isConnected) return null;
    const ratio = window.devicePixelRatio;
    const px = Math.round(this.side * ratio);
    if (!this.ink || this.ink.px !== px || this.ink.ratio !== ratio) {
      this.ink = { px, ratio, palette: this.ink?.palette || paletteOf(this.node) };
      this.watch(ratio);
    }
    return this.ink;
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
    if (width === this.width && window.devicePixelRatio === this.ink?.ratio) return;
    this.width = width;
    this.ink = null; // it may have been out of the page, under another theme
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
    if (!width) return;
    const held = this.moving && this.size; // while something moves, cells only become smaller
    const sizes = held ? SIZES.filter((px) => px <= held) : SIZES;
    const laid = this.layout?.(this.frame.grids, width, sizes, held ? this.node.dataset.layout : "");
    if (laid && laid.template !== this.template) {
      this.node.dataset.layout = laid.name;
      this.node.style.gridTemplate = this.template = laid.template;
    }
    const side = Math.min(...this.columns.map((row) =>
      (width - 44 * (row.length - 1) - 12) / row.reduce((sum, n) => sum + n, 0)));
    const alone = (width - 12) / Math.max(...this.columns.flat());
    // Side by side when numbers stay readable, below each other otherwise; in few steps, so that
    // the grids do not breathe while a slider moves.
    const size = laid?.size || sizes.find((px) => px <= side && px >= 26) || sizes.find((px) => px <= alone && px <= 34) || 18;
    const ratio = window.devicePixelRatio;
    const whole = Math.floor(size * ratio) / ratio; // whole device pixels, for edges that are crisp
    this.size = size;
    this.side = whole;
  }
}
