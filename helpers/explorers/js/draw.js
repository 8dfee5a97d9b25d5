// Paints the grids of a frame. Cells are made once and used again; only what changed is touched,
// and rows or columns that are not needed are hidden, so a slider move costs few changes.
import { number, short } from "./number.js";

export function element(tag, className, parent, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  if (text) node.textContent = text;
  if (parent) parent.append(node);
  return node;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const LEVELS = 8;
const KINDS = ["focus", "target", "source", "deep"]; // the first of these in a cell's marks draws its frame

export class Grid {
  constructor(parent, id) {
    this.id = id;
    this.box = element("section", "tk-box", parent);
    this.box.dataset.box = id;
    const head = element("header", "tk-head", this.box);
    this.title = element("b", "tk-title", head);
    this.note = element("span", "tk-note", head);
    this.node = element("div", "tk-grid", this.box);
    this.node.setAttribute("role", "grid");
    this.node.dataset.grid = id;
    this.lines = []; // of { node, cells: [{ node, text, look }], shown }
    this.rows = this.columns = 0;
    this.first = 0;
    this.tab = null; // the one cell that Tab reaches
  }

  paint(grid, say, write) {
    const { values, marks } = grid;
    const [rows, columns] = [values.length, values[0].length];
    this.first = grid.first;
    this.editable = grid.editable;
    this.box.hidden = false;
    setText(this.title, grid.title);
    setText(this.note, grid.note);
    const label = say("grid_label", { name: grid.title, rows, columns })
      + (grid.editable ? `, ${say("editable")}` : "");
    if (label !== this.label) this.node.setAttribute("aria-label", (this.label = label));
    for (let i = 0; i < rows; i++) {
      const line = this.line(i);
      for (let j = 0; j < columns; j++) this.cell(line, i, j);
      if (line.shown !== columns) {
        line.cells.forEach((cell, j) => (cell.node.hidden = j >= columns));
        line.shown = columns;
      }
    }
    if (rows !== this.rows) this.lines.forEach((line, i) => (line.node.hidden = i >= rows));
    [this.rows, this.columns] = [rows, columns];
    const kinds = marks.map((row) => row.map(kindOf));
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const mark = marks[i][j];
        const text = mark.includes("later") ? "" : write(values[i][j]);
        const look = this.look(values[i][j], grid.scale, mark, text, kinds, i, j);
        const cell = this.lines[i].cells[j];
        if (cell.text !== text) cell.node.firstChild.data = cell.text = text;
        if (cell.look !== look) cell.node.className = cell.look = look;
      }
    }
    if (!this.tab || this.tab.i >= rows || this.tab.j >= columns) this.reach(0, 0);
  }

  look(value, scale, mark, text, kinds, i, j) {
    const level = mark.includes("later") ? 0 : levelOf(value, scale);
    let look = `tk-cell tk-${level < 0 ? "n" : "p"}${Math.abs(level)}`;
    if (text.length > 3) look += text.length > 5 ? " longest" : text.length > 4 ? " longer" : " long";
    if (mark) look += ` ${mark}`;
    const kind = kinds[i][j];
    if (!kind) return look;
    if ((kinds[i - 1] || [])[j] !== kind) look += " t";
    if ((kinds[i + 1] || [])[j] !== kind) look += " b";
    if (kinds[i][j - 1] !== kind) look += " l";
    if (kinds[i][j + 1] !== kind) look += " r";
    return look;
  }

  line(i) {
    while (this.lines.length <= i) {
      const node = element("div", "tk-row", this.node);
      node.setAttribute("role", "row");
      this.lines.push({ node, cells: [], shown: 0 });
    }
    return this.lines[i];
  }

  cell(line, i, j) {
    if (j < line.cells.length) return;
    const node = element("div", "tk-cell", line.node, " ");
    node.setAttribute("role", "gridcell");
    node.tabIndex = -1;
    node.at = { grid: this, i, j };
    line.cells.push({ node, text: " ", look: "tk-cell" });
  }

  // The cell as the frame names it: padding has indices below 0.
  name(i, j) {
    return `${this.id} ${i + this.first} ${j + this.first}`;
  }

  nodeAt(i, j) {
    return this.lines[i].cells[j].node;
  }

  reach(i, j) {
    if (this.tab) this.nodeAt(this.tab.i, this.tab.j).tabIndex = -1;
    this.tab = { i, j };
    this.nodeAt(i, j).tabIndex = 0;
  }

  hide() {
    this.box.hidden = true;
  }
}

function kindOf(mark) {
  if (!mark) return "";
  const words = mark.split(" ");
  return KINDS.find((kind) => words.includes(kind)) || "";
}

function levelOf(value, scale) {
  if (!Number.isFinite(value)) return 0;
  const part = Math.max(-1, Math.min(1, value / scale));
  return Math.sign(part) * Math.ceil(Math.abs(part) * LEVELS - 1e-9);
}

// The grids of a frame side by side, with signs between them, at the largest size that fits.
export class Board {
  // layout: optional (grids, width, sizes) => { name, size, template }: a CSS grid in place of rows
  constructor(parent, layout = null) {
    this.layout = layout;
    this.node = element("div", "tk-board", parent);
    this.grids = new Map();
    this.signs = new Map();
    this.breaks = [];
    this.width = 0;
  }

  grid(id) {
    if (!this.grids.has(id)) {
      this.grids.set(id, new Grid(this.node, id));
      this.signs.set(id, element("span", "tk-sign", this.node));
      this.signs.get(id).setAttribute("aria-hidden", "true");
    }
    return this.grids.get(id);
  }

  paint(frame, say) {
    const rows = new Map();
    for (const { row = 0, values } of frame.grids) {
      rows.set(row, [...(rows.get(row) || []), values[0].length]);
    }
    this.columns = [...rows.values()]; // of the grids of each row
    this.frame = frame;
    this.fit();
    this.say = say;
    const write = this.size < WITH_TWO_DECIMALS ? short : number;
    const shown = new Set(frame.grids.map((grid) => grid.id));
    for (const [id, grid] of this.grids) {
      if (!shown.has(id)) {
        grid.hide();
        this.signs.get(id).hidden = true;
      }
    }
    frame.grids.forEach((grid, n) => {
      const painted = this.grid(grid.id);
      painted.paint(grid, say, write);
      painted.box.style.order = 3 * n;
      const sign = this.signs.get(grid.id);
      sign.style.order = 3 * n + 1;
      setText(sign, frame.signs[n] || "");
      sign.classList.toggle("star", frame.signs[n] === "⋆");
      sign.hidden = !frame.signs[n];
      const next = frame.grids[n + 1];
      this.breakAfter(n, next && (next.row ?? 0) !== (grid.row ?? 0));
    });
    this.node.classList.toggle("lit", frame.lit);
  }

  // A row of grids ends where `row` changes: an element as wide as the board wraps the rest.
  breakAfter(n, wanted) {
    if (!this.breaks[n] && wanted) {
      this.breaks[n] = element("span", "tk-break", this.node);
      this.breaks[n].style.order = 3 * n + 2;
    }
    if (this.breaks[n]) this.breaks[n].hidden = !wanted;
  }

  resize(width) {
    this.width = width;
    this.paint(this.frame, this.say);
  }

  fit() {
    const { width } = this;
    if (!width) return;
    const laid = this.layout?.(this.frame.grids, width, SIZES);
    if (laid && laid.template !== this.template) {
      this.node.dataset.layout = laid.name;
      this.node.style.gridTemplate = this.template = laid.template;
    }
    const side = Math.min(...this.columns.map((row) =>
      (width - 44 * (row.length - 1) - 12) / row.reduce((sum, n) => sum + n, 0)));
    const alone = (width - 12) / Math.max(...this.columns.flat());
    // Side by side when numbers stay readable, below each other otherwise; in few steps, so that
    // the grids do not breathe while a slider moves.
    const size = laid?.size || SIZES.find((px) => px <= side && px >= 26) || SIZES.find((px) => px <= alone && px <= 34) || 18;
    if (size !== this.size) this.node.style.setProperty("--tk-size", `${(this.size = size)}px`);
  }
}

const WITH_TWO_DECIMALS = 34; // pixels; in a smaller cell they could not be read
const SIZES = [46, 42, 38, 34, 30, 28, 26, 24, 22, 20, 18];
