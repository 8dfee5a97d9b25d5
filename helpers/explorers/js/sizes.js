// Paints the lines of a size formula, and what no window reads: an explorer's `extra`.
import { element, setText } from "./dom.js";

export function sizes(parent) {
  const box = element("div", "tk-sizes", parent);
  const lines = ["H", "W"].map(() => {
    const line = element("div", "tk-size", box);
    return { rule: element("span", "tk-rule", line), numbers: element("span", "tk-size-numbers", line) };
  });
  const unused = element("div", "tk-unused", box);
  return (frame) => {
    frame.sizes.forEach((size, n) => {
      setText(lines[n].rule, size.rule);
      setText(lines[n].numbers, `= ${size.numbers}`);
    });
    setText(unused, frame.unused);
  };
}
