// The loss over the steps, as SVG at the size it is shown at: crisp, and in the theme's colours.
import { setText } from "./dom.js";
import { number } from "./number.js";
import { precise } from "./two_kernels_told.js";

const LEFT = 62, RIGHT = 66, TOP = 12, BOTTOM = 38, HEIGHT = 236; // pixels
const LEAST = 1e-16; // a loss below counts as this on the log scale, for 0 has no logarithm

function svg(tag, className, parent) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (className) node.setAttribute("class", className);
  parent.append(node);
  return node;
}

// An attribute that is set is laid out anew, even to what it was.
function place(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }
}

// Round numbers from 0 to at least `most`, some four of them.
function rounds(most, whole = false) {
  const rough = most / 4;
  const ten = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough * 0.999);
  if (whole) step = Math.max(1, Math.round(step));
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, n) => n * step);
}

// Powers of ten around the losses, some five of them.
function powers(least, most) {
  const low = Math.floor(Math.log10(least));
  const high = Math.max(low + 1, Math.ceil(Math.log10(most)));
  const step = Math.ceil((high - low) / 5);
  const count = Math.ceil((high - low) / step) + 1;
  return Array.from({ length: count }, (_, n) => high - n * step).reverse();
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const power = (n) => (n >= -2 && n <= 3 ? String(Number(`1e${n}`)) : `10${[...String(n)].map((c) => RAISED[c]).join("")}`);

function tickText(n) {
  if (n >= 1e5) return Number(n.toPrecision(3)).toExponential().replace("e+", "e");
  return n && n < 0.01 ? precise(n) : number(n);
}

export class Plot {
  constructor(parent, say) {
    this.node = svg("svg", "tk-plot", parent);
    place(this.node, { role: "img", height: HEIGHT });
    this.lines = svg("g", "tk-plot-lines", this.node);
    this.words = svg("g", "tk-plot-words", this.node);
    this.path = svg("path", "tk-plot-path", this.node);
    this.mark = svg("path", "tk-plot-mark", this.node);
    this.value = svg("text", "tk-plot-value", this.node);
    this.names = [svg("text", "tk-plot-name", this.node), svg("text", "tk-plot-name", this.node)];
    this.names[0].textContent = say("axis_steps");
    this.names[1].textContent = say("axis_loss");
    this.width = 480;
  }

  resize(width) {
    this.width = Math.max(240, Math.round(width));
    if (this.plot) this.paint(this.plot);
  }

  paint(plot) {
    this.plot = plot;
    const { losses, steps, log, kind } = plot;
    const { width } = this;
    const [right, bottom] = [width - RIGHT, HEIGHT - BOTTOM];
    place(this.node, { width, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-label": plot.said.join(" ") });
    const xTicks = rounds(Math.max(steps, 10), true);
    const x = (n) => LEFT + (right - LEFT) * (n / Math.max(steps, 10));
    const safe = losses.map((loss) => Math.max(loss, LEAST));
    let y, yTicks;
    if (log) {
      yTicks = powers(Math.min(...safe), Math.max(...safe)).map((n) => [n, power(n)]);
      const [low, high] = [yTicks[0][0], yTicks.at(-1)[0]];
      const of = (n) => bottom - (bottom - TOP) * ((n - low) / (high - low));
      y = (loss) => of(Math.log10(Math.max(loss, LEAST)));
      yTicks = yTicks.map(([n, text]) => [of(n), text]);
    } else {
      const ticks = rounds(Math.max(...losses) || 1);
      y = (loss) => bottom - (bottom - TOP) * (loss / ticks.at(-1));
      yTicks = ticks.map((n) => [y(n), tickText(n)]);
    }
    const shown = xTicks.filter((n) => n <= Math.max(steps, 10));
    this.grid([...yTicks.map(([at]) => `M${LEFT} ${Math.round(at) + 0.5}H${right}`),
      ...shown.map((n) => `M${Math.round(x(n)) + 0.5} ${bottom}v5`)].join(""));
    this.texts([
      ...yTicks.map(([at, text]) => [LEFT - 8, at + 4, "end", text]),
      ...shown.map((n) => [x(n), bottom + 18, "middle", String(n)]),
    ]);
    place(this.names[0], { x: (LEFT + right) / 2, y: HEIGHT - 4, "text-anchor": "middle" });
    place(this.names[1], { x: 12, y: (TOP + bottom) / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${(TOP + bottom) / 2})` });
    place(this.path, { d: losses.map((loss, n) => `${n ? "L" : "M"}${x(n).toFixed(1)} ${y(loss).toFixed(1)}`).join("") });
    const [a, b] = [x(steps), y(losses[steps])];
    // A cross where the loss rises, a dot where it falls: not told by colour alone.
    const mark = kind === "falling"
      ? `M${a - 4.5} ${b}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0` : `M${a - 5} ${b - 5}l10 10m0 -10l-10 10`;
    place(this.mark, { d: mark, class: `tk-plot-mark ${kind}` });
    setText(this.value, precise(losses[steps]));
    place(this.value, { x: a + 10, y: b + 4 });
  }

  grid(d) {
    if (!this.lines.firstChild) svg("path", "", this.lines);
    place(this.lines.firstChild, { d });
  }

  texts(all) {
    while (this.words.childNodes.length < all.length) svg("text", "", this.words);
    while (this.words.childNodes.length > all.length) this.words.lastChild.remove();
    all.forEach(([x, y, anchor, text], n) => {
      const node = this.words.childNodes[n];
      place(node, { x, y, "text-anchor": anchor });
      setText(node, text);
    });
  }
}
