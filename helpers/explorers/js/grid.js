// A grid of numbers: painted into a canvas, above transparent cells that the mouse, the keyboard
// and a screen reader meet. These are made once and used again.
import { Cells } from "./cells.js";
import { element, setText } from "./dom.js";
import { looksOf } from "./look.js";
import { number } from "./number.js";

const CELL = element("div", "tk-cell"); // there are hundreds: a copy is made faster
CELL.setAttribute("role", "gridcell");
CELL.tabIndex = -1;

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
    this.cells = new Cells(this.node);
    this.over = element("div", "tk-cells", this.node);
    this.over.setAttribute("role", "rowgroup");
    this.lines = []; // of { node, cells, shown }: a row and how many of its cells are shown
    this.labels = []; // of each cell, by row
    this.rows = this.columns = 0;
    this.first = 0;
    this.tab = null; // the one cell that Tab reaches
    this.seen = true; // whether it is in sight, or nearly so
  }

  // Brings the head and the sizes to a frame's grid; draw() paints it. ink: what Cells paints with, or
  // null where nothing can be painted yet. side: pixels of a cell
  show(grid, write, ink, lit, say, side) {
    const [rows, columns] = [grid.values.length, grid.values[0].length];
    this.grid = grid;
    const texts = textsOf(grid, write);
    this.due = ink && {
      fit: () => this.cells.fit(rows, columns, ink, side),
      paint: () => this.cells.paint(rows, columns, texts, looksOf(grid, lit)),
    };
    if (this.box.hidden) {
      this.box.hidden = false;
      this.seen = true; // as long as nothing else is known
    }
    if (this.seen) this.due?.fit();
    setText(this.title, grid.title);
    setText(this.note, grid.note);
    const label = say("grid_label", { name: grid.title, rows, columns })
      + (grid.editable ? `, ${say("editable")}` : "");
    if (label !== this.label) this.node.setAttribute("aria-label", (this.label = label));
    const size = `${columns * side + 2}px ${rows * side + 2}px`;
    if (size !== this.size) [this.node.style.width, this.node.style.height] = (this.size = size).split(" ");
  }

  // Paints what is due: at each frame while the grid is in sight.
  draw() {
    this.due?.fit();
    this.due?.paint();
    this.due = null;
  }

  // Brings the cells and their names to what has been painted: hundreds, which can wait for rest.
  settle(side) {
    const { grid } = this;
    const [rows, columns] = [grid.values.length, grid.values[0].length];
    this.first = grid.first;
    this.editable = grid.editable;
    if (side !== this.side) this.over.style.setProperty("--tk-size", `${(this.side = side)}px`);
    this.count(rows, columns);
    this.name(rows, columns);
    if (!this.tab || this.tab.i >= rows || this.tab.j >= columns) this.reach(0, 0);
  }

  // As many cells as there are numbers. The others stay where they are, for none is laid out anew.
  count(rows, columns) {
    for (let i = 0; i < rows; i++) {
      if (!this.lines[i]) this.addLine();
      const line = this.lines[i];
      while (line.cells.length < columns) this.addCell(line, i);
      for (let j = Math.min(line.shown, columns); j < Math.max(line.shown, columns); j++) line.cells[j].hidden = j >= columns;
      line.shown = columns;
    }
    for (let i = Math.min(this.rows, rows); i < Math.max(this.rows, rows); i++) this.lines[i].node.hidden = i >= rows;
    [this.rows, this.columns] = [rows, columns];
  }

  addLine() {
    const node = element("div", "tk-row", this.over);
    node.setAttribute("role", "row");
    this.lines.push({ node, cells: [], shown: 0 });
    this.labels.push([]);
  }

  addCell(line, i) {
    const node = CELL.cloneNode();
    line.node.append(node);
    node.at = { grid: this, i, j: line.cells.length };
    line.cells.push(node);
  }

  // Each cell's name is its number, also where a small cell has room for less of it.
  name(rows, columns) {
    const texts = textsOf(this.grid, number);
    for (let i = 0, n = 0; i < rows; i++) {
      const [cells, labels] = [this.lines[i].cells, this.labels[i]];
      for (let j = 0; j < columns; j++, n++) {
        const text = texts[n];
        if (labels[j] !== text) cells[j].setAttribute("aria-label", (labels[j] = text));
      }
    }
  }

  // The cell as the frame names it: padding has indices below 0.
  nameOf(i, j) {
    return `${this.id} ${i + this.first} ${j + this.first}`;
  }

  valueAt(i, j) {
    return this.grid.values[i][j];
  }

  isMarked(i, j, mark) {
    return this.grid.marks[i][j].split(" ").includes(mark);
  }

  nodeAt(i, j) {
    return this.lines[i].cells[j];
  }

  reach(i, j) {
    if (this.tab) this.nodeAt(this.tab.i, this.tab.j).tabIndex = -1;
    this.tab = { i, j };
    this.nodeAt(i, j).tabIndex = 0;
  }

  hide() {
    if (!this.box.hidden) this.box.hidden = true;
  }
}

// What stands in the cells, row by row.
function textsOf({ values, marks }, write) {
  return values.flatMap((row, i) => row.map((value, j) => (marks[i][j].includes("later") ? "" : write(value))));
}
