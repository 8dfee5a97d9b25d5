// The colours of the style sheet, for a canvas, which knows no custom properties.
import { element } from "./dom.js";

const NAMES = [
  "paper", "muted", "zero", "plus", "minus", "dark-ink", "light-ink", "pad", "hatch", "cell-line", "focus", "source", "target",
];
// How much of the full colour each level has. The widest step leaves out what could be read in neither
// ink, on a dark page.
const PLUS = [0, 0.12, 0.23, 0.34, 0.45, 0.56, 0.76, 0.88, 1];
const MINUS = [0, 0.12, 0.23, 0.34, 0.45, 0.56, 0.76, 0.9, 1];

const css = ([r, g, b], alpha = 1) => `rgba(${r}, ${g}, ${b}, ${alpha})`;
const mix = (a, b, part) => a.map((v, n) => Math.round(part * v + (1 - part) * b[n]));

// WCAG's contrast ratio, from 1 to 21.
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour) {
  const [r, g, b] = colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Colours as text: fill[level + 8], ink, and the rest by name.
export function paletteOf(node) {
  const style = getComputedStyle(node);
  const canvas = element("canvas", "");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const of = {}, text = {};
  for (const name of NAMES) {
    text[name] = style.getPropertyValue(`--${name}`).trim();
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = text[name];
    context.fillRect(0, 0, 1, 1);
    of[name] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }
  const levels = (colour, parts) => parts.map((part) => mix(colour, of.zero, part));
  const fill = [...levels(of.minus, MINUS).reverse(), ...levels(of.plus, PLUS).slice(1)];
  const light = fill.map((one) => contrast(one, of["light-ink"]) > contrast(one, of["dark-ink"]));
  return {
    ...text,
    fill: fill.map((one) => css(one)),
    isLight: (level) => light[level + 8], // whether a number on it is in light ink
    veil: css(of.paper, 0.66),
    deep: css(mix(of.source, of.paper, 0.5)),
    font: style.fontFamily,
  };
}

// Calls changed() when the theme does, by whatever means: a colour that changes is a transition.
export function watchColours(parent, changed) {
  const probe = element("span", "tk-probe", parent);
  probe.setAttribute("aria-hidden", "true");
  probe.addEventListener("transitionrun", changed);
}
