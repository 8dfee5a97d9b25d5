// Paints the cells of one grid into a canvas, and only those that have changed.
import { element } from "./dom.js";
import { BOTTOM, FRAMES, LATER, LEFT, NOW, PAD, RIGHT, TARGET, TOP, UNUSED, VEIL, WON, WRONG, frameOf, levelOf } from "./look.js";

const SPARE = 4; // rows and columns that a canvas is larger by, so that it need not grow at each move
const upTo = (n) => Math.ceil(n / SPARE) * SPARE;
// Of a cell that the font of a text is high, by its length from 1. There is always room for a minus: a
// number keeps its size when it changes its sign.
const SHARE = [0.4, 0.4, 0.34, 0.28, 0.235, 0.2, 0.18];
const lengthOf = (text) => Math.min(text.length - (text[0] === "−" ? 1 : 0), SHARE.length);
export const shareOf = (text) => SHARE[lengthOf(text) - 1];

export class Cells {
  constructor(parent) {
    this.canvas = element("canvas", "tk-canvas", parent);
    this.canvas.setAttribute("aria-hidden", "true");
    this.rows = this.columns = 0; // of the canvas
    this.ink = null;
  }

  // Makes the canvas large enough for rows × columns, each `side` pixels of the page.
  // ink: { px, ratio, palette }: a cell's side in the canvas, device pixels per pixel, the colours.
  fit(rows, columns, ink, side) {
    if (ink !== this.ink || rows > this.rows || columns > this.columns) this.renew(rows, columns, ink);
    if (side === this.side) return;
    this.side = side;
    this.canvas.style.width = `${this.columns * side}px`;
    this.canvas.style.height = `${this.rows * side}px`;
  }

  renew(rows, columns, ink) {
    this.rows = Math.max(this.rows, upTo(rows));
    this.columns = Math.max(this.columns, upTo(columns));
    this.looks = new Int32Array(this.rows * this.columns).fill(-1);
    this.texts = new Array(this.rows * this.columns).fill("");
    this.ink = ink;
    this.side = 0;
    this.canvas.width = this.columns * ink.px;
    this.canvas.height = this.rows * ink.px;
    this.context = null;
  }

  paint(rows, columns, texts, looks) {
    if (!this.context) this.begin();
    const due = [];
    for (let i = 0, n = 0; i < rows; i++) {
      for (let j = 0, m = i * this.columns; j < columns; j++, n++, m++) {
        if (this.looks[m] === looks[n] && this.texts[m] === texts[n]) continue;
        this.looks[m] = looks[n];
        this.texts[m] = texts[n];
        due.push(m);
      }
    }
    if (due.length) this.draw(due);
  }

  begin() {
    const { px, ratio, palette } = this.ink;
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.context.textAlign = "center";
    this.thin = Math.max(1, Math.floor(ratio)); // the line between cells
    this.thick = Math.round(3 * ratio); // the frame of a region
    this.whole = [[0, px]];
    const cut = [0, 1, 2, 4, 5, 6].map((n) => Math.round(n * px / 6));
    this.dashes = [cut.slice(0, 2), cut.slice(2, 4), cut.slice(4)]; // the last goes on in the next cell
    this.stripes = hatched(px, ratio, palette.hatch);
    // One font for all: setting another makes the browser bring all styles up to date first.
    this.context.font = `${SHARE[0] * px}px ${palette.font}`;
    this.rise = this.context.measureText("0").actualBoundingBoxAscent / 2;
  }

  draw(due) {
    const { context, columns } = this;
    const { px } = this.ink;
    for (const m of due) this.ground(m, (m % columns) * px, Math.floor(m / columns) * px);
    for (const [size, share] of SHARE.entries()) {
      const of = due.filter((m) => this.texts[m] && lengthOf(this.texts[m]) === size + 1);
      if (!of.length) continue;
      const scale = share / SHARE[0];
      context.setTransform(scale, 0, 0, scale, 0, 0);
      for (const m of of) {
        context.fillStyle = this.inkOf(this.looks[m]);
        const [x, y] = [(m % columns + 0.5) * px, (Math.floor(m / columns) + 0.5) * px];
        context.fillText(this.texts[m], x / scale, y / scale + this.rise);
      }
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  inkOf(look) {
    const { palette } = this.ink;
    if (look & (PAD | VEIL)) return palette.muted;
    return palette.isLight(levelOf(look)) ? palette["light-ink"] : palette["dark-ink"];
  }

  // All of a cell but its text.
  ground(m, x, y) {
    const { context, thin, thick } = this;
    const { px, ratio, palette } = this.ink;
    const look = this.looks[m];
    const inner = px - thin;
    context.fillStyle = palette["cell-line"];
    context.fillRect(x, y, px, px);
    context.fillStyle = look & LATER ? palette.paper : look & PAD ? palette.pad : palette.fill[levelOf(look) + 8];
    context.fillRect(x, y, inner, inner);
    if (look & UNUSED) context.drawImage(this.stripes, 0, 0, inner, inner, x, y, inner, inner);
    if (look & WON) this.corner(x + inner, y, 0.24 * px, palette.isLight(levelOf(look)));
    if (look & VEIL) {
      context.fillStyle = palette.veil;
      context.fillRect(x, y, inner, inner);
    }
    const frame = frameOf(look);
    if (frame) {
      context.fillStyle = palette[FRAMES[frame]];
      for (const [from, to] of frame === TARGET ? this.dashes : this.whole) {
        if (look & TOP) context.fillRect(x + from, y, to - from, thick);
        if (look & BOTTOM) context.fillRect(x + from, y + px - thick, to - from, thick);
        if (look & LEFT) context.fillRect(x, y + from, thick, to - from);
        if (look & RIGHT) context.fillRect(x + px - thick, y + from, thick, to - from);
      }
    }
    if (look & NOW) {
      context.strokeStyle = palette.focus;
      context.lineWidth = thick;
      context.strokeRect(x + thick / 2, y + thick / 2, px - thick, px - thick);
    }
    if (look & WRONG) this.cross(x + inner - 4.5 * ratio, y + 4.5 * ratio, this.inkOf(look));
  }

  // A winner has a corner of its own; the number stays free.
  corner(right, top, side, light) {
    const { context } = this;
    context.fillStyle = this.ink.palette[light ? "light-ink" : "dark-ink"];
    context.beginPath();
    context.moveTo(right - side, top);
    context.lineTo(right, top);
    context.lineTo(right, top + side);
    context.fill();
  }

  cross(x, y, colour) {
    const { context } = this;
    const arm = 2.5 * this.ink.ratio;
    context.strokeStyle = colour;
    context.lineWidth = 1.8 * this.ink.ratio;
    context.beginPath();
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
    context.stroke();
  }
}

// Stripes that fall to the left, drawn once.
function hatched(px, ratio, colour) {
  const canvas = element("canvas", "");
  canvas.width = canvas.height = px;
  const context = canvas.getContext("2d");
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * ratio;
  for (let x = 0; x < 2 * px; x += 10 * ratio) {
    context.moveTo(x + ratio, -ratio);
    context.lineTo(x - px - ratio, px + ratio);
  }
  context.stroke();
  return canvas;
}
