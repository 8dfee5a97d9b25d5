// The value of one window over p, as SVG: a logarithmic axis with p = ∞ as a last place of its own.
import { element, setText } from "./dom.js";
import { number } from "./number.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [560, 214, 14, 150, 30, 38];
const LAST = 64;
const TICKS = ["1", "2", "4", "8", "16", "32", "64", "∞"];
const APART = 16; // pixels between two labels, so that they can be read

function draw(tag, parent, attributes, text = "") {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

// Where p stands on the axis: 64 and ∞ are as far apart as 16 and 64.
function across(label) {
  const end = Math.log2(LAST) + 1.6;
  const log = label === "∞" ? end : Math.log2(Number(label));
  return LEFT + (log / end) * (WIDTH - LEFT - RIGHT);
}

// Where a value stands. PyTorch's may lie far off: then it stands at the rim.
function upright(curve) {
  const [low, high] = [Math.min(...curve.values), Math.max(...curve.values)];
  const room = high - low || 1;
  const torch = (curve.torch || []).filter(Number.isFinite);
  const least = Math.max(low - room / 2, Math.min(low, ...torch));
  const most = Math.min(high + room, Math.max(high, ...torch));
  return (value) => {
    const part = (most - value) / (most - least || 1);
    return TOP + Math.max(-0.02, Math.min(1.02, part)) * (HEIGHT - TOP - BOTTOM);
  };
}

export class PoolingCurve {
  constructor(parent) {
    this.box = element("figure", "tk-curve", parent);
    this.svg = draw("svg", this.box, { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.caption = element("figcaption", "tk-curve-told", this.box);
    this.drawn = "";
  }

  paint(curve) {
    this.box.hidden = !curve;
    if (!curve) return;
    const key = JSON.stringify(curve);
    if (key === this.drawn) return;
    this.drawn = key;
    setText(this.caption, curve.told);
    this.svg.setAttribute("aria-label", curve.told);
    this.svg.replaceChildren();
    const up = upright(curve);
    this.axis(curve);
    this.level(up(curve.largest), "largest");
    this.level(up(curve.one), "one");
    const at = curve.stops[curve.at];
    draw("line", this.svg, { class: "here", x1: across(at), x2: across(at), y1: TOP - 8, y2: HEIGHT - BOTTOM });
    if (curve.torch) this.line(curve, curve.torch, up, "torch");
    this.line(curve, curve.values, up, "own");
    const value = curve.values[curve.at];
    draw("circle", this.svg, { class: "dot", cx: across(at), cy: up(value), r: 5.5 });
    const anchor = across(at) < 120 ? "start" : across(at) > WIDTH - RIGHT - 70 ? "end" : "middle";
    draw("text", this.svg, { class: "now", x: across(at), y: TOP - 13, "text-anchor": anchor },
      `p = ${at}: ${number(value)}`);
    this.labels(curve, up);
  }

  axis(curve) {
    const y = HEIGHT - BOTTOM;
    draw("line", this.svg, { class: "axis", x1: LEFT, x2: across(String(LAST)), y1: y, y2: y });
    draw("line", this.svg, { class: "axis gap", x1: across(String(LAST)), x2: across("∞"), y1: y, y2: y });
    for (const label of TICKS) {
      draw("line", this.svg, { class: "axis", x1: across(label), x2: across(label), y1: y, y2: y + 4 });
      draw("text", this.svg, { class: "tick", x: across(label), y: y + 17, "text-anchor": "middle" }, label);
    }
    draw("text", this.svg, { class: "tick", x: across("∞") + 16, y: y + 17 }, "p");
    draw("text", this.svg, { class: "name", x: LEFT, y: HEIGHT - 5 }, curve.name);
  }

  level(y, name) {
    draw("line", this.svg, { class: `level ${name}`, x1: LEFT, x2: across("∞") + 6, y1: y, y2: y });
  }

  // A line from stop to stop, broken where there is no value; the last, at ∞, stands alone.
  line(curve, values, up, name) {
    let path = "";
    let pen = "M";
    curve.stops.forEach((label, n) => {
      if (!Number.isFinite(values[n]) || label === "∞") {
        pen = "M";
        return;
      }
      path += `${pen}${across(label).toFixed(1)} ${up(values[n]).toFixed(1)}`;
      pen = "L";
    });
    if (path && name === "own") draw("path", this.svg, { class: `line ${name}`, d: path });
    curve.stops.forEach((label, n) => {
      if (!Number.isFinite(values[n])) return;
      if (name === "own" && label !== "∞") return;
      draw("circle", this.svg, { class: `stop ${name}`, cx: across(label), cy: up(values[n]), r: 3 });
    });
  }

  // What the levels are, on the right, pushed apart where they would lie on each other.
  labels(curve, up) {
    const words = [
      { y: up(curve.largest), text: `${curve.end}: ${number(curve.largest)}`, name: "largest" },
      { y: up(curve.one), text: `${curve.start}: ${number(curve.one)}`, name: "one" },
    ].sort((a, b) => a.y - b.y);
    const torch = curve.torch?.findLastIndex((v, n) => Number.isFinite(v) && n < curve.stops.length - 1) ?? -1;
    if (torch >= 0) words.push({ y: up(curve.torch[torch]) + 2, text: `● ${curve.legend}`, name: "torch" });
    words.sort((a, b) => a.y - b.y);
    words.forEach((word, n) => {
      if (n) word.y = Math.max(word.y, words[n - 1].y + APART);
      draw("text", this.svg, { class: `label ${word.name}`, x: across("∞") + 12, y: word.y + 4 }, word.text);
    });
  }
}
